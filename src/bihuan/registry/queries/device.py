"""Devices: the list and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from bihuan.accounts.models import User
from bihuan.registry.link import LinkCause, LinkDiagnosis
from bihuan.registry.models import (
    CodeMapping,
    Device,
    DeviceAssignment,
    DeviceEdition,
    DeviceState,
    LinkGap,
)
from bihuan.registry.queries.command import CommandRow, commands_of
from bihuan.registry.queries.listing import Listing
from bihuan.registry.queries.words import containing

RECENT = 20


@dataclass(frozen=True, slots=True)
class DeviceFilter:
    """What a list of devices is narrowed to (筛选条件); what is left out narrows nothing."""

    text: str = ""
    edition: str = ""
    connected: bool | None = None
    is_active: bool | None = True


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device in a list."""

    device: int
    mn: str
    name: str
    edition: DeviceEdition
    carrier: str
    is_active: bool
    connected: bool
    address: str
    last_seen: datetime | None
    last_packet_at: datetime | None
    clock_offset_s: float | None


def device_list(filter: DeviceFilter, *, user: User) -> Listing[DeviceRow]:
    """The devices that this person sees (设备列表): one statement a page beside the count."""
    return Listing(_narrowed(filter, user).values_list(*_COLUMNS), _rows)


@dataclass(frozen=True, slots=True)
class ServedPoint:
    """Spell in which a device serves or served a point."""

    point: int
    point_name: str
    system_code: str
    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class GapRow:
    """Spell in which a device was silent; `end` is None while it lasts."""

    start: datetime
    end: datetime | None
    diagnosis: LinkDiagnosis


@dataclass(frozen=True, slots=True)
class DeviceDetail:
    """One device with its settings, state, points, codes, commands and silences.

    `device` and `state` are the model rows, read only; the password's hash says no more than
    whether one is asked for.
    """

    device: Device
    state: DeviceState | None
    points: tuple[ServedPoint, ...]
    codes: tuple[CodeMapping, ...]
    commands: tuple[CommandRow, ...]
    gaps: tuple[GapRow, ...]


def device_detail(mn: str, *, user: User) -> DeviceDetail | None:
    """One device (设备) by MN; None when it does not exist or this person does not see it."""
    device = Device.objects.visible_to(user).select_related("state").filter(mn=mn).first()
    if device is None:
        return None
    return DeviceDetail(
        device=device,
        state=getattr(device, "state", None),
        points=_served(device),
        codes=tuple(device.code_mappings.order_by("wire_code")),
        commands=commands_of(device.pk, limit=RECENT),
        gaps=_gaps(device),
    )


_COLUMNS = (
    "pk",
    "mn",
    "name",
    "edition",
    "carrier",
    "is_active",
    "state__connected",
    "state__address",
    "state__last_seen",
    "state__last_packet_at",
    "state__clock_offset_s",
)


def _narrowed(filter: DeviceFilter, user: User) -> QuerySet[Device]:
    devices = Device.objects.visible_to(user).filter(containing(filter.text, "mn", "name"))
    if filter.edition:
        devices = devices.filter(edition=filter.edition)
    if filter.is_active is not None:
        devices = devices.filter(is_active=filter.is_active)
    if filter.connected is None:
        return devices.order_by("mn")
    connected = {"state__connected": True}
    chosen = devices.filter(**connected) if filter.connected else devices.exclude(**connected)
    return chosen.order_by("mn")


def _rows(rows: Sequence[tuple[Any, ...]]) -> list[DeviceRow]:
    return [
        DeviceRow(
            device, mn, name, DeviceEdition(edition), carrier, active, bool(on), at or "", *rest
        )
        for device, mn, name, edition, carrier, active, on, at, *rest in rows
    ]


def _served(device: Device) -> tuple[ServedPoint, ...]:
    rows = DeviceAssignment.objects.filter(device=device).order_by("-start")
    columns = ("point_id", "point__name", "system_code", "start", "end")
    return tuple(ServedPoint(*row) for row in rows.values_list(*columns))


def _gaps(device: Device) -> tuple[GapRow, ...]:
    return tuple(
        GapRow(gap.start, gap.end, LinkDiagnosis(LinkCause(gap.cause), gap.because))
        for gap in LinkGap.objects.filter(device=device).order_by("-start")[:RECENT]
    )
