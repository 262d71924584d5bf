"""A county for a year: 90 stations, 8 factors, each minute; rolled up, kept and asked."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from bench.telemetry.bar import Bar, taken, timed
from bench.telemetry.nation import FACTORS, Nation, midnights
from bihuan.telemetry import Kind, Mover, SeriesQuery, Store
from bihuan.telemetry.rollup import RollUp, RollUpPlan
from bihuan.telemetry.upkeep import Upkeep

STATIONS = 90
BY_MONTH = (
    "SELECT point, factor, date_trunc('month', day) AS month,"
    " avg(value) AS mean, quantile_cont(value, 0.95) AS p95, count(value) AS hours"
    " FROM rows GROUP BY ALL"
)
REPEATS = 5
DAYS_AT_ONCE = 30


def run_county(root: Path, *, days: int, minute_days: int) -> list[Bar]:
    """Build reported hours of `days` and minutes of the last `minute_days`, roll up, ask."""
    begins = midnights(datetime.now(UTC), days)
    store, nation = Store(root, journal="county"), Nation(STATIONS)
    for first in range(0, days, DAYS_AT_ONCE):
        some = begins[first : first + DAYS_AT_ONCE]
        hours = pa.concat_tables([nation.hours(begin) for begin in some])
        store.append_bulk(hours, now=some[-1] + timedelta(days=1))
    taking = taken(lambda: _take_in(store, nation, begins[-minute_days:]), time.process_time)
    rolling = taken(lambda: _roll(store), time.process_time)
    upkeep = Upkeep(root)
    keeping = taken(lambda: upkeep.run_once(datetime.now(UTC)), time.process_time)
    minutes = minute_days * 1440 * STATIONS * len(FACTORS)
    files = upkeep.lake.rows.snapshot().files.filter(kind=str(Kind.MINUTE))
    bars = [
        Bar(f"county: {minute_days} days of minutes", minutes / 1e6, "million values"),
        Bar("a day of minutes, taken in: CPU", taking / minute_days, "s"),
        Bar("a day of minutes, rolled to hours and days: CPU", rolling / minute_days, "s"),
        Bar("a day of minutes, kept: CPU", keeping / minute_days, "s"),
        Bar("minute value on disk", float(files["size"].sum()) / minutes, "bytes", 4),
        *_questions(store, begins, minute_days),
    ]
    upkeep.close()
    store.close()
    return bars


def _take_in(store: Store, nation: Nation, begins: list[datetime]) -> None:
    for begin in begins:
        store.append_bulk(nation.minutes(begin), now=begin + timedelta(days=1))


def _roll(store: Store) -> None:
    RollUp(store, RollUpPlan()).run_once(datetime.now(UTC))
    mover = Mover(store.layout.root)  # as it runs beside everything: ten seconds later at most
    mover.move_once(datetime.now(UTC))
    mover.close()


def _questions(store: Store, begins: list[datetime], minute_days: int) -> list[Bar]:
    first, end = begins[0], begins[-1] + timedelta(days=1)
    some = begins[-minute_days]

    def by_month() -> None:
        store.relation(Kind.HOUR, first, end).sql(BY_MONTH)

    def series(kind: Kind, start: datetime, points: list[int] | None) -> float:
        query = SeriesQuery(points, None, kind, start, end)
        return timed(lambda: store.series(query), REPEATS)

    span = f"{len(begins)} days, {STATIONS} stations"
    return [
        Bar(f"{span}: months with percentiles from hours", timed(by_month, REPEATS), "s", 3),
        Bar(f"{span}: every day value", series(Kind.DAY, first, None), "s", 3),
        Bar(f"{len(begins)} days, one station: every hour", series(Kind.HOUR, first, [42]), "s", 3),
        Bar(f"{minute_days} days, one station: every minute", series(Kind.MINUTE, some, [42]), "s"),
    ]
