"""Townships over the hours (时空分布): a field a township and hour, darker for more."""

from typing import Any

import numpy as np

from bihuan.air.figure.plain import plain
from bihuan.air.judge.span import DaySpan
from bihuan.air.reporting.look import item_of, look, span_of
from bihuan.air.reporting.picture.canvas import blank, drawn, paper
from bihuan.regulations.air.pollutant import symbol, unit
from bihuan.regulations.rounding import FloatArray
from bihuan.reports.definition import Arguments, Drawn, Reading

STEP_HOURS = {1: 1, 2: 1, 3: 2, 4: 3, 5: 3}
"""Hours of a field by days of the period; longer periods take six."""


def draw(arguments: Arguments, reading: Reading) -> Drawn:
    """Mean of a pollutant at the township stations over steps of hours."""
    seen, span, item = look(arguments, reading), span_of(arguments), item_of(arguments)
    sites = seen.townships
    if not sites:
        return blank("没有乡镇站")
    step = STEP_HOURS.get(span.days, 6)
    values = seen.values.hours(span)[item][[one.row for one in sites]]
    if np.isnan(values).all():
        return blank(f"乡镇站没有{symbol(item)}小时数据")
    means = _means(values, step)
    order = np.argsort(-np.nansum(means, axis=1), kind="stable")
    names = [sites[row].district_name for row in order]
    data = {name: plain(means[row], 1) for name, row in zip(names, order, strict=True)}
    with paper(150, 20 + 3.7 * len(sites)) as figure:
        axes = figure.add_subplot()
        shown = axes.imshow(means[order], aspect="auto", cmap="Blues", interpolation="nearest")
        axes.set_yticks(range(len(names)), names, fontsize=7)
        _clock(axes, span, 24 // step)
        bar = figure.colorbar(shown, ax=axes, shrink=0.9, pad=0.01)
        bar.set_label(f"{symbol(item)}（{unit(item)}）", fontsize=7.5)
        bar.ax.tick_params(labelsize=6.5)
        return drawn(figure, data)


def _means(values: FloatArray, step: int) -> FloatArray:
    """Means over steps of hours, NaN without one. shape (stations, steps)"""
    parts = values.reshape(len(values), -1, step)
    known = ~np.isnan(parts)
    total = np.where(known, parts, 0.0).sum(axis=2)
    return np.where(known.any(axis=2), total / np.maximum(known.sum(axis=2), 1), np.nan)


def _clock(axes: Any, span: DaySpan, fields_a_day: int) -> None:
    axes.tick_params(length=2)
    if span.days == 1:
        hours = range(0, 24, 3)
        axes.set_xticks([n - 0.5 for n in hours], [f"{n}时" for n in hours], fontsize=7)
        return
    every = max(1, span.days // 10)
    axes.set_xticks(
        np.arange(0, span.days, every) * fields_a_day - 0.5,
        [f"{one.month}/{one.day}" for one in span.each()[::every]],
        fontsize=7,
    )
