"""The demo's upper platform, read by the demo's own adapters: its traps leave no trace."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings as django_settings

from bihuan import telemetry
from bihuan.gateway.pull.run import pull
from bihuan.main.demo.county import Network, network, weather_stations
from bihuan.main.demo.enrolment.district import enrol_districts
from bihuan.main.demo.enrolment.interface import enrol_interfaces
from bihuan.main.demo.enrolment.station import enrol_stations, enrol_weather
from bihuan.main.demo.mast import mast_hours
from bihuan.main.demo.moment import hour_number
from bihuan.main.demo.sensor import station_hours
from bihuan.main.demo.upstream.feed import DASH, air_feed, upper_stations
from bihuan.main.demo.upstream.server import make_server
from bihuan.registry.models import Interface, MonitoringPoint
from bihuan.telemetry import Kind, SeriesQuery, Store

NOON = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Store]:
    telemetry.close_stores()
    telemetry.configure(tmp_path / "telemetry")
    yield telemetry.store()
    telemetry.close_stores()
    telemetry.configure(django_settings.TELEMETRY_ROOT)


@pytest.fixture
def clock() -> list[datetime]:
    return [NOON]


@pytest.fixture
def adapters(db: None, settings: Any, clock: list[datetime]) -> Iterator[dict[str, Interface]]:
    server = make_server(0, clock=lambda: clock[0])
    settings.UPSTREAM_PORT = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    enrol_districts()
    enrol_stations(Network(upper_stations()), now=NOON)
    enrol_weather()
    enrol_interfaces()
    yield {one.key: one for one in Interface.objects.all()}
    server.shutdown()
    server.server_close()


def test_the_feed_has_the_traps_of_the_real_one() -> None:
    rows = air_feed(NOON - 24 * HOUR, NOON, now=NOON)
    assert all(isinstance(value, str) for row in rows for value in row.values())
    assert rows[-1]["time"].startswith("2018")
    fresh = [
        air_feed(NOON + (n - 3) * HOUR, NOON + n * HOUR, now=NOON + n * HOUR) for n in range(24)
    ]
    labels = [[(row["station_code"], row["time"]) for row in part] for part in fresh]
    assert any(len(part) > len(set(part)) for part in labels)
    assert any(DASH in row.values() for part in fresh for row in part)
    assert any(float(row["o3"]) > float(row["o3_24h"]) for row in rows if DASH not in row.values())


def test_hours_come_late_are_corrected_and_end_as_they_truly_were(
    adapters: dict[str, Interface], lake: Store, clock: list[datetime]
) -> None:
    air, cursor, changed = adapters["province-air"], "", 0
    for step in range(13):
        clock[0] = NOON + step * HOUR
        ended = pull(air, cursor, now=clock[0])
        assert ended.problem == ""
        assert ended.counts["refused"] <= 6  # the row of 2018
        cursor, changed = ended.cursor, changed + ended.counts["changed"]
    assert changed > 0
    first, last = hour_number(NOON - 20 * HOUR), hour_number(NOON + 9 * HOUR)
    truth = station_hours(network(), first, last)
    listed = MonitoringPoint.objects.filter(medium="air").order_by("station__code")
    points = listed.values_list("pk", flat=True)
    start, end = NOON - 20 * HOUR, NOON + 8 * HOUR
    rows = lake.series(SeriesQuery(list(points), ["a34004", "a05024"], Kind.HOUR, start, end))
    compared = 0
    for row in rows.to_pylist():
        place = list(points).index(row["point"])
        true = truth[row["factor"]][place, hour_number(row["start"]) - first]
        if row["value"] is not None:
            assert row["value"] == pytest.approx(float(true))
            compared += 1
    assert compared > 80


@pytest.mark.requirement("A1.9")
def test_weather_comes_from_above_as_well(
    adapters: dict[str, Interface], lake: Store, clock: list[datetime]
) -> None:
    ended = pull(adapters["province-weather"], "", now=NOON)
    assert ended.problem == ""
    assert ended.counts["new"] == ended.counts["read"] > 400
    point = MonitoringPoint.objects.filter(medium="weather").order_by("station__code").first()
    assert point is not None
    noon = NOON.replace(minute=0)
    asked = SeriesQuery([point.pk], ["a01007"], Kind.HOUR, noon - 20 * HOUR, noon - 4 * HOUR)
    first, last = (hour_number(one) for one in (asked.start, asked.end))
    truth = mast_hours(weather_stations(), first, last)["a01007"][0]
    told = [row["value"] for row in lake.series(asked).to_pylist()]
    assert told == pytest.approx([float(one) for one in truth[~np.isnan(truth)]])


def test_provincial_stations_have_no_collector_of_ours() -> None:
    ours = [station for station in network().stations if station.has_collector]
    assert len(ours) == 88
    assert set(upper_stations()).isdisjoint(ours)
