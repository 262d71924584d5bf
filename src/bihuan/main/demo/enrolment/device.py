"""Devices of the demo: one data collector for each station and outlet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bihuan.main.demo.county import network, weather_stations
from bihuan.main.demo.wire_identity import PASSWORD
from bihuan.registry.device_password import password_hash
from bihuan.registry.models import (
    Device,
    DeviceAssignment,
    DeviceEdition,
    DeviceState,
    MonitoringPoint,
)
from bihuan.registry.services import bump_directory
from bihuan.registry.services.new_device import BEFORE_ALL_DATA


@dataclass(frozen=True, slots=True)
class NewCollector:
    """A data collector to be enrolled, and the point that it serves."""

    mn: str
    name: str
    system_code: str
    point: MonitoringPoint
    realtime_interval_s: int
    minute_interval_min: int
    edition: str = DeviceEdition.HJ212_2017


def enrol_devices(collectors: Iterable[NewCollector], *, now: datetime) -> None:
    """Register data collectors (数采仪) in bulk and assign each to its point from the beginning.

    They count as met before, else the gateway would first settle clock and intervals with all.
    """
    listed = list(collectors)
    devices = Device.objects.bulk_create(_device(new) for new in listed)
    DeviceAssignment.objects.bulk_create(
        DeviceAssignment(device=device, point=new.point, start=BEFORE_ALL_DATA)
        for device, new in zip(devices, listed, strict=True)
    )
    DeviceState.objects.bulk_create(
        DeviceState(device=device, connected_at=now) for device in devices
    )
    bump_directory()


def points_by_mn() -> dict[str, int]:
    """Telemetry's point of every demo device, by MN, and of the stations that have none."""
    rows = DeviceAssignment.objects.filter(device__mn__contains="DE", end__isnull=True)
    return _of_upper_stations() | dict(rows.values_list("device__mn", "point_id"))


def _of_upper_stations() -> dict[str, int]:
    """Points of stations that an upper platform runs, by the MN that they would have."""
    stations = (*network().stations, *weather_stations().stations)
    mns = {station.code: station.mn for station in stations if not station.has_collector}
    rows = MonitoringPoint.objects.filter(station__code__in=mns)
    return {mns[code]: point for code, point in rows.values_list("station__code", "pk")}


def _device(new: NewCollector) -> Device:
    return Device(
        mn=new.mn,
        name=new.name,
        edition=new.edition,
        password_hash=password_hash(new.mn, PASSWORD),
        system_code=new.system_code,
        realtime_interval_s=new.realtime_interval_s,
        minute_interval_min=new.minute_interval_min,
    )
