"""Curves (浓度变化曲线): means of the three classes beside each other, or any selection."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from bihuan.air.judge.day_table import least_share, mean_of_sites
from bihuan.air.judge.figure import published
from bihuan.air.judge.span import DaySpan
from bihuan.air.series.block import midnight
from bihuan.air.series.mask import Treatment
from bihuan.air.series.values import Table, Values
from bihuan.air.site import CLASS_WORDS, CLASSES, Site, of_class
from bihuan.regulations.air.average_columns import valid_mean
from bihuan.regulations.air.pollutant import Pollutant, factor_code, input_places, symbol, unit
from bihuan.regulations.rounding import FloatArray
from bihuan.ui.chart import Chart, Line, milliseconds

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
NEWEST = "HJ633-2026"
MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class CurveQuery:
    """Which pollutant, over which days, by hour or by day, of which treatment."""

    item: Pollutant
    span: DaySpan
    hourly: bool
    treatment: Treatment = Treatment.REVIEWED


def class_curves(values: Values, sites: Sequence[Site], query: CurveQuery) -> Chart:
    """The mean of each class as one curve: 2, 18 and 70 stations (均值曲线)."""
    table = _table(values, query)
    lines = []
    for each in CLASSES:
        mine = of_class(sites, each)
        if mine:
            column = _mean(table, mine, query.item)
            lines.append(
                _line(query, each.value, f"{CLASS_WORDS[each]}均值（{len(mine)}）", column)
            )
    return _chart(query, lines)


def site_curves(values: Values, sites: Sequence[Site], query: CurveQuery) -> Chart:
    """A curve a station, at most eight (任选站点曲线)."""
    table = _table(values, query)
    shown = list(sites)[:MOST_LINES]
    lines = [
        _line(query, str(site.station), site.name, table[query.item][site.row]) for site in shown
    ]
    note = f"最多同时显示 {MOST_LINES} 条曲线" if len(sites) > MOST_LINES else ""
    return _chart(query, lines, note)


def pollutant_curves(
    values: Values, site: Site, items: Sequence[Pollutant], query: CurveQuery
) -> Chart:
    """Several pollutants of one station (站点多污染物曲线)."""
    table = _table(values, query)
    lines = [
        Line(
            key=factor_code(item),
            name=symbol(item),
            unit=unit(item),
            decimals=input_places(item, NEWEST),
            times=_times(query),
            values=_plain(table[item][site.row]),
        )
        for item in items
    ]
    return _chart(query, lines)


@dataclass(frozen=True, slots=True)
class ClassMean:
    """Means of one class over the span (均值): the very numbers behind the curves.

    Attributes:
        mean: of the curve's values, as printed.
        highest: the largest value of the curve.
    """

    name: str
    stations: int
    count: int
    mean: Decimal | None
    highest: Decimal | None
    lowest: Decimal | None


def class_means(chart: Chart, sites: Sequence[Site]) -> list[ClassMean]:
    """The table under the class curves, from the curves themselves."""
    numbers = {each.value: len(of_class(sites, each)) for each in CLASSES}
    found = []
    for line in chart.lines:
        column = np.array([np.nan if one is None else one for one in line.values])
        known = column[~np.isnan(column)]
        mean = float(valid_mean(column, 1)[0])
        cells = [mean, known.max() if len(known) else np.nan, known.min() if len(known) else np.nan]
        printed = published(np.array(cells), max(1, line.decimals))
        found.append(ClassMean(line.name, numbers.get(line.key, 1), len(known), *printed))
    return found


def _table(values: Values, query: CurveQuery) -> Table:
    if query.hourly:
        return values.hours(query.span, query.treatment)
    return values.days(query.span, query.treatment)


def _mean(table: Table, sites: Sequence[Site], item: Pollutant) -> FloatArray:
    rows = [site.row for site in sites]
    picked = {item: table[item][rows]}
    mean: FloatArray = mean_of_sites(picked, least_share=least_share(len(sites)))[item][0]
    return mean


def _line(query: CurveQuery, key: str, name: str, column: FloatArray) -> Line:
    return Line(
        key=key,
        name=name,
        unit=unit(query.item),
        decimals=max(1, input_places(query.item, NEWEST)),
        times=_times(query),
        values=_plain(column),
    )


def _plain(column: FloatArray) -> list[float | None]:
    return [None if np.isnan(one) else round(float(one), 4) for one in column]


def _times(query: CurveQuery) -> list[int]:
    start = milliseconds(midnight(query.span.first))
    step, count = (HOUR_MS, 24 * query.span.days) if query.hourly else (DAY_MS, query.span.days)
    return [start + step * place for place in range(count)]


def _chart(query: CurveQuery, lines: list[Line], note: str = "") -> Chart:
    start = milliseconds(midnight(query.span.first))
    return Chart(start, start + query.span.days * DAY_MS, lines, note)
