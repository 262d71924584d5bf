"""Registering devices, by hand or out of the quarantine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.registry.acts import Act
from bihuan.registry.device_password import password_hash
from bihuan.registry.device_setting import checked_addresses, checked_tolerance
from bihuan.registry.error import MnTaken, NotInQuarantine
from bihuan.registry.models import (
    Device,
    DeviceAssignment,
    DeviceEdition,
    MonitoringPoint,
    QuarantinedDevice,
    QuarantineState,
)
from bihuan.registry.permission import MAY_REGISTER, require_points
from bihuan.registry.services.device_history import because, tell_registered
from bihuan.registry.services.directory import bump_directory

BEFORE_ALL_DATA = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device to register (待登记设备); `points` maps system code ('' for every one) to point."""

    mn: str
    points: Mapping[str, MonitoringPoint]
    name: str = ""
    edition: str = DeviceEdition.HJ212_2017
    password: str = field(default="", repr=False)
    system_code: str = ""
    tolerance: Mapping[str, Any] = field(default_factory=dict)
    allowed_addresses: Sequence[str] = ()
    carrier: str = ""
    realtime_interval_s: int = 60
    minute_interval_min: int = 10


@transaction.atomic
def register_device(new: NewDevice, *, by: User | None, now: datetime) -> Device:
    """Register a device and assign it to its points (登记设备).

    A device and a point that were never assigned before belong together from the beginning, so
    that what the device replays of its past is not lost; otherwise from `now` on.

    Args:
        new: the device.
        by: whose act; None is the platform itself (imports, demo).
        now: time of the act. [aware]

    Raises:
        MnTaken: the MN is registered already; nothing was written.
        NotYours: a point is out of this person's reach.
        WrongSetting: tolerance or addresses cannot be read.
    """
    require_points(list(new.points.values()), by, MAY_REGISTER)
    device = _insert(new, password_hash(new.mn, new.password) if new.password else "")
    _assign_all(device, new.points, now)
    tell_registered(device, new.points.values(), because(Act.REGISTER_DEVICE, by, now))
    bump_directory()
    record_act(user=by, action=Act.REGISTER_DEVICE, object=device, now=now, detail=_detail(new))
    return device


@transaction.atomic
def register_quarantined(
    mn: str, *, point: MonitoringPoint, by: User | None, now: datetime, name: str = ""
) -> Device:
    """Register an unknown device for a point with what its packets said (一键登记).

    Its password's hash, system code and apparent edition are taken over.

    Raises:
        NotInQuarantine: no such MN waits.
        MnTaken: the MN is registered already.
        NotYours: the point is out of this person's reach.
    """
    require_points([point], by, MAY_REGISTER)
    waiting = _waiting(mn)
    new = NewDevice(
        mn=mn,
        points={"": point},
        name=name or point.name,
        edition=waiting.edition
        if waiting.edition in DeviceEdition.values
        else DeviceEdition.HJ212_2017,
        system_code=waiting.system_code,
    )
    device = _insert(new, waiting.password_hash)
    _assign_all(device, new.points, now)
    QuarantinedDevice.objects.filter(mn=mn).update(state=QuarantineState.REGISTERED)
    bump_directory()
    record_act(user=by, action=Act.REGISTER_DEVICE, object=device, now=now, detail=_detail(new))
    return device


@transaction.atomic
def refuse_quarantined(mn: str, *, reason: str, by: User | None, now: datetime) -> None:
    """Decide that an unknown device will not be registered (拒绝登记); it goes on being counted.

    Raises:
        NotInQuarantine: no such MN waits.
        NotYours: this person may not register devices.
    """
    require_points([], by, MAY_REGISTER)
    waiting = _waiting(mn)
    QuarantinedDevice.objects.filter(mn=mn).update(state=QuarantineState.REFUSED)
    detail = {"reason": reason}
    record_act(user=by, action=Act.REFUSE_DEVICE, object=waiting, now=now, detail=detail)


def first_moment(device: Device, point: MonitoringPoint, now: datetime) -> datetime:
    """Start of an assignment: the beginning where neither side was ever assigned, else now."""
    before = DeviceAssignment.objects.filter(device=device) | DeviceAssignment.objects.filter(
        point=point
    )
    return now if before.exists() else BEFORE_ALL_DATA


def _waiting(mn: str) -> QuarantinedDevice:
    waiting = (
        QuarantinedDevice.objects.select_for_update()
        .filter(mn=mn, state=QuarantineState.WAITING)
        .first()
    )
    if waiting is None:
        raise NotInQuarantine(mn)
    return waiting


def _insert(new: NewDevice, kept_password: str) -> Device:
    try:
        with transaction.atomic():
            return Device.objects.create(
                mn=new.mn,
                name=new.name or new.mn,
                edition=new.edition,
                password_hash=kept_password,
                system_code=new.system_code,
                tolerance=checked_tolerance(new.tolerance),
                allowed_addresses=checked_addresses(new.allowed_addresses),
                carrier=new.carrier,
                realtime_interval_s=new.realtime_interval_s,
                minute_interval_min=new.minute_interval_min,
            )
    except IntegrityError as error:
        if Device.objects.filter(mn=new.mn).exists():
            raise MnTaken(new.mn) from error
        raise


def _assign_all(device: Device, points: Mapping[str, MonitoringPoint], now: datetime) -> None:
    starts = {code: first_moment(device, point, now) for code, point in points.items()}
    DeviceAssignment.objects.bulk_create(
        DeviceAssignment(device=device, point=point, system_code=code, start=starts[code])
        for code, point in points.items()
    )


def _detail(new: NewDevice) -> dict[str, Any]:
    return {
        "mn": new.mn,
        "edition": str(new.edition),
        "points": {code: point.pk for code, point in new.points.items()},
    }
