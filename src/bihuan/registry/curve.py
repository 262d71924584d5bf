"""From columns of a series to curves and table rows (曲线与数据表): pure, no query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from bihuan.hj212.value_kind import Statistic
from bihuan.registry.bounds import Bounds
from bihuan.registry.flag import NORMAL, flag_words
from bihuan.registry.gap import Gap, gaps
from bihuan.telemetry import Mark
from bihuan.ui.chart import Limit, Line

EAST_8 = timedelta(hours=8)
FIXED_STEPS = {"hour": 3_600_000, "day": 86_400_000}
SHORTEST_BAND = 1 / 400
"""Bands narrower than this part of the span cannot be seen; they are only counted."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a curve is of: a factor as this point shows it, and its limits for this averaging."""

    factor: str
    name: str
    unit: str
    decimals: int
    limits: Sequence[Limit] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The span that is drawn, and up to where values were due. [ms since 1970, UTC]"""

    start: int
    end: int
    due: int


def preferred(frame: pl.DataFrame, *, measured: bool) -> pl.DataFrame:
    """One statistic a factor: the converted value (折算) where there is one.

    Args:
        frame: factor, statistic and whatever else, with value and converted value rows.
        measured: True keeps to the measured values (实测).
    """
    if measured:
        return frame.filter(pl.col("statistic") == Statistic.VALUE.value)
    best = pl.col("statistic").max().over("factor")
    return frame.filter(pl.col("statistic") == best)


def by_calendar(days: pl.DataFrame, every: str) -> pl.DataFrame:
    """Means of the valid day values over calendar months or years of Shanghai's clock.

    Args:
        days: factor, statistic, start, value, flag, marks.
        every: "1mo" or "1y".

    Returns:
        the same columns; a period whose days are all missing has no value.
    """
    local = (pl.col("start") + EAST_8).dt.truncate(every) - EAST_8
    valid = pl.col("value").filter(pl.col("flag").is_in(list(NORMAL)))
    return (
        days.with_columns(local.alias("start"))
        .group_by("factor", "statistic", "start")
        .agg(valid.mean().alias("value"))
        .with_columns(
            pl.lit("").alias("flag"), pl.lit(0, pl.Int16).alias("marks"), pl.lit(1).alias("version")
        )
        .sort("factor", "statistic", "start")
    )


def line(subject: Subject, frame: pl.DataFrame, *, kind: str, window: Window) -> Line:
    """The curve of one factor, with its gaps and the flags of its values.

    Args:
        subject: names and limits.
        frame: start, value, flag, marks, version, statistic of this factor, rising.
        kind: of its values; tells the usual step.
        window: what is drawn.
    """
    times: list[int] = frame["start"].dt.epoch("ms").to_list()
    measured = frame.filter(pl.col("value").is_not_null())["start"].dt.epoch("ms").to_list()
    step = FIXED_STEPS.get(kind) or usual_step(times)
    holes = gaps(measured, start=window.start, end=window.due, step=step) if step else []
    with_breaks = _broken(frame, holes)
    is_converted = frame.height > 0 and frame["statistic"][0] == Statistic.CONVERTED.value
    return Line(
        key=subject.factor,
        name=subject.name + ("（折算）" if is_converted else ""),
        unit=subject.unit,
        decimals=subject.decimals,
        times=with_breaks["time"].to_list(),
        values=with_breaks["value"].to_list(),
        flags=pins(with_breaks),
        gaps=[(one.start, one.end, "缺数") for one in seen(holes, window)],
        limits=subject.limits,
    )


def usual_step(times: Sequence[int]) -> int:
    """The distance that most neighbours keep; 0 when there are too few to tell.

    >>> usual_step([0, 30, 60, 90, 500]), usual_step([0])
    (30, 0)
    """
    distances = pl.Series(times, dtype=pl.Int64).diff().drop_nulls()
    return int(distances.median()) if len(distances) > 1 else 0  # type: ignore[arg-type]


def _broken(frame: pl.DataFrame, holes: Sequence[Gap]) -> pl.DataFrame:
    """The values with an empty one in each hole, so that no line crosses it."""
    values = frame.select(
        pl.col("start").dt.epoch("ms").alias("time"), "value", "flag", "marks", "version"
    )
    if not holes:
        return values
    empty = pl.DataFrame({"time": [hole.start for hole in holes]}, schema={"time": pl.Int64})
    return pl.concat([values, empty], how="diagonal").sort("time", maintain_order=True)


def seen(holes: Sequence[Gap], window: Window) -> list[Gap]:
    """The holes that are wide enough to be drawn."""
    narrowest = (window.end - window.start) * SHORTEST_BAND
    return [hole for hole in holes if hole.end - hole.start >= narrowest]


def pins(values: pl.DataFrame) -> dict[int, str]:
    """Words for the first value of every spell of one flag or mark, by index.

    Args:
        values: flag and marks in order; null where no value stands.
    """
    words = [
        word_of(flag or "", marks or 0)
        for flag, marks in zip(values["flag"].to_list(), values["marks"].to_list(), strict=True)
    ]
    return {
        index: word
        for index, (before, word) in enumerate(zip(["", *words], words, strict=False))
        if word and word != before
    }


def word_of(flag: str, marks: int) -> str:
    """What is special about a value: its flag, or that a person corrected it.

    >>> word_of("N", 0), word_of("D", 0), word_of("N", Mark.CORRECTED)
    ('', '故障', '修正')
    """
    if marks & Mark.CORRECTED:
        return "修正"
    if marks & Mark.FUTURE:
        return "时间异常"
    return "" if flag in NORMAL else flag_words(flag)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in the table."""

    value: float | None
    word: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """One time of the table with a cell for each factor; None where nothing came."""

    time: datetime
    cells: list[Cell | None]


def table_rows(
    frame: pl.DataFrame, factors: Sequence[str], bounds: Mapping[str, Bounds]
) -> list[TableRow]:
    """The values as rows of times, newest first (数据表).

    Args:
        frame: factor, start, value, flag, marks.
        factors: the columns.
        bounds: limits by factor.
    """
    times: dict[datetime, dict[str, Cell]] = {}
    columns = ("start", "factor", "value", "flag", "marks")
    for start, factor, value, flag, marks in frame.select(columns).iter_rows():
        is_over = factor in bounds and bounds[factor].beyond(value)
        cell = Cell(value, word_of(flag, marks), is_over)
        times.setdefault(start, {})[factor] = cell
    return [
        TableRow(time, [times[time].get(factor) for factor in factors])
        for time in sorted(times, reverse=True)
    ]
