"""The gateway's directory: complete, shared, and cheap."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from bihuan.hj212.check_code import CheckVariant
from bihuan.hj212.frame import STRICT
from bihuan.registry.models import CodeMapping, Device, DeviceAssignment
from bihuan.registry.queries import device_directory, directory_version
from bihuan.registry.services import bump_directory
from tests.people import NOW, Places


def make_devices(places: Places, number: int) -> None:
    """Devices with an assignment and two mapped codes each."""
    devices = Device.objects.bulk_create(
        Device(
            mn=f"MN{n:08}",
            name=f"设备{n}",
            tolerance={"variants": ["modbus"]} if n % 2 else {},
            allowed_addresses=["10.0.0.0/8"] if n % 3 else [],
        )
        for n in range(number)
    )
    DeviceAssignment.objects.bulk_create(
        DeviceAssignment(device=device, point=places.plant_point, start=NOW) for device in devices
    )
    CodeMapping.objects.bulk_create(
        CodeMapping(device=device, wire_code=code, factor="w01018")
        for device in devices
        for code in ("011", "B01")
    )


def test_the_directory_takes_three_statements_however_many_devices(
    places: Places, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_devices(places, 200)
    with django_assert_num_queries(3):
        directory = device_directory()
    assert len(directory) == 200
    entry = directory["MN00000001"]
    assert entry.codes["011"].factor == "w01018"
    assert CheckVariant.MODBUS in entry.tolerance.variants
    assert directory["MN00000000"].tolerance is STRICT
    assert directory["MN00000003"].tolerance is entry.tolerance


def test_an_inactive_device_is_listed_as_inactive(places: Places) -> None:
    make_devices(places, 1)
    Device.objects.update(is_active=False)
    assert not device_directory()["MN00000000"].is_active


def test_a_datum_belongs_to_the_point_of_its_own_time(places: Places) -> None:
    device = Device.objects.create(mn="A", name="x")
    change = datetime(2026, 6, 1, tzinfo=UTC)
    DeviceAssignment.objects.create(
        device=device, point=places.plant_point, start=NOW - timedelta(days=900), end=change
    )
    DeviceAssignment.objects.create(device=device, point=places.mill_point, start=change)
    entry = device_directory()["A"]
    assert entry.point_at("31", change - timedelta(seconds=1)) == places.plant_point.pk
    assert entry.point_at("31", change) == places.mill_point.pk


def test_the_point_of_the_very_system_goes_before_the_point_of_all(places: Places) -> None:
    device = Device.objects.create(mn="A", name="x")
    DeviceAssignment.objects.create(device=device, point=places.plant_point, start=NOW)
    DeviceAssignment.objects.create(
        device=device, point=places.mill_point, system_code="32", start=NOW
    )
    entry = device_directory()["A"]
    assert entry.point_at("32", NOW) == places.mill_point.pk
    assert entry.point_at("31", NOW) == places.plant_point.pk


def test_one_unreadable_tolerance_does_not_stop_the_gateway(places: Places) -> None:
    Device.objects.create(mn="A", name="x", tolerance={"variants": ["magic"]})
    Device.objects.create(mn="B", name="y")
    assert device_directory()["A"].tolerance is STRICT


@pytest.mark.usefixtures("db")
def test_the_version_rises_from_nothing_and_costs_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assert directory_version() == 0
    bump_directory()
    bump_directory()
    with django_assert_num_queries(1):
        assert directory_version() == 2
