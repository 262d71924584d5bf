"""Real stations and the devices of real packets as rows of the registry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import District
from bihuan.main.demo.enrolment.device import NewCollector, enrol_devices
from bihuan.main.demo.enrolment.district import enrol_districts
from bihuan.main.demo.enrolment.people import enrol_people
from bihuan.main.demo.enrolment.station import point_factor
from bihuan.main.demo.factor import Factor
from bihuan.main.demo.reference import beijing, national
from bihuan.main.demo.reference.packets import PacketDevice
from bihuan.main.demo.wire_identity import AIR_SYSTEM, USUAL_S
from bihuan.registry.device_password import password_hash
from bihuan.registry.models import (
    Device,
    DeviceAssignment,
    Enterprise,
    Medium,
    MonitoringPoint,
    Outlet,
    PointFactor,
    Station,
    StationClass,
)
from bihuan.registry.services import bump_directory
from bihuan.registry.services.new_device import BEFORE_ALL_DATA

PACKET_UNIT = "公开报文样本（回放）"


@dataclass(frozen=True, slots=True)
class RealThings:
    """What a folder of real data says that exists."""

    beijing: Sequence[beijing.RealStation]
    national: Sequence[tuple[str, national.NationalStation]]
    cities: dict[str, str]
    devices: Sequence[PacketDevice]


@transaction.atomic
def enrol_real(things: RealThings, *, now: datetime) -> None:
    """Add districts, people, real stations and the packets' devices, where they are missing."""
    enrol_districts()
    _enrol_cities(things.cities)
    enrol_people(real_data=True, now=now)
    if Station.objects.filter(code=things.beijing[0].code).exists():
        return
    points = _enrol_stations([(beijing.DISTRICT, s) for s in things.beijing], beijing.FACTORS)
    collectors = [
        NewCollector(
            mn=station.mn,
            name=f"{station.name}数采仪",
            system_code=AIR_SYSTEM,
            point=point,
            realtime_interval_s=USUAL_S,
            minute_interval_min=10,
        )
        for station, point in zip(things.beijing, points, strict=True)
    ]
    enrol_devices(collectors, now=now)
    _enrol_stations(things.national, national.FACTORS)
    _enrol_packet_devices(things.devices)


def points_by_station() -> dict[str, int]:
    """Telemetry's point of every station, by the station's code."""
    rows = MonitoringPoint.objects.filter(station__isnull=False)
    return dict(rows.values_list("station__code", "id"))


def _enrol_cities(cities: dict[str, str]) -> None:
    rows = [
        District(code=code, name=name, level="city", parent_id=code[:2])
        for name, code in cities.items()
        if len(code) == 4
    ]
    District.objects.bulk_create(
        [District(code=beijing.DISTRICT, name="北京市", level="province"), *rows],
        ignore_conflicts=True,
    )


def _enrol_stations(
    stations: Iterable[tuple[str, beijing.RealStation | national.NationalStation]],
    factors: Sequence[Factor],
) -> list[MonitoringPoint]:
    created = Station.objects.bulk_create(
        Station(
            name=station.name,
            code=station.code,
            station_class=StationClass.PROVINCIAL,
            district_id=district,
            longitude=station.longitude,
            latitude=station.latitude,
        )
        for district, station in stations
    )
    points = MonitoringPoint.objects.bulk_create(
        MonitoringPoint(
            name=station.name,
            medium=Medium.AIR,
            station=station,
            district_id=station.district_id,
        )
        for station in created
    )
    PointFactor.objects.bulk_create(
        point_factor(point, factor, order)
        for point in points
        for order, factor in enumerate(factors)
    )
    return points


def _enrol_packet_devices(devices: Sequence[PacketDevice]) -> None:
    """One outlet of one invented unit for each device; registered as its packets show it."""
    unit = Enterprise.objects.create(name=PACKET_UNIT, district_id=beijing.DISTRICT)
    for number, device in enumerate(devices, 1):
        medium = Medium.WATER if device.system_code in {"21", "32"} else Medium.GAS
        outlet = Outlet.objects.create(
            enterprise=unit, name=device.mn, code=f"P{number:03d}", medium=medium
        )
        point = MonitoringPoint.objects.create(
            name=device.mn, medium=medium, outlet=outlet, district_id=beijing.DISTRICT
        )
        PointFactor.objects.bulk_create(
            PointFactor(point=point, factor=code, name_zh=name, order=order)
            for order, (code, name) in enumerate(device.factors.items())
        )
        row = Device.objects.create(
            mn=device.mn,
            name=device.mn,
            edition=device.edition,
            password_hash=password_hash(device.mn, device.password) if device.password else "",
            tolerance={"variants": sorted(device.variants), "wrong_length": True},
        )
        DeviceAssignment.objects.create(device=row, point=point, start=BEFORE_ALL_DATA)
    bump_directory()
