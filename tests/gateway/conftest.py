"""A small county with stations, points and devices, and a store of its own."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bihuan import telemetry
from bihuan.accounts.models import District
from bihuan.registry.models import Device, Medium, MonitoringPoint, Station
from bihuan.registry.services import NewDevice, register_device

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MN = "010000A8900016F000169DC0"

RegisterDevice = Callable[..., Device]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[telemetry.Store]:
    """A store in a folder of its own, opened as a gateway opens it."""
    opened = telemetry.Store(tmp_path / "telemetry", journal="gateway-test")
    yield opened
    opened.close()


@pytest.fixture
def make_point(transactional_db: None) -> Callable[[str], MonitoringPoint]:
    """Makes monitoring points, each at a station of its own."""

    def make(name: str) -> MonitoringPoint:
        district, _ = District.objects.get_or_create(
            code="410181", defaults={"name": "巩义市", "level": "county"}
        )
        station = Station.objects.create(
            name=name, code=name, station_class="micro", district=district
        )
        return MonitoringPoint.objects.create(
            name=name, medium=Medium.AIR, station=station, district=district
        )

    return make


@pytest.fixture
def register(make_point: Callable[[str], MonitoringPoint]) -> RegisterDevice:
    """Registers a device at a point of its own, known since long ago."""

    def make(mn: str = MN, **changes: object) -> Device:
        point = changes.pop("point", None) or make_point(f"监测点 {mn}")
        known = {"name": mn, "password": "123456", "system_code": "32", **changes}
        return register_device(
            NewDevice(mn=mn, points={"": point}, **known),  # type: ignore[arg-type]
            by=None,
            now=LONG_AGO,
        )

    return make
