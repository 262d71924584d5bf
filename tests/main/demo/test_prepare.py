"""The demo's set-up: what exists afterwards, and that a later run adds nothing twice."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from bihuan.accounts.models import District, Organisation, User
from bihuan.accounts.roles import Role
from bihuan.air.analysis.drive_peak import peaks
from bihuan.air.models import Bulletin, Drive
from bihuan.air.queries.drive import table_of
from bihuan.main.demo import span
from bihuan.main.demo.county import network, weather_stations
from bihuan.main.demo.enrolment.archive import due_documents
from bihuan.main.demo.enrolment.device import points_by_mn
from bihuan.main.demo.enrolment.people import demo_people
from bihuan.main.demo.filling import fill
from bihuan.main.demo.history import (
    Places,
    Portion,
    county_portions,
    province_portions,
    weather_portions,
)
from bihuan.main.demo.prepare import enrol
from bihuan.main.demo.span import Depth, Span
from bihuan.main.demo.state import DemoState, keep_alive_at, keep_state, read_state
from bihuan.registry.models import (
    Device,
    DeviceState,
    Enterprise,
    FactorLimit,
    LocalSource,
    MonitoringPoint,
    Station,
)
from bihuan.registry.queries import device_directory
from bihuan.registry.queries.siting import siting_review
from bihuan.reports.models import DocumentPlan
from bihuan.reports.queries.plan import Standing, plan_progress
from bihuan.telemetry import Kind, SeriesQuery, Store
from tests.main.demo.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]  # the demo brings its own

THINNED = 40
SMALL = network(4)
DEPTH = Depth(days=2, hours=1, minutes=0)


@pytest.fixture(scope="module")
def enrolled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Places]:
    """A small county and province in the registry, taken back after the last test of the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        enrol(SMALL, thinned=THINNED, now=NOW)
        yield Places(SMALL, points_by_mn(), thinned=THINNED)
        transaction.set_rollback(True)


