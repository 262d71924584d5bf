"""Figures for the page (交互图): options of the chart library; colours are names of tokens."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np

from bihuan.air.analysis.relation import correlations, fit, ratio
from bihuan.air.analysis.time_variation import Variation, by_hour, by_month, by_weekday
from bihuan.air.analysis.trend import Trend, theil_sen
from bihuan.air.figure import wind_option
from bihuan.air.figure.gathered import Gathered
from bihuan.air.figure.kind import FigureKind
from bihuan.air.figure.plain import Option, plain
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant, symbol, unit
from bihuan.regulations.rounding import FloatArray

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
MOST_DOTS = 4000


def option(kind: FigureKind, data: Gathered) -> Option:
    """The figure as the chart island draws it, with a sentence about what it shows."""
    return _MAKERS[kind](data)


def _variation(found: Variation, names: list[str], data: Gathered) -> Option:
    line = {
        "name": symbol(data.item),
        "type": "line",
        "data": plain(found.mean),
        "color": "--series-1",
    }
    width = {"areaStyle": {"color": "--series-1", "opacity": 0.18}}
    return {
        "xAxis": {"type": "category", "data": names},
        "yAxis": {"type": "value", "name": data.axis, "scale": True},
        "series": [
            _unseen("下限", found.low),
            _unseen("95% 区间", found.high - found.low) | width,
            line,
        ],
        "tooltip": {"trigger": "axis"},
        "note": "实线为均值，色带为均值的 95% 置信区间。",
    }


def _unseen(name: str, values: FloatArray) -> Option:
    """A line that only carries the band above it."""
    return {
        "name": name,
        "type": "line",
        "data": plain(values),
        "stack": "band",
        "symbol": "none",
        "silent": True,
        "lineStyle": {"opacity": 0},
    }


def _hour(data: Gathered) -> Option:
    return _variation(
        by_hour(data.values, data.span.first), [f"{one}时" for one in range(24)], data
    )


def _weekday(data: Gathered) -> Option:
    return _variation(by_weekday(data.values, data.span.first), list(WEEKDAYS), data)


def _month(data: Gathered) -> Option:
    names = [f"{one}月" for one in range(1, 13)]
    return _variation(by_month(data.values, data.span.first), names, data)


def _scatter(data: Gathered) -> Option:
    x, y = data.hours[data.other], data.values
    line = fit(x, y)
    known = np.flatnonzero(~(np.isnan(x) | np.isnan(y)))
    shown = known[:: max(1, len(known) // MOST_DOTS)]
    dots = [[round(float(x[at]), 2), round(float(y[at]), 2)] for at in shown]
    ends = [[float(one), float(line.slope * one + line.intercept)] for one in _ends(x)]
    return {
        "xAxis": {
            "type": "value",
            "name": f"{symbol(data.other)}（{unit(data.other)}）",
            "scale": True,
        },
        "yAxis": {"type": "value", "name": data.axis, "scale": True},
        "series": [
            {"type": "scatter", "symbolSize": 4, "data": dots, "color": "--series-1"},
            {"type": "line", "data": ends, "color": "--chart-limit", "symbol": "none"},
        ],
        "tooltip": {"trigger": "item"},
        "note": f"{line.count} 对小时值：y = {line.slope:.3f} x + {line.intercept:.1f}，"
        f"r = {line.correlation:.2f}，秩相关 {line.rank_correlation:.2f}。",
    }


def _ends(x: FloatArray) -> tuple[float, ...]:
    known = x[~np.isnan(x)]
    return (float(known.min()), float(known.max())) if len(known) else ()


def _ratio(data: Gathered) -> Option:
    shares = ratio(data.hours[Pollutant.PM25], data.hours[Pollutant.PM10])
    made = _variation(by_hour(shares, data.span.first), [f"{one}时" for one in range(24)], data)
    made["yAxis"] = {"type": "value", "name": "PM₂.₅/PM₁₀", "scale": True}
    made["series"][-1]["name"] = "比值"
    made["note"] = "比值低说明粗颗粒（扬尘、沙尘）多，比值高说明二次生成和燃烧源多。" + made["note"]
    return made


def _correlation(data: Gathered) -> Option:
    found = correlations(data.columns)
    names = [symbol(item) for item in PUBLISHED_ORDER]
    cells = [
        [left, right, None if np.isnan(found[left, right]) else round(float(found[left, right]), 2)]
        for left in range(len(names))
        for right in range(len(names))
    ]
    return {
        "xAxis": {"type": "category", "data": names},
        "yAxis": {"type": "category", "data": names},
        "visualMap": {
            "min": -1,
            "max": 1,
            "calculable": True,
            "orient": "horizontal",
            "left": "center",
            "bottom": 0,
            "inRange": {"color": ["--series-1", "--bh-paper", "--series-2"]},
        },
        "series": [{"type": "heatmap", "data": cells, "label": {"show": True}}],
        "grid": {"bottom": 80},
        "tooltip": {"trigger": "item"},
        "note": "小时值的皮尔逊相关系数。",
    }


def _trend(data: Gathered) -> Option:
    days = np.arange(len(data.days), dtype=np.float64)
    found = theil_sen(days, data.days) if len(days) <= 800 else theil_sen(days[::2], data.days[::2])
    dates = [f"{data.span.first + timedelta(days=n):%Y-%m-%d}" for n in range(len(days))]
    dots = {"type": "scatter", "name": "日值", "symbolSize": 4, "color": "--series-7"}
    line = {"type": "line", "name": "趋势", "symbol": "none", "color": "--chart-limit"}
    return {
        "xAxis": {"type": "category", "data": dates},
        "yAxis": {"type": "value", "name": data.axis, "scale": True},
        "series": [
            {**dots, "data": plain(data.days)},
            {**line, "data": plain(found.intercept + found.slope * days)},
        ],
        "tooltip": {"trigger": "axis"},
        "note": _trend_words(found, data.item),
    }


def _trend_words(found: Trend, item: Pollutant) -> str:
    judged = "显著" if found.is_significant else "不显著"
    return (
        f"Theil-Sen 斜率每年 {365 * found.slope:.1f}（95% 置信 {365 * found.low:.1f}"
        f"～{365 * found.high:.1f}）{unit(item)}，趋势{judged}"
        f"（Mann-Kendall p = {found.p:.3f}）。时段不足整年时包含季节变化。"
    )


_MAKERS: dict[FigureKind, Callable[[Gathered], Option]] = {
    FigureKind.HOUR: _hour,
    FigureKind.WEEKDAY: _weekday,
    FigureKind.MONTH: _month,
    FigureKind.WIND: wind_option.wind,
    FigureKind.POLLUTION: wind_option.pollution,
    FigureKind.POLAR: wind_option.polar,
    FigureKind.SECTOR: wind_option.sector,
    FigureKind.SCATTER: _scatter,
    FigureKind.RATIO: _ratio,
    FigureKind.CORRELATION: _correlation,
    FigureKind.TREND: _trend,
}
