"""Calendar of the daily AQI (空气质量日历): one block a month, the index in every field."""

import calendar
from datetime import date
from typing import Any

import numpy as np

from bihuan.air.judge.figure import PeriodFigures
from bihuan.air.judge.span import DaySpan
from bihuan.air.reporting.look import NOTHING, choice_of, look, span_of
from bihuan.air.reporting.picture.canvas import (
    QUIET,
    blank,
    block,
    class_colour,
    class_ink,
    drawn,
    paper,
)
from bihuan.air.series.archive import months_of
from bihuan.regulations.air.category import categories
from bihuan.regulations.air.columns import pollutants_of
from bihuan.regulations.air.pollutant import symbol
from bihuan.reports.definition import Arguments, Drawn, Reading

FEW_MONTHS = 6
WEEKDAYS = "一二三四五六日"


def draw(arguments: Arguments, reading: Reading) -> Drawn:
    """Every month that the days touch."""
    seen, span = look(arguments, reading), span_of(arguments)
    figures = seen.figures(span, choice_of(arguments))
    if figures is None:
        return blank(NOTHING)
    days = {day: _day(figures, at) for at, day in enumerate(span.each())}
    months = months_of(span)
    data = {f"{day}": list(one) for day, one in days.items()}
    if len(months) == 1:
        return _large(months[0], days, data)
    return _small(months, days, span, data)


Day = tuple[int, str]
"""AQI, below 0 for none, and the primary pollutants."""


def _day(figures: PeriodFigures, at: int) -> Day:
    index = int(figures.indices.index[0, at])
    led = pollutants_of(int(figures.indices.primary[0, at])) if index > 50 else ()
    return index, "、".join(map(symbol, led))


def _large(month: date, days: dict[date, Day], data: Any) -> Drawn:
    weeks = _weeks_of(month, min(days), max(days))
    with paper(150, 14 + 13 * len(weeks)) as figure:
        axes = figure.add_subplot()
        _frame(axes, 7, len(weeks))
        for row, week in enumerate(weeks):
            for column, number in enumerate(week):
                if number:
                    day = date(month.year, month.month, number)
                    _field(axes, column, row, number, days.get(day), is_large=True)
        for column, name in enumerate(WEEKDAYS):
            axes.text(column + 0.5, -0.12, f"周{name}", ha="center", va="bottom", fontsize=8)
        _classes(figure)
        return drawn(figure, data)


def _weeks_of(month: date, first: date, last: date) -> list[list[int]]:
    """The month's weeks, those before the first and after the last day left out."""
    weeks = calendar.monthcalendar(month.year, month.month)
    return [one for one in weeks if max(one) >= first.day and min(filter(None, one)) <= last.day]


def _small(months: list[date], days: dict[date, Day], span: DaySpan, data: Any) -> Drawn:
    across = min(3 if len(months) <= FEW_MONTHS else 4, len(months))
    down = -(-len(months) // across)
    with paper(150, 8 + (44 if across < 4 else 36) * down) as figure:
        grid = np.atleast_1d(figure.subplots(down, across)).ravel()
        for place, axes in enumerate(grid):
            if place >= len(months):
                axes.set_axis_off()
                continue
            month = months[place]
            weeks = calendar.monthcalendar(month.year, month.month)
            _frame(axes, 7, 6)
            axes.set_title(f"{month.year}年{month.month}月", fontsize=8)
            for row, week in enumerate(weeks):
                for column, number in enumerate(week):
                    if number:
                        day = date(month.year, month.month, number)
                        _field(axes, column, row, number, days.get(day), is_large=False)
        _classes(figure)
        return drawn(figure, data)


def _frame(axes: Any, columns: int, rows: int) -> None:
    axes.set_xlim(0, columns)
    axes.set_ylim(rows, 0)
    axes.set_axis_off()


def _field(axes: Any, x: int, y: int, number: int, day: Day | None, *, is_large: bool) -> None:
    index, led = day if day else (-1, "")
    face = "white" if day is None else class_colour(index)
    axes.add_patch(block(face, at=(x, y), edge_width=0.8))
    words = "" if day is None else "NA" if index < 0 else f"{index}"
    ink = class_ink(index) if index >= 0 else QUIET
    if not is_large:
        axes.text(x + 0.5, y + 0.52, words, ha="center", va="center", fontsize=5.6, color=ink)
        return
    axes.text(x + 0.06, y + 0.1, f"{number}", ha="left", va="top", fontsize=7, color=ink)
    axes.text(x + 0.5, y + 0.52, words, ha="center", va="center", fontsize=12, color=ink)
    axes.text(x + 0.5, y + 0.94, led, ha="center", va="bottom", fontsize=6.5, color=ink)


def _classes(figure: Any) -> None:
    """The six classes with their bounds, as a legend."""
    handles = [block(class_colour(one.lowest)) for one in categories()]
    words = [f"{one.name_zh} {one.lowest}～{one.highest}" for one in categories()]
    figure.legend(
        handles,
        words,
        loc="outside lower center",
        ncols=6,
        frameon=False,
        fontsize=7,
        handlelength=1.2,
        columnspacing=1.2,
    )