@pytest.fixture
def places(enrolled: Places, db: None) -> Places:
    """What was enrolled; what a test adds to it is taken back."""
    return enrolled


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of its own."""
    opened = Store(tmp_path / "telemetry", journal="test")
    yield opened
    opened.close()


def test_everything_that_exists_is_enrolled_once(places: Places) -> None:
    before = _counts()
    enrol(SMALL, thinned=THINNED, now=NOW)
    assert _counts() == before
    assert Station.objects.exclude(station_class="weather").count() == 24
    assert LocalSource.objects.count() == 150
    assert LocalSource.objects.values("kind").distinct().count() == 10
    assert LocalSource.objects.values("district").distinct().count() == 20
    assert MonitoringPoint.objects.count() == len(places.points)
    assert Device.objects.count() == len(places.points) - len(_read_from_above())
    assert District.objects.get(code="410181105").parent_id == "410181"
    assert District.objects.get(code="440605").parent_id == "4406"


@pytest.mark.requirement("B2.2")
def test_the_tree_of_bodies_reaches_every_city_and_district_of_the_province(
    places: Places,
) -> None:
    bodies = Organisation.objects.filter(kind="enforcement", district__code__startswith="44")
    by_level = Counter(bodies.values_list("district__level", flat=True))
    assert by_level["city"] == 21
    assert by_level["county"] >= 120
    assert not bodies.filter(district__level="county", parent__isnull=True).exists()


@pytest.mark.requirement("A10.29")
def test_every_air_station_has_a_complete_siting_file_with_its_photograph(places: Places) -> None:
    review = siting_review(User.objects.get(username="wang"))
    assert (len(review.rows), review.incomplete) == (24, 0)


def test_every_role_has_a_person_who_can_log_in(places: Places) -> None:
    roles = set(User.objects.values_list("posts__role", flat=True))
    assert roles == set(Role.values)
    for person in demo_people()[:3]:
        assert User.objects.get(username=person.username).check_password(person.password)


def test_the_gateway_finds_every_device_with_its_point_and_has_met_it(places: Places) -> None:
    directory = device_directory()
    assert set(places.points) - _read_from_above() == set(directory)
    for mn, entry in directory.items():
        assert entry.point_at(entry.system_code, NOW) == places.points[mn]
    assert DeviceState.objects.filter(connected_at__isnull=True).count() == 0


def test_the_plan_counts_what_went_out_by_hand_and_the_archive_makes_the_rest(
    places: Places,
) -> None:
    plan = DocumentPlan.objects.get()
    assert plan.live_from is not None
    progress = plan_progress(plan, now=NOW)
    late = [one for one in progress.expected if one.standing is Standing.OVERDUE]
    made = due_documents(plan, now=NOW)
    assert {(one.wanted.kind.code, one.wanted.period) for one in made} == {
        (one.kind.code, one.period) for one in late
    }
    assert "air.weekly" in {one.wanted.kind.code for one in made} and len(made) <= 12
    assert progress.planned > plan.least and progress.before > 0


def test_limits_name_their_source_and_the_furnace_has_a_lower_one(places: Places) -> None:
    assert not FactorLimit.objects.filter(source="").exists()
    furnace = FactorLimit.objects.filter(point_factor__factor="a01901")
    assert [(limit.lower, limit.upper) for limit in furnace] == [(850, None), (850, None)]


def test_history_reaches_the_present_hour_in_every_kind(places: Places, store: Store) -> None:
    fill(store, _whole(places, NOW), now=NOW, progress=_silently)
    rows = _rows(store, places, NOW)
    counts = Counter(rows["kind"].to_pylist())
    assert set(counts) == {"minute", "hour", "day"}
    assert pc.max(rows["end"]).as_py() <= NOW
    for kind, late in ((Kind.MINUTE, 10), (Kind.HOUR, 60), (Kind.DAY, 1440)):
        last = pc.max(rows.filter(pc.field("kind") == kind.value)["end"]).as_py()
        assert NOW - last < timedelta(minutes=late)


@pytest.mark.requirement("A1.9")
def test_weather_stations_have_points_and_a_past_of_hours_and_days(
    places: Places, store: Store
) -> None:
    stations = Places(weather_stations(), places.points)
    points = MonitoringPoint.objects.filter(station__station_class="weather")
    assert sorted(points.values_list("pk", flat=True)) == sorted(
        stations.of_stations(stations.network)
    )
    assert {point.medium for point in points} == {"weather"}
    assert [len(point.factors.all()) for point in points] == [6, 6]
    fill(store, list(_weather(stations, NOW)), now=NOW, progress=_silently)
    rows = _rows(store, stations, NOW)
    assert set(rows["kind"].to_pylist()) == {"hour", "day"}
    wind = rows.filter(pc.field("factor") == "a01007")
    assert set(wind["point"].to_pylist()) == set(stations.of_stations(stations.network))
    assert pc.min(wind["value"]).as_py() >= 0


def test_a_restart_fills_the_gap_and_adds_nothing_twice(places: Places, store: Store) -> None:
    stopped, later = NOW, NOW + timedelta(hours=5, minutes=7)
    fill(store, _whole(places, stopped), now=stopped, progress=_silently)
    gap = _portions(
        places,
        span.gap_span(DEPTH, stopped - timedelta(minutes=20), later),
        span.gap_span(DEPTH, stopped - timedelta(minutes=20), later),
    )
    fill(store, gap, now=later, progress=_silently)
    rows = _rows(store, places, later)
    assert pc.unique(rows["version"]).to_pylist() == [1]
    expected = pa.concat_tables([portion.make() for portion in _whole(places, later)])
    means = expected.filter(pc.field("statistic") == 0)
    assert _keys(rows) >= _keys(means)


def test_the_demo_remembers_until_when_its_data_reach(tmp_path: Path) -> None:
    assert read_state(tmp_path) is None
    keep_state(tmp_path, DemoState("invented", filled_until=NOW.isoformat()))
    later = NOW + timedelta(hours=3)
    keep_alive_at(tmp_path, later)
    kept = read_state(tmp_path)
    assert kept is not None
    assert kept.covered_until == later


def _portions(places: Places, county: Span, province: Span) -> list[Portion]:
    return [*county_portions(places, county), *province_portions(places, province)]


def _whole(places: Places, now: datetime) -> list[Portion]:
    return _portions(places, span.whole_span(DEPTH, now), span.whole_span(DEPTH, now))


def _weather(places: Places, now: datetime) -> Iterator[Portion]:
    return weather_portions(places, span.whole_span(DEPTH, now))


def _read_from_above() -> set[str]:
    stations = (*SMALL.stations, *weather_stations().stations)
    return {station.mn for station in stations if not station.has_collector}


def _rows(store: Store, places: Places, now: datetime) -> pa.Table:
    tables = [
        store.series(
            SeriesQuery(
                points=sorted(places.points.values()),
                factors=None,
                kind=kind,
                start=now - timedelta(days=5),
                end=now + timedelta(days=1),
            )
        )
        for kind in (Kind.MINUTE, Kind.HOUR, Kind.DAY)
    ]
    return pa.concat_tables(tables)


def _keys(rows: pa.Table) -> set[tuple[object, ...]]:
    names = ("point", "factor", "kind", "start", "value")
    return set(zip(*(rows[name].to_pylist() for name in names), strict=True))


def _counts() -> list[int]:
    return [model.objects.count() for model in (District, User, Station, Enterprise, Device)]


def _silently(label: str, rows: int) -> None:
    return None


def test_the_county_has_driven_past_its_factories_and_sent_its_bulletins(enrolled: Places) -> None:
    drive = Drive.objects.get()
    found = peaks(table_of(drive), drive.items[0]["name"])
    assert len(found) == 3 and drive.unplaced == 0
    late = [one for one in Bulletin.objects.all() if one.sent_at and one.sent_at > one.due_at]
    assert Bulletin.objects.count() >= 18 and len(late) == 1
