"""A year of a county's 90 stations: every step from minutes to the year gives the right answer."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from bench.telemetry.nation import FACTORS, Nation, midnights

from bihuan.telemetry import Kind, Mover, SeriesQuery, Store
from bihuan.telemetry.rollup import RollUp, RollUpPlan
from bihuan.telemetry.upkeep import Upkeep
from tests.telemetry.given import NOON

STATIONS = 90
SERIES = STATIONS * len(FACTORS)
BEGINS = midnights(NOON, 365)
END = BEGINS[-1] + timedelta(days=1)
STEPS = {"hour": "1h", "day": "1d", "month": "1mo", "year": "1y"}


def asked(store: Store, kind: Kind, step: str) -> pl.DataFrame:
    relation = store.relation(kind, BEGINS[0], END)
    return pl.DataFrame(
        relation.sql(
            f"SELECT point, factor, date_trunc('{step}', start + INTERVAL 8 HOUR) AS period,"
            " avg(value) AS mean, count(*) AS n FROM rows GROUP BY ALL ORDER BY ALL"
        )
    )


def expected(rows: pl.DataFrame, step: str) -> pl.DataFrame:
    local = (pl.col("start") + timedelta(hours=8)).dt.truncate(STEPS[step])
    groups = rows.group_by("point", "factor", local.alias("period"))
    means = groups.agg(pl.col("value").mean().alias("mean"), pl.len().alias("n"))
    return means.sort("point", "factor", "period")


@pytest.mark.requirement("A1.10")
def test_a_year_of_90_stations_is_asked_by_hour_day_month_and_year(store: Store) -> None:
    nation = Nation(STATIONS)
    days = pa.concat_tables([nation.days(begin) for begin in BEGINS])
    hours = pa.concat_tables([nation.hours(begin) for begin in BEGINS[-10:]])
    store.append_bulk(pa.concat_tables([days, hours]), now=END)
    for kind, rows, steps in (
        (Kind.DAY, days, ("day", "month", "year")),
        (Kind.HOUR, hours, ("hour", "day")),
    ):
        for step in steps:
            found, due = asked(store, kind, step), expected(pl.DataFrame(rows), step)
            assert found["n"].to_list() == due["n"].to_list()
            assert np.allclose(found["mean"], due["mean"])
    query = SeriesQuery([42], ["a34013"], Kind.DAY, BEGINS[100], BEGINS[200])
    assert store.series(query).num_rows == 100


def hours_of(minutes: pa.Table) -> Iterator[pa.Table]:
    hour = pl.DataFrame(minutes)["start"].dt.hour()
    for each in hour.unique(maintain_order=True):
        yield minutes.filter(pa.array(hour == each))


@pytest.mark.requirement("A1.10", "A1.17")
def test_a_day_of_minutes_of_90_stations_goes_all_the_way(store: Store, mover: Mover) -> None:
    begin: datetime = BEGINS[-1]
    for place, minutes in enumerate(hours_of(Nation(STATIONS).minutes(begin))):
        now = begin + timedelta(hours=place + 1)
        store.append(minutes, now=now)
        if place % 4 == 3:
            mover.move_once(now)
    rolled = RollUp(store, RollUpPlan()).run_once(END + timedelta(minutes=5))
    assert (rolled.hours, rolled.days) == (24 * 3 * SERIES, 3 * SERIES)
    mover.move_once(END)
    upkeep = Upkeep(store.layout.root)
    upkeep.run_once(END + timedelta(hours=4))
    files = upkeep.lake.rows.snapshot().files
    upkeep.close()
    assert files["rows"].sum() == (1440 + 24 * 3 + 3) * SERIES
    assert files.height == 3
    query = SeriesQuery([42], None, Kind.MINUTE, begin, END)
    assert store.series(query).num_rows == 1440 * len(FACTORS)
