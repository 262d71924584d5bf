"""Makes the demo ready: what exists, who acts, and the past; later only what is missing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction

from bihuan import telemetry
from bihuan.air.services.doubt import mark_doubts
from bihuan.main.demo import span
from bihuan.main.demo.county import Network, network, weather_stations
from bihuan.main.demo.enrolment.air import enrol_air_facts
from bihuan.main.demo.enrolment.archive import enrol_archive
from bihuan.main.demo.enrolment.body import enrol_bodies
from bihuan.main.demo.enrolment.bulletin import enrol_bulletins
from bihuan.main.demo.enrolment.cases import enrol_cases
from bihuan.main.demo.enrolment.device import points_by_mn
from bihuan.main.demo.enrolment.district import enrol_districts
from bihuan.main.demo.enrolment.drive import enrol_drive
from bihuan.main.demo.enrolment.equipment import enrol_equipment
from bihuan.main.demo.enrolment.interface import enrol_interfaces
from bihuan.main.demo.enrolment.people import enrol_people
from bihuan.main.demo.enrolment.permit import enrol_permits
from bihuan.main.demo.enrolment.photo import enrol_photos
from bihuan.main.demo.enrolment.plan import enrol_plan
from bihuan.main.demo.enrolment.source import enrol_sources
from bihuan.main.demo.enrolment.station import (
    enrol_stations,
    enrol_weather,
    has_weather_points,
)
from bihuan.main.demo.enrolment.task import enrol_tasks
from bihuan.main.demo.enrolment.unit import enrol_units
from bihuan.main.demo.enrolment.watch import enrol_watch
from bihuan.main.demo.filling import fill
from bihuan.main.demo.history import (
    Places,
    Portion,
    county_portions,
    province_portions,
    weather_portions,
)
from bihuan.main.demo.province import units
from bihuan.main.demo.span import Depth, Span
from bihuan.main.demo.state import DemoState, keep_state, read_state
from bihuan.main.roll_up import begin_rolling_up
from bihuan.main.terminal import Steps
from bihuan.registry.search.upkeep import refresh_all

INVENTED: Final = "invented"
JOURNAL: Final = "demo"
OVERLAP: Final = timedelta(minutes=20)


class OtherData(SystemExit):
    """The data folder already holds another demo."""

    def __init__(self, home: Path, held: str) -> None:
        super().__init__(
            f"数据文件夹 {home} 里已有另一份演示数据（{held}）："
            "请用环境变量 BIHUAN_HOME 另选文件夹，或删除它后重来"
        )


def prepare(steps: Steps, *, home: Path, now: datetime) -> DemoState:
    """Enrol the county, the province and the people, then write the past or close the gap.

    Raises:
        OtherData: the folder holds a demo of real data.
    """
    held = read_state(home)
    if held is not None and held.data != INVENTED:
        raise OtherData(home, held.data)
    steps.begin("区划、人员、站点、企业")
    heard_weather = held if has_weather_points() else None
    enrol(network(), now=now)
    steps.done("区划、人员、站点、企业")
    missing = [*missing_portions(held, now=now), *missing_weather(heard_weather, now=now)]
    _write(missing, steps, now=now)
    if held is None:
        begin_rolling_up(now=now)
    steps.begin("监测规则与报警")
    enrol_watch(now=now)
    steps.done("监测规则与报警")
    mark_doubts(now=now)
    enrol_tasks(now=now)
    steps.begin("报告档案", more=1)
    enrol_archive(now=now)
    steps.done("报告档案")
    telemetry.close_stores()
    fresh = DemoState(INVENTED, filled_until=now.isoformat())
    kept = fresh if held is None else replace(held, filled_until=now.isoformat())
    keep_state(home, kept)
    return kept


@transaction.atomic
def enrol(stations: Network, *, thinned: int = 1, now: datetime) -> None:
    """Everything that exists in the demo (登记演示对象), where it is missing."""
    enrol_districts()
    enrol_people(now=now)
    enrol_stations(stations, now=now)
    enrol_weather()
    enrol_units(units(thinned), now=now)
    enrol_cases(now=now)
    enrol_bodies()
    enrol_sources(now=now)
    enrol_equipment(now=now)
    enrol_photos(now=now)
    enrol_permits(units(thinned), now=now)
    enrol_interfaces()
    enrol_air_facts(now=now)
    enrol_bulletins(now=now)
    enrol_drive(now=now)
    enrol_plan(now=now)
    refresh_all()


def missing_portions(held: DemoState | None, *, now: datetime) -> list[Portion]:
    """The whole past, or what has passed since the last run with a little overlap.

    What the live devices delivered already is equal, so the store counts it as duplicates.
    """
    places = Places(network(), points_by_mn())
    county, province = (_missing(depth, held, now) for depth in (span.COUNTY, span.PROVINCE))
    return [*county_portions(places, county), *province_portions(places, province)]


def missing_weather(held: DemoState | None, *, now: datetime) -> list[Portion]:
    """The same of the weather stations, whose points an older demo has not."""
    places = Places(weather_stations(), points_by_mn())
    return list(weather_portions(places, _missing(span.COUNTY, held, now)))


def _missing(depth: Depth, held: DemoState | None, now: datetime) -> Span:
    if held is None:
        return span.whole_span(depth, now)
    return span.gap_span(depth, held.covered_until - OVERLAP, now)


def _write(portions: Sequence[Portion], steps: Steps, *, now: datetime) -> None:
    steps.begin("历史数据", more=len(portions))
    store = telemetry.store(JOURNAL)
    fill(store, portions, now=now, progress=lambda label, _: steps.done(label))
