"""A county with values, limits, a device and packets, seen at one frozen moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client

from bihuan import telemetry
from bihuan.accounts.models import User
from bihuan.registry.models import Device, FactorLimit, MonitoringPoint, PointFactor
from bihuan.registry.services import NewDevice, register_device
from bihuan.ui.recent import Recent
from tests.pages.given import PACKET, Rows, raw_of, rows_of
from tests.people import People, Places

LONG_AGO = timedelta(days=400)
Login = Callable[[User], Client]


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Every request arrives at `now`, and nothing that other tests read is remembered."""
    monkeypatch.setattr("bihuan.main.clock.timezone", SimpleNamespace(now=lambda: now))
    monkeypatch.setattr("bihuan.main.health.reading.time.perf_counter", lambda: 0.0)
    Recent.forget_all()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[telemetry.Store]:
    """The process's store in a folder of its own, opened for writing."""
    telemetry.close_stores()
    telemetry.configure(tmp_path / "telemetry")
    yield telemetry.store("test-1")
    telemetry.close_stores()
    telemetry.configure(settings.TELEMETRY_ROOT)


@pytest.fixture
def login() -> Login:
    """A browser in which somebody is logged in."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


@dataclass(frozen=True)
class County:
    """What the pages show: a plant's gas outlet with values, its device, and people."""

    places: Places
    people: People
    point: MonitoringPoint
    device: Device
    store: telemetry.Store


@pytest.fixture
def county(places: Places, people: People, store: telemetry.Store, now: datetime) -> County:
    """The plant's point with two factors, an hour limit, a device, and three days of hours."""
    point = places.plant_point
    sulphur = PointFactor.objects.create(
        point=point, factor="a21026", name_zh="二氧化硫", unit="mg/m³", decimals=1, order=1
    )
    PointFactor.objects.create(
        point=point, factor="a34013", name_zh="烟尘", unit="mg/m³", decimals=2, order=2
    )
    FactorLimit.objects.create(
        point_factor=sulphur,
        averaging="hour",
        upper=35,
        source="GB 4915-2013",
        start=now.date() - LONG_AGO,
    )
    device = register_device(
        NewDevice(mn="GYSN0001", points={"": point}, name="水泥厂数采仪", system_code="31"),
        by=None,
        now=now - LONG_AGO,
    )
    hour = now.replace(minute=0)
    hours = Rows(point.pk, "a21026", "hour", timedelta(hours=1))
    values = [20.0 + place % 7 for place in range(72)]
    store.append(rows_of(hours, hour, values), now=hour + timedelta(minutes=2))
    live = Rows(point.pk, "a21026", "realtime", timedelta(minutes=1), raw_index=0)
    store.append(rows_of(live, now, [18.5]), raw_of(now, [PACKET]), now=now)
    return County(places, people, point, device, store)
