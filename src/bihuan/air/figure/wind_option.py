"""Figures of the wind for the page (风图): roses, polar plot, sectors."""

from itertools import pairwise

import numpy as np

from bihuan.air.analysis.polar import PolarSurface, polar_surface
from bihuan.air.analysis.wind import SECTOR_NAMES, Rose, pollution_rose, sector_shares, wind_rose
from bihuan.air.figure.gathered import Gathered
from bihuan.air.figure.plain import Option, plain
from bihuan.regulations.air.individual_index import DAILY_COLUMNS, ladder
from bihuan.regulations.air.pollutant import Pollutant, unit
from bihuan.regulations.edition import edition_named


def _rose(rose: Rose, words: list[str], note: str) -> Option:
    return {
        "polar": {"radius": "72%"},
        "angleAxis": {
            "type": "category",
            "data": list(SECTOR_NAMES),
            "boundaryGap": True,
            "startAngle": 101.25,
        },
        "radiusAxis": {"axisLabel": {"formatter": "{value}%"}},
        "legend": {"bottom": 0, "data": words},
        "series": [
            {
                "type": "bar",
                "coordinateSystem": "polar",
                "stack": "rose",
                "name": name,
                "data": plain(100 * rose.share[row]),
                "color": f"--series-{row % 8 + 1}",
            }
            for row, name in enumerate(words)
        ],
        "tooltip": {"trigger": "item"},
        "note": f"{note}静风（小于 0.5 m/s）{100 * rose.calm:.1f}%，共 {rose.count} 小时。",
    }


def _steps_words(steps: tuple[float, ...], mark: str) -> list[str]:
    pairs = [f"{low:g}—{high:g}" for low, high in pairwise(steps)]
    return [f"{one} {mark}" for one in [*pairs, f"≥{steps[-1]:g}"]]


def wind(data: Gathered) -> Option:
    """Share of hours by direction and speed (风玫瑰)."""
    rose = wind_rose(data.speed, data.direction)
    return _rose(rose, _steps_words(rose.steps, "m/s"), _of_mast(data))


def pollution_steps(item: Pollutant) -> tuple[float, ...]:
    """Concentration classes: the breakpoints of the daily index up to 200."""
    column = next(one for one in DAILY_COLUMNS if one.pollutant is item)
    rungs = ladder(edition_named("HJ633-2026"), column)
    return tuple(float(rung.concentration) for rung in rungs if rung.iaqi <= 200)


def pollution(data: Gathered) -> Option:
    """Share of hours by direction and concentration (污染玫瑰)."""
    steps = pollution_steps(data.item)
    rose = pollution_rose(data.values, data.speed, data.direction, steps=steps)
    return _rose(rose, _steps_words(steps, unit(data.item)), _of_mast(data))


COMPASS = {
    "type": "value",
    "min": 0,
    "max": 360,
    "interval": 45,
    "startAngle": 90,
    "clockwise": True,
}
HEAT = ["--series-3", "--aqi-2", "--aqi-3", "--aqi-4", "--aqi-5"]


def polar(data: Gathered) -> Option:
    """Concentration over direction and speed (极坐标图)."""
    dots = _dots(polar_surface(data.values, data.speed, data.direction))
    levels = [dot[2] for dot in dots] or [0.0]
    return {
        "polar": {"radius": "76%"},
        "angleAxis": COMPASS,
        "radiusAxis": {"type": "value"},
        "visualMap": {
            "min": min(levels),
            "max": max(levels),
            "calculable": True,
            "dimension": 2,
            "right": 0,
            "top": "middle",
            "inRange": {"color": HEAT},
        },
        "series": [
            {"type": "scatter", "coordinateSystem": "polar", "symbolSize": 11, "data": dots}
        ],
        "tooltip": {"trigger": "item"},
        "note": f"{_of_mast(data)}方位为来风方向，半径为风速（m/s），颜色为 {data.axis}；"
        "按风向、风速核平滑（Henry 2009），小时数不足处不画。",
    }


def _dots(found: PolarSurface) -> list[list[float]]:
    """Speed, direction and value of each cell that has enough hours."""
    rings, turns = np.nonzero(~np.isnan(found.value))
    return [
        [
            round(float(found.speed[ring]), 2),
            float(found.direction[turn]),
            round(float(found.value[ring, turn]), 1),
        ]
        for ring, turn in zip(rings, turns, strict=True)
    ]


def sector(data: Gathered) -> Option:
    """Frequency, contribution and probability by sector (扇区贡献)."""
    found = sector_shares(data.values, data.speed, data.direction)
    return {
        "xAxis": {"type": "category", "data": list(SECTOR_NAMES), "axisLabel": {"rotate": 45}},
        "yAxis": [{"type": "value", "name": "%"}],
        "legend": {"top": 0},
        "series": [
            {
                "type": "bar",
                "name": "风向频率",
                "data": plain(100 * found.frequency),
                "color": "--series-7",
            },
            {
                "type": "bar",
                "name": "浓度贡献",
                "data": plain(100 * found.share),
                "color": "--series-2",
            },
            {
                "type": "line",
                "name": "高值概率",
                "data": plain(100 * found.probability),
                "color": "--series-4",
            },
        ],
        "tooltip": {"trigger": "axis"},
        "note": f"{_of_mast(data)}静风贡献 {100 * found.calm:.1f}%；"
        "高值概率为该扇区小时中超过第 75 百分位的份额（CPF）。",
    }


def _of_mast(data: Gathered) -> str:
    if data.wind_site is None:
        return "没有风数据。"
    own = data.wind_site.row == data.site.row
    return "" if own else f"风取自最近的{data.wind_site.name}。"
