"""Reading a point's history for its curves (曲线查询)."""

from collections.abc import Sequence
from datetime import datetime

import polars as pl
from django.utils.timezone import localdate

from bihuan import telemetry
from bihuan.hj212.value_kind import Statistic
from bihuan.registry.bounds import NO_BOUNDS, Bounds
from bihuan.registry.curve import Subject, Window, by_calendar, line, preferred
from bihuan.registry.models import PointFactor
from bihuan.registry.queries.limit import bounds_of
from bihuan.registry.span import SeriesChoice, SeriesKind
from bihuan.telemetry import Kind, SeriesQuery
from bihuan.ui.chart import Chart, milliseconds

STORED = {
    SeriesKind.REALTIME: Kind.REALTIME,
    SeriesKind.MINUTE: Kind.MINUTE,
    SeriesKind.HOUR: Kind.HOUR,
    SeriesKind.DAY: Kind.DAY,
    SeriesKind.MONTH: Kind.DAY,
    SeriesKind.YEAR: Kind.DAY,
}
CALENDAR = {SeriesKind.MONTH: "1mo", SeriesKind.YEAR: "1y"}
COLUMNS = ("factor", "statistic", "start", "value", "flag", "marks", "version")


def history(point: int, choice: SeriesChoice) -> pl.DataFrame:
    """The newest version of each value in the chosen span, one statistic a factor.

    Returns:
        factor, statistic, start, value, flag, marks, version; rising by factor and start.
    """
    query = SeriesQuery(
        points=[point],
        factors=list(choice.factors),
        kind=STORED[choice.kind],
        start=choice.start,
        end=choice.end,
        statistics=(Statistic.VALUE.value, Statistic.CONVERTED.value),
    )
    rows = pl.DataFrame(telemetry.store().series(query)).select(COLUMNS)
    frame = preferred(rows, measured=choice.measured)
    every = CALENDAR.get(choice.kind)
    return by_calendar(frame, every) if every else frame


def bounds_for(point: int, choice: SeriesChoice) -> dict[str, Bounds]:
    """The limits that belong to the chosen kind of values; none for months and years."""
    if choice.kind in CALENDAR:
        return {}
    return bounds_of(point, averaging=choice.kind.value, day=localdate(choice.end))


def chart(point: int, choice: SeriesChoice, factors: Sequence[PointFactor], now: datetime) -> Chart:
    """The curves of the chosen factors with gaps, flags and limits (曲线)."""
    frame, bounds = history(point, choice), bounds_for(point, choice)
    end = milliseconds(choice.end)
    window = Window(milliseconds(choice.start), end, min(end, milliseconds(now)))
    lines = [
        line(
            _subject(factor, bounds.get(factor.factor, NO_BOUNDS)),
            frame.filter(pl.col("factor") == factor.factor),
            kind=choice.kind.value,
            window=window,
        )
        for factor in factors
        if factor.factor in choice.factors
    ]
    return Chart(start=window.start, end=window.end, lines=lines)


def _subject(factor: PointFactor, bounds: Bounds) -> Subject:
    limits = bounds.lines()
    return Subject(factor.factor, factor.name_zh, factor.unit, factor.decimals, limits)
