"""A county with something odd in every list of the ledger."""

from dataclasses import dataclass
from datetime import date

from bihuan.accounts.models import Organisation
from bihuan.registry.models import (
    CheckListEntry,
    Contact,
    Department,
    DischargePermit,
    Duty,
    Equipment,
    LocalSource,
    Outlet,
    PermitLimit,
    StationSiting,
    Vehicle,
)
from tests.people import Places


@dataclass(frozen=True)
class Furnished:
    """What was put into the county."""

    bureau: Organisation
    department: Department
    permit: DischargePermit
    source: LocalSource
    sensor: Equipment
    vehicle: Vehicle
    siting: StationSiting


def furnish(places: Places) -> Furnished:
    """Put one or two rows into each list that the county of `tests.people` lacks."""
    county = places.districts["410181"]
    bureau = Organisation.objects.create(name="巩义市 住建局", kind="department", district=county)
    department = Department.objects.create(organisation=bureau, name="扬尘办", telephone="0371-0")
    Duty.objects.create(
        department=department, matter="施工扬尘", part="lead", content="督促“六个百分之百”"
    )
    Contact.objects.create(department=department, name="钱某", mobile="13800000000", is_first=True)
    permit = DischargePermit.objects.create(
        enterprise=places.plant, number=" 宁B 001", start=date(2026, 1, 1), end=date(2031, 1, 1)
    )
    outlet = Outlet.objects.get(enterprise=places.plant)
    PermitLimit.objects.create(
        permit=permit, outlet=outlet, outlet_name="01", pollutant="颗粒物", upper="10.5"
    )
    PermitLimit.objects.create(permit=permit, outlet_name="锅炉=口", pollutant="二氧化硫")
    source = LocalSource.objects.create(
        name="大峪沟=工地",
        kind_id="construction",
        district=places.districts["410181105"],
        department=department,
        longitude=113.086123456789,
        latitude=34.724,
        datum="GCJ-02",
    )
    siting = StationSiting.objects.create(
        station=places.station, power="solar", intake_height_m=3.5, maintainer=places.contractor
    )
    sensor = Equipment.objects.create(
        name="PM2.5 传感器",
        kind="sensor",
        serial="0012345678901234567",
        station=places.station,
        district=places.station.district,
        installed=date(2025, 1, 1),
        life_months=24,
        calibration_due=date(2026, 11, 1),
    )
    vehicle = Vehicle.objects.create(plate="豫A·00001", kind="patrol", district=county)
    CheckListEntry.objects.create(enterprise=places.plant, grade="key", start=date(2026, 1, 1))
    return Furnished(bureau, department, permit, source, sensor, vehicle, siting)
