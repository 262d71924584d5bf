"""Changing what is registered: settings, codes, points, swaps."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.registry.acts import Act
from bihuan.registry.device_password import password_hash
from bihuan.registry.device_setting import checked_addresses, checked_tolerance
from bihuan.registry.error import NoRunningAssignment, SpellOverlap, WrongSetting
from bihuan.registry.models import ChangeWay, CodeMapping, Device, DeviceAssignment, MonitoringPoint
from bihuan.registry.permission import MAY_REGISTER, require_device, require_points
from bihuan.registry.services.device_history import (
    because,
    tell_assigned,
    tell_ended,
    tell_password,
)
from bihuan.registry.services.directory import bump_directory
from bihuan.registry.services.history import Because, FieldChange, record_change
from bihuan.registry.services.new_device import first_moment

_CHECKS = {"tolerance": checked_tolerance, "allowed_addresses": checked_addresses}
CHANGEABLE = frozenset(
    {
        "name",
        "edition",
        "system_code",
        "tolerance",
        "allowed_addresses",
        "time_out_s",
        "repeats",
        "realtime_interval_s",
        "minute_interval_min",
        "carrier",
        "is_active",
    }
)


@transaction.atomic
def change_device(
    device: Device,
    *,
    changes: Mapping[str, Any],
    by: User | None,
    now: datetime,
    reason: str = Act.CHANGE_DEVICE.label,
) -> Device:
    """Change settings of a device (修改设备设置); the audit trail keeps before and after.

    Args:
        device: which.
        changes: new values of fields named in `CHANGEABLE`.
        by: whose act; None is the platform itself.
        now: time of the act. [aware]
        reason: why, for the device's history.

    Raises:
        WrongSetting: a field or value that cannot be.
        NotYours: the device is out of this person's reach.
    """
    require_device(device, by, MAY_REGISTER)
    if unknown := set(changes) - CHANGEABLE:
        raise WrongSetting(f"不能修改设备的 {sorted(unknown)}")
    kept = Device.objects.select_for_update().get(pk=device.pk)
    before = {name: getattr(kept, name) for name in changes}
    for name, value in changes.items():
        setattr(kept, name, _CHECKS[name](value) if name in _CHECKS else value)
    _save(kept)
    told = [
        FieldChange(name, _title(name), str(old), str(new))
        for name, old in before.items()
        if (new := getattr(kept, name)) != old
    ]
    record_change(kept, told, Because(by, now, reason, ChangeWay.PLATFORM))
    bump_directory()
    after = {name: getattr(kept, name) for name in changes}
    detail = {"before": before, "after": after}
    record_act(user=by, action=Act.CHANGE_DEVICE, object=kept, now=now, detail=detail)
    return kept


@transaction.atomic
def change_password(device: Device, *, password: str, by: User | None, now: datetime) -> None:
    """Change the password that the platform expects (平台侧访问密码); '' asks for none.

    The device itself learns a new one by command 1072 (`queue_command`).

    Raises:
        NotYours: the device is out of this person's reach.
    """
    require_device(device, by, MAY_REGISTER)
    kept = password_hash(device.mn, password) if password else ""
    before = Device.objects.select_for_update().get(pk=device.pk).password_hash
    Device.objects.filter(pk=device.pk).update(password_hash=kept)
    tell_password(device, before, kept, because(Act.CHANGE_PASSWORD, by, now))
    bump_directory()
    detail = {"asked": bool(password)}
    record_act(user=by, action=Act.CHANGE_PASSWORD, object=device, now=now, detail=detail)


@transaction.atomic
def assign_device(
    device: Device, *, point: MonitoringPoint, by: User | None, now: datetime, system_code: str = ""
) -> DeviceAssignment:
    """Let a device's data of a system code belong to a point from now on (关联监测点).

    Raises:
        SpellOverlap: the device serves another point with this system code.
        NotYours: the point is out of this person's reach.
    """
    require_points([point], by, MAY_REGISTER)
    spell = DeviceAssignment(
        device=Device.objects.select_for_update().get(pk=device.pk),
        point=point,
        system_code=system_code,
        start=first_moment(device, point, now),
    )
    _add(spell)
    tell_assigned(device, point, because(Act.ASSIGN_DEVICE, by, now), codes=[system_code])
    bump_directory()
    detail = {"point": point.pk, "system_code": system_code}
    record_act(user=by, action=Act.ASSIGN_DEVICE, object=device, now=now, detail=detail)
    return spell


@transaction.atomic
def end_assignment(
    device: Device, *, point: MonitoringPoint, by: User | None, now: datetime
) -> None:
    """End the running assignments of a device to a point (解除关联); the series keeps its data.

    Raises:
        NoRunningAssignment: it does not serve the point now.
        NotYours: the point is out of this person's reach.
    """
    require_points([point], by, MAY_REGISTER)
    codes = _end(device, point, now)
    tell_ended(device, point, because(Act.END_ASSIGNMENT, by, now), codes=codes)
    bump_directory()
    detail = {"point": point.pk}
    record_act(user=by, action=Act.END_ASSIGNMENT, object=device, now=now, detail=detail)


@transaction.atomic
def swap_device(
    *, point: MonitoringPoint, old: Device, new: Device, by: User | None, now: datetime
) -> list[DeviceAssignment]:
    """Put another device in the place of one (更换设备): the series stays with the point.

    What the old device replays of the time before `now` still belongs to the point.

    Args:
        point: where.
        old: the device taken away; its running assignments to the point end now.
        new: the registered device put in; it gets the same system codes.
        by: whose act; None is the platform itself.
        now: the moment of the change. [aware]

    Raises:
        NoRunningAssignment: the old device does not serve the point now.
        SpellOverlap: the new device serves another point with this system code.
        NotYours: the point is out of this person's reach.
    """
    require_points([point], by, MAY_REGISTER)
    Device.objects.select_for_update().get(pk=new.pk)
    codes = _end(old, point, now)
    spells = [
        _add(DeviceAssignment(device=new, point=point, system_code=code, start=now))
        for code in codes
    ]
    cause = because(Act.SWAP_DEVICE, by, now)
    tell_ended(old, point, cause, codes=codes)
    tell_assigned(new, point, cause, codes=codes)
    bump_directory()
    detail = {"point": point.pk, "old": old.mn, "new": new.mn}
    record_act(user=by, action=Act.SWAP_DEVICE, object=new, now=now, detail=detail)
    return spells


@transaction.atomic
def map_code(mapping: CodeMapping, *, by: User | None, now: datetime) -> CodeMapping:
    """Say what a code of a device means (设置编码映射); replaces what was said of the same code.

    Args:
        mapping: unsaved; its device, wire code, factor, scale and note are taken.
        by: whose act; None is the platform itself.
        now: time of the act. [aware]

    Raises:
        WrongSetting: an empty code or a scale of 0.
        NotYours: the device is out of this person's reach.
    """
    require_device(mapping.device, by, MAY_REGISTER)
    if not (mapping.wire_code and mapping.factor) or mapping.scale == 0:
        raise WrongSetting("编码和因子不能为空，换算系数不能为 0")
    values = {"factor": mapping.factor, "scale": mapping.scale, "note": mapping.note}
    code: dict[str, Any] = {"device": mapping.device, "wire_code": mapping.wire_code}
    before = CodeMapping.objects.filter(**code).first()
    kept, _ = CodeMapping.objects.update_or_create(**code, defaults=values)
    told = FieldChange("codes", f"编码映射 {kept.wire_code}", _meaning(before), _meaning(kept))
    record_change(mapping.device, [told], because(Act.MAP_CODE, by, now))
    bump_directory()
    detail = {"wire_code": kept.wire_code, "factor": kept.factor, "scale": str(Decimal(kept.scale))}
    record_act(user=by, action=Act.MAP_CODE, object=mapping.device, now=now, detail=detail)
    return kept


def _save(device: Device) -> None:
    try:
        device.full_clean(exclude=["tolerance", "allowed_addresses"])
    except ValidationError as error:
        raise WrongSetting("；".join(error.messages)) from error
    device.save()


def _add(spell: DeviceAssignment) -> DeviceAssignment:
    try:
        spell.full_clean()
    except ValidationError as error:
        raise SpellOverlap("；".join(error.messages)) from error
    spell.save()
    return spell


def _end(device: Device, point: MonitoringPoint, now: datetime) -> list[str]:
    running = DeviceAssignment.objects.filter(
        device=device, point=point, end__isnull=True, start__lt=now
    )
    codes = list(running.values_list("system_code", flat=True))
    if not running.update(end=now):
        raise NoRunningAssignment(device, point)
    return codes


def _meaning(mapping: CodeMapping | None) -> str:
    return f"{mapping.factor} × {Decimal(mapping.scale).normalize():f}" if mapping else ""


def _title(name: str) -> str:
    field: Any = Device._meta.get_field(name)
    return str(field.verbose_name)
