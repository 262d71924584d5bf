"""Constraints of the registry, each refused by the database itself."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from bihuan.registry.identifier import CreditCodeState
from bihuan.registry.models import (
    CodeMapping,
    CommandState,
    Device,
    DeviceAssignment,
    DeviceCommand,
    Enterprise,
    FactorLimit,
    LinkGap,
    MonitoringPoint,
    Outlet,
    PointFactor,
    QuarantinedDevice,
    Station,
)
from tests.people import NOW, People, Places

DAY = date(2026, 1, 1)
HOUR = timedelta(hours=1)


@pytest.fixture
def device(places: Places) -> Device:
    """A device that serves the plant's point."""
    device = Device.objects.create(mn="MN-1", name="数采仪")
    DeviceAssignment.objects.create(device=device, point=places.plant_point, start=NOW)
    return device


WRONG_ROWS: dict[str, Callable[[Places, Device], object]] = {
    "point without place": lambda places, device: MonitoringPoint.objects.create(
        name="x", medium="air", district_id="4101"
    ),
    "point with two places": lambda places, device: MonitoringPoint.objects.create(
        name="x",
        medium="air",
        district_id="4101",
        outlet=places.plant_point.outlet,
        station=places.station,
    ),
    "outlet code twice": lambda places, device: Outlet.objects.create(
        enterprise=places.plant, name="又一个", code="01", medium="gas"
    ),
    "station code twice": lambda places, device: Station.objects.create(
        name="x", code="GY-T-05", station_class="micro", district_id="4101"
    ),
    "second township station": lambda places, device: Station.objects.create(
        name="x", code="x", station_class="township", district_id="410181105"
    ),
    "unknown class of station": lambda places, device: Station.objects.create(
        name="x", code="x", station_class="city", district_id="4101"
    ),
    "unknown medium": lambda places, device: Outlet.objects.create(
        enterprise=places.plant, name="x", code="x", medium="soil"
    ),
    "unknown edition": lambda places, device: Device.objects.create(mn="x", edition="2031"),
    "unknown state of a command": lambda places, device: DeviceCommand.objects.create(
        device=device, command_code="1011", state="lost", requested_at=NOW, finished_at=NOW
    ),
    "device without MN": lambda places, device: Device.objects.create(mn="", name="x"),
    "MN twice": lambda places, device: Device.objects.create(mn="MN-1", name="x"),
    "time-out of 100 s": lambda places, device: Device.objects.create(mn="x", time_out_s=100),
    "interval of 0": lambda places, device: Device.objects.create(mn="x", realtime_interval_s=0),
    "second running assignment": lambda places, device: DeviceAssignment.objects.create(
        device=device, point=places.mill_point, start=NOW + HOUR
    ),
    "assignment that ends before it starts": lambda places, device: DeviceAssignment.objects.create(
        device=device, point=places.mill_point, system_code="31", start=NOW, end=NOW - HOUR
    ),
    "mapping by 0": lambda places, device: CodeMapping.objects.create(
        device=device, wire_code="011", factor="w01018", scale=0
    ),
    "range upside down": lambda places, device: PointFactor.objects.create(
        point=places.plant_point, factor="a21026", name_zh="二氧化硫", minimum=10, maximum=5
    ),
    "limit that says nothing": lambda places, device: FactorLimit.objects.create(
        point_factor=factor(places), averaging="hour", source="许可证", start=DAY
    ),
    "limit upside down": lambda places, device: FactorLimit.objects.create(
        point_factor=factor(places), averaging="hour", upper=1, lower=2, source="x", start=DAY
    ),
    "limit that ends before it starts": lambda places, device: FactorLimit.objects.create(
        point_factor=factor(places), averaging="hour", upper=1, source="x", start=DAY, end=DAY
    ),
    "quarantined device without MN": lambda places, device: QuarantinedDevice.objects.create(
        mn="", first_seen=NOW, last_seen=NOW
    ),
    "finished command without its time": lambda places, device: DeviceCommand.objects.create(
        device=device, command_code="1011", state=CommandState.DONE, requested_at=NOW
    ),
    "open command with an end": lambda places, device: DeviceCommand.objects.create(
        device=device,
        command_code="1011",
        state=CommandState.SENT,
        requested_at=NOW,
        finished_at=NOW,
    ),
    "two open silences": lambda places, device: [
        LinkGap.objects.create(device=device, start=NOW + HOUR * n, cause="link", because="x")
        for n in range(2)
    ],
}


def factor(places: Places) -> PointFactor:
    """SO2 at the plant's point."""
    return PointFactor.objects.create(
        point=places.plant_point, factor="a21026", name_zh="二氧化硫", unit="mg/m³"
    )


@pytest.mark.parametrize("wrong", sorted(WRONG_ROWS))
def test_the_database_refuses(wrong: str, places: Places, device: Device) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        WRONG_ROWS[wrong](places, device)


def test_asker_and_approver_of_a_command_are_two_people(device: Device, people: People) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DeviceCommand.objects.create(
            device=device,
            command_code="1072",
            state=CommandState.QUEUED,
            requested_at=NOW,
            requested_by=people.wang,
            approved_by=people.wang,
        )


def test_a_request_id_belongs_to_one_command_of_a_device(device: Device) -> None:
    row = {"command_code": "1011", "state": CommandState.SENT, "requested_at": NOW}
    DeviceCommand.objects.create(device=device, request_id="20261121083000000", **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeviceCommand.objects.create(device=device, request_id="20261121083000000", **row)


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [(-3, -2, False), (-3, 0, False), (-3, 1, True), (1, None, True), (-3, None, True)],
)
def test_spells_of_a_device_and_system_may_touch_but_not_overlap(
    places: Places, device: Device, start: int, end: int | None, overlaps: bool
) -> None:
    spell = DeviceAssignment(
        device=device,
        point=places.mill_point,
        start=NOW + start * HOUR,
        end=None if end is None else NOW + end * HOUR,
    )
    if overlaps:
        with pytest.raises(ValidationError, match=r"重叠|已关联"):
            spell.full_clean()
    else:
        spell.full_clean()


def test_one_device_may_serve_one_point_for_each_system(places: Places, device: Device) -> None:
    spell = DeviceAssignment(device=device, point=places.mill_point, system_code="32", start=NOW)
    spell.full_clean()
    spell.save()


def test_a_wrong_credit_code_is_marked_when_saved_and_when_inserted_in_bulk(places: Places) -> None:
    Enterprise.objects.bulk_create(
        [Enterprise(name="甲", credit_code="916400002276950036", district_id="410181")]
    )
    row = Enterprise.objects.get(name="甲")
    assert row.credit_code_state == CreditCodeState.WRONG_CHECK
    row.credit_code = "916400002276950035"
    row.save(update_fields=["credit_code"])
    row.refresh_from_db()
    assert (row.credit_code_state, row.credit_code_clean) == ("valid", "916400002276950035")


def test_two_sites_of_one_firm_may_share_a_credit_code(places: Places) -> None:
    for name in ("一厂", "二厂"):
        Enterprise.objects.create(name=name, credit_code="916400002276950035", district_id="410181")
    assert Enterprise.objects.filter(credit_code_clean="916400002276950035").count() == 2
