"""Which periods of which points a run must compute."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl
import pyarrow as pa

from bihuan.telemetry.rollup.period import floor_ms, period_start
from bihuan.telemetry.schema import EPOCH, milliseconds


@dataclass(frozen=True, slots=True)
class Window:
    """Whole periods of some points, in [start, end) (重算范围).

    Args:
        points: None for every point.
    """

    start: datetime
    end: datetime
    points: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """Periods of one length that ended by now, and up to where earlier runs saw them end.

    Args:
        length_ms: of a period. [ms]
        before: end of the last period that earlier runs closed; None before the first run.
        now: end of the last period that has ended. [ms]
    """

    length_ms: int
    before: int | None
    now: int

    def windows(self, changes: pa.Table) -> Iterator[Window]:
        """What has ended since the last run for every point, then what came late, day by day.

        Args:
            changes: rows of `changes_since` of the kinds that these periods are made of.
        """
        opened = self.now if self.before is None else self.before
        if opened < self.now:
            yield Window(_moment(opened), _moment(self.now))
        late = pl.DataFrame(changes).select(
            "point",
            "day",
            first=period_start(pl.col("start_min").dt.epoch("ms"), self.length_ms),
            past=period_start(pl.col("start_max").dt.epoch("ms"), self.length_ms) + self.length_ms,
        )
        late = late.with_columns(pl.col("past").clip(upper_bound=opened))
        days = (
            late.filter(pl.col("first") < pl.col("past"))
            .group_by("day")
            .agg(pl.col("first").min(), pl.col("past").max(), pl.col("point").unique().sort())
        )
        for first, past, points in days.sort("day").select("first", "past", "point").iter_rows():
            yield Window(_moment(first), _moment(past), tuple(points))


def closing(length_ms: int, before: int | None, ended_by: datetime) -> Closing:
    """What has closed by a moment.

    >>> from datetime import UTC
    >>> closing(3_600_000, None, datetime(1970, 1, 1, 9, 59, tzinfo=UTC)).now // 3_600_000
    9
    """
    return Closing(length_ms, before, floor_ms(milliseconds(ended_by), length_ms))


def _moment(ms: int) -> datetime:
    return EPOCH + timedelta(milliseconds=ms)
