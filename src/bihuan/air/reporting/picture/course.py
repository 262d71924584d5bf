"""Courses over hours and days (变化曲线): AQI above, pollutants beneath."""

from datetime import timedelta
from typing import Any

import numpy as np

from bihuan.air.analysis.time_variation import by_hour, by_weekday
from bihuan.air.figure.plain import plain
from bihuan.air.judge.span import DaySpan
from bihuan.air.reporting.hours import county_hours
from bihuan.air.reporting.look import NOTHING, choice_of, look, span_of
from bihuan.air.reporting.picture.canvas import (
    LIMIT,
    LINES,
    QUIET,
    blank,
    class_colour,
    drawn,
    legend,
    paper,
    tidy,
)
from bihuan.air.series.values import Table
from bihuan.regulations.air.pollutant import Pollutant, symbol
from bihuan.regulations.rounding import FloatArray
from bihuan.reports.definition import Arguments, Drawn, Reading

SHOWN = (Pollutant.PM25, Pollutant.PM10, Pollutant.NO2, Pollutant.O3)
MOST_LABELS = 35
LONG_DAYS = 45


def day_hours(arguments: Arguments, reading: Reading) -> Drawn:
    """The hours of a day and of the day before."""
    span = span_of(arguments)
    both = DaySpan(span.first - timedelta(days=1), span.last)
    return _hours(arguments, reading, both)


def hours(arguments: Arguments, reading: Reading) -> Drawn:
    """The hours of some days."""
    return _hours(arguments, reading, span_of(arguments))


def _hours(arguments: Arguments, reading: Reading, span: DaySpan) -> Drawn:
    found = county_hours(look(arguments, reading), span)
    if found is None:
        return blank(NOTHING)
    index = found.indices.index[0].astype(np.float64)
    index[index < 0] = np.nan
    ends = [span.first + timedelta(days=n) for n in range(span.days)]
    names = [f"{day.month}/{day.day}" for day in ends]
    step = 24 if span.days > 4 else 6
    places = np.arange(0, 24 * span.days, step)
    labels = [names[n // 24] if n % 24 == 0 else f"{n % 24}时" for n in places]
    data = {"span": span.words, "aqi": plain(index), **_listed(found.table)}
    return _two(index, found.table, places=places, labels=labels, data=data, is_hourly=True)


def days(arguments: Arguments, reading: Reading) -> Drawn:
    """The days of a period."""
    seen, span = look(arguments, reading), span_of(arguments)
    figures = seen.figures(span, choice_of(arguments))
    if figures is None:
        return blank(NOTHING)
    index = figures.indices.index[0].astype(np.float64)
    index[index < 0] = np.nan
    places = np.arange(0, span.days, max(1, -(-span.days // 16)))
    each = span.each()
    labels = [f"{each[n].month}/{each[n].day}" for n in places]
    table = dict(figures.days)
    data = {"span": span.words, "aqi": plain(index), **_listed(table)}
    return _two(index, table, places=places, labels=labels, data=data, is_hourly=False)


def _listed(table: Table) -> dict[str, list[float | None]]:
    return {item.value: plain(table[item][0], 3) for item in SHOWN}


def _two(
    index: FloatArray,
    table: Table,
    *,
    places: Any,
    labels: list[str],
    data: Any,
    is_hourly: bool,
) -> Drawn:
    with paper(150, 92) as figure:
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=[1, 1.25])
        _index_bars(above, index)
        _lines(below, table, is_hourly=is_hourly)
        below.set_xticks(places, labels, fontsize=7)
        below.set_xlim(-0.7, len(index) - 0.3)
        return drawn(figure, data)


def _index_bars(axes: Any, index: FloatArray) -> None:
    tidy(axes, grid="y")
    x = np.arange(len(index))
    colours = [class_colour(-1 if np.isnan(one) else int(one)) for one in index]
    edge = QUIET if len(index) <= 2 * LONG_DAYS else "none"
    axes.bar(x, np.nan_to_num(index), width=0.86, color=colours, edgecolor=edge, linewidth=0.4)
    top = max(110.0, float(np.nanmax(index)) if not np.isnan(index).all() else 0.0)
    axes.set_ylim(0, 1.18 * top)
    axes.axhline(100, color=LIMIT, linewidth=0.8, linestyle="--")
    axes.text(1.003, 100, "100", transform=axes.get_yaxis_transform(), va="center", fontsize=6.5)
    gaps = x[np.isnan(index)]
    for at in gaps[: len(gaps) if len(gaps) <= MOST_LABELS else 0]:
        axes.text(at, 0.03 * top, "缺", ha="center", fontsize=6, color=QUIET)
    for at in x if len(index) <= MOST_LABELS else ():
        if not np.isnan(index[at]):
            axes.text(at, index[at] + 0.02 * top, f"{int(index[at])}", ha="center", fontsize=6.2)
    axes.set_ylabel("AQI", fontsize=8)


def _lines(axes: Any, table: Table, *, is_hourly: bool) -> None:
    tidy(axes, grid="y")
    count = table[SHOWN[0]].shape[1]
    for item, (colour, dash, mark) in zip(SHOWN, LINES, strict=False):
        name = symbol(item) if is_hourly or item is not Pollutant.O3 else "O₃日最大8小时"
        axes.plot(
            np.arange(count),
            table[item][0],
            color=colour,
            linestyle=dash,
            marker=mark,
            markersize=2.2 if count <= LONG_DAYS else 0,
            linewidth=1.1,
            label=name,
        )
    axes.set_ylim(bottom=0)
    axes.set_ylabel("浓度（µg/m³）", fontsize=8)
    legend(axes, len(SHOWN))


A_WEEK = 7


def variation(arguments: Arguments, reading: Reading) -> Drawn:
    """Mean course of the day, and of the week where the span holds one (时间变化)."""
    found = county_hours(look(arguments, reading), span_of(arguments))
    if found is None:
        return blank(NOTHING)
    first = found.span.first
    courses = {item: by_hour(found.of(item), first).mean for item in SHOWN}
    weeks = {item: by_weekday(found.of(item), first).mean for item in SHOWN}
    data = {item.value: [plain(courses[item]), plain(weeks[item])] for item in SHOWN}
    with paper(150, 62) as figure:
        if found.span.days < A_WEEK:
            left, right = figure.subplots(), None
        else:
            left, right = figure.subplots(1, 2, width_ratios=[1.7, 1], sharey=True)
            _means(right, weeks, [f"周{one}" for one in "一二三四五六日"], every=1)
        _means(left, courses, [f"{one}时" for one in range(24)], every=3)
        left.set_ylim(bottom=0)
        left.set_ylabel("平均浓度（µg/m³）", fontsize=8)
        told = left.get_legend_handles_labels()
        small: dict[str, Any] = {"ncols": 4, "frameon": False, "fontsize": 7.5}
        figure.legend(*told, loc="outside upper center", handlelength=2.8, **small)
        return drawn(figure, data)


def _means(axes: Any, rows: Table, words: list[str], *, every: int) -> None:
    """A line an item over hours or weekdays."""
    tidy(axes, grid="y")
    for item, (colour, dash, mark) in zip(SHOWN, LINES, strict=False):
        look_of = {"color": colour, "linestyle": dash, "marker": mark, "markersize": 2.4}
        axes.plot(range(len(words)), rows[item], linewidth=1.1, label=symbol(item), **look_of)
    axes.set_xticks(range(0, len(words), every), words[::every], fontsize=7)
