"""Roses side by side (风玫瑰与污染玫瑰): where the wind came from, and what it brought."""

from itertools import pairwise
from typing import Any

import numpy as np

from bihuan.air.analysis.wind import SECTOR_NAMES, Rose, pollution_rose, wind_rose
from bihuan.air.figure.plain import plain
from bihuan.air.figure.wind_option import pollution_steps
from bihuan.air.reporting.hours import county_hours
from bihuan.air.reporting.look import NOTHING, item_of, look, span_of
from bihuan.air.reporting.picture.canvas import INK, RULE, blank, drawn, paper
from bihuan.regulations.air.pollutant import symbol
from bihuan.regulations.rounding import FloatArray
from bihuan.reports.definition import Arguments, Drawn, Reading

SHADES = ("#dbe7f3", "#a9c7e3", "#6b9fcd", "#2f6ea8", "#0b3d6b", "#06223d")
"""Light to dark, so that classes stay in order without colour."""


def draw(arguments: Arguments, reading: Reading) -> Drawn:
    """Two roses of the same hours."""
    seen, span, item = look(arguments, reading), span_of(arguments), item_of(arguments)
    found = county_hours(seen, span)
    if found is None:
        return blank(NOTHING)
    if found.mast is None:
        return blank("没有风数据，不绘制风玫瑰图")
    speed, direction = found.weather["wind_speed"], found.weather["wind_direction"]
    wind = wind_rose(speed, direction)
    dirt = pollution_rose(found.of(item), speed, direction, steps=pollution_steps(item))
    data = {"mast": found.mast.code, "wind": _listed(wind), item.value: _listed(dirt)}
    with paper(150, 94) as figure:
        figure.set_layout_engine(None)
        left, right = figure.subplots(1, 2, subplot_kw={"projection": "polar"})
        figure.subplots_adjust(left=0.05, right=0.95, bottom=0.2, top=0.77, wspace=0.3)
        _rose(left, wind, f"风玫瑰（{found.mast.name}）", "m/s")
        _rose(right, dirt, f"{symbol(item)}污染玫瑰", "mg/m³" if item.value == "co" else "µg/m³")
        return drawn(figure, data)


def _listed(rose: Rose) -> Any:
    return {"share": [plain(row, 5) for row in rose.share], "calm": round(rose.calm, 5)}


def _rose(axes: Any, rose: Rose, title: str, unit: str) -> None:
    axes.set_theta_zero_location("N")
    axes.set_theta_direction(-1)
    count = rose.share.shape[1]
    turns, below = 2 * np.pi * np.arange(count) / count, np.zeros(count)
    for place, name in enumerate(_names(rose.steps)):
        length = 100 * rose.share[place]
        shade = SHADES[place % len(SHADES)]
        look = {"color": shade, "edgecolor": INK, "linewidth": 0.3, "label": name}
        axes.bar(turns, length, width=1.8 * np.pi / count, bottom=below, **look)
        below += length
    calm_side = turns[int(below.argmin())]
    axes.set_rlabel_position(float(np.degrees(calm_side)))
    _dress(axes, turns, f"{title}\n静风 {100 * rose.calm:.1f}%，共 {rose.count} 小时", unit)


def _dress(axes: Any, turns: FloatArray, title: str, unit: str) -> None:
    """Directions, rings, title and the steps beneath."""
    axes.set_xticks(turns[::2], SECTOR_NAMES[::2], fontsize=7)
    axes.tick_params(axis="y", labelsize=6)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")
    axes.grid(color=RULE, linewidth=0.5)
    axes.set_title(title, fontsize=8, linespacing=1.5, pad=10)
    small = {"title_fontsize": 6.5, "fontsize": 6.2, "frameon": False, "handlelength": 1.2}
    place = {"ncols": 3, "loc": "upper center", "bbox_to_anchor": (0.5, -0.14)}
    axes.legend(title=unit, **small, **place)


def _names(steps: tuple[float, ...]) -> list[str]:
    return [*(f"{low:g}～{high:g}" for low, high in pairwise(steps)), f"≥{steps[-1]:g}"]
