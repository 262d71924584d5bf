"""One month of hours of a nation: 69 million values, corrected, settled and asked."""

import time
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

import numpy as np
import polars as pl

from bench.telemetry.bar import Bar, taken, timed
from bench.telemetry.nation import POINTS, Nation, midnights
from bihuan.telemetry import APPEND_SCHEMA, Kind, Mover, SeriesQuery, Store
from bihuan.telemetry.upkeep import Upkeep

CORRECTIONS = 10_000
REPEATS = 5
BY_POINT = (
    "SELECT point, factor, avg(value) AS mean, max(value) AS highest, count(value) AS hours"
    " FROM rows GROUP BY point, factor"
)


def run_month(root: Path, *, points: int = POINTS, days: int = 30) -> list[Bar]:
    """Build the month, correct it, ask, settle, and ask again."""
    begins = midnights(datetime.now(UTC), days)
    store, nation = Store(root, journal="month"), Nation(points)
    built = timed(lambda: _build(store, nation, begins), 1)
    values = _rows(store)
    before_s = _by_point(store, begins)
    _correct(store, nation, begins)
    mover = Mover(root)
    tail_s = _by_point(store, begins)
    mover.move_once(datetime.now(UTC))
    unsettled_s = _by_point(store, begins)
    unsettled_cpu_s = taken(lambda: _ask_by_point(store, begins), time.process_time)
    cpu, begun = time.process_time(), time.monotonic()
    upkeep = Upkeep(root)
    kept = upkeep.run_once(datetime.now(UTC))
    cpu, wall = time.process_time() - cpu, time.monotonic() - begun
    files = upkeep.lake.rows.snapshot().files
    bars = [
        Bar("month of hours: values", values / 1e6, "million"),
        Bar("history in bulk, with making it up", 1e6 * built / values, "µs a value"),
        Bar("month by point and factor, no corrections", before_s, "s"),
        Bar(f"... with {CORRECTIONS} corrections in the journal", tail_s, "s"),
        Bar(f"... with {CORRECTIONS} corrections unsettled", unsettled_s, "s", 3),
        Bar("... CPU of it", unsettled_cpu_s, "s"),
        Bar("settling the month, CPU", 1e6 * cpu / values, "µs a value"),
        Bar("settling the month, wall", wall, "s"),
        Bar("corrections that were settled", kept.settlement.versions, "versions"),
        Bar("... settled", _by_point(store, begins), "s"),
        Bar("hour value on disk after upkeep", float(files["size"].sum()) / values, "bytes", 4),
        *_questions(store, nation, begins),
    ]
    for closable in (upkeep, mover, store):
        closable.close()
    return bars


def _build(store: Store, nation: Nation, days: list[datetime]) -> None:
    for day in days:
        store.append_bulk(nation.hours(day), now=day + timedelta(days=1))


def _rows(store: Store) -> int:
    return store.counts().accepted


def _correct(store: Store, nation: Nation, days: list[datetime]) -> None:
    """Corrections spread over points, factors and hours, each of another value."""
    chance = np.random.default_rng(1)
    per_day = CORRECTIONS // len(days) + 1
    parts = []
    for day in days:
        hours = pl.DataFrame(nation.hours(day))
        chosen = chance.choice(hours.height, per_day, replace=False)
        parts.append(hours[chosen].with_columns(pl.col("value") + 1))
    corrected = pl.concat(parts).head(CORRECTIONS).to_arrow().cast(APPEND_SCHEMA)
    now = datetime.now(UTC)
    store.correct(corrected, author="bench", reason="measure", now=now)


def _by_point(store: Store, days: list[datetime]) -> float:
    return timed(lambda: _ask_by_point(store, days), REPEATS)


def _ask_by_point(store: Store, days: list[datetime]) -> None:
    store.relation(Kind.HOUR, days[0], days[-1] + timedelta(days=1)).sql(BY_POINT)


def _questions(store: Store, nation: Nation, days: list[datetime]) -> list[Bar]:
    end = days[-1] + timedelta(days=1)
    points = cycle(np.random.default_rng(2).permutation(nation.points).tolist())

    def one_point() -> None:
        store.series(SeriesQuery([next(points)], None, Kind.HOUR, days[0], end))

    def one_day() -> None:
        store.series(SeriesQuery([next(points)], None, Kind.HOUR, days[-1], end))

    fresh = Store(store.layout.root)
    first_s = timed(lambda: fresh.latest(kind=Kind.HOUR), 1)
    fresh.close()
    return [
        Bar("latest of all points", 1000 * timed(lambda: _latest(store), REPEATS), "ms", 100),
        Bar("latest of all points, first time in a process", 1000 * first_s, "ms"),
        Bar("one point, 30 days, all factors", 1000 * timed(one_point, 20), "ms", 150),
        Bar("one point, one day, all factors", 1000 * timed(one_day, 20), "ms"),
    ]


def _latest(store: Store) -> None:
    store.latest(kind=Kind.HOUR)
