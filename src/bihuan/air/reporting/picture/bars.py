"""Bars (柱状图): townships by place, this year beside the last, gaps to the targets."""

from typing import Any

import numpy as np

from bihuan.air.judge.edition_choice import EditionChoice, one_edition
from bihuan.air.judge.figure import index_places, published
from bihuan.air.judge.ranking import COMPOSITE, METRICS, metric_values
from bihuan.air.judge.span import SpanKind, previous_of
from bihuan.air.models import TargetItem
from bihuan.air.queries.county_day import level_counts, primary_counts
from bihuan.air.reporting.look import NOTHING, Look, choice_of, look, span_of
from bihuan.air.reporting.picture.canvas import (
    BARS,
    HATCHES,
    INK,
    QUIET,
    blank,
    class_colour,
    drawn,
    legend,
    paper,
    plain_axes,
    tidy,
)
from bihuan.air.reporting.query.target import target_value
from bihuan.air.reporting.query.township import order_of
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, symbol
from bihuan.reports.definition import Arguments, Drawn, Reading


def townships(arguments: Arguments, reading: Reading) -> Drawn:
    """Township stations from the best to the worst; the unranked with their reason."""
    seen = look(arguments, reading)
    lines = order_of(seen, arguments)
    if not lines:
        return blank("没有乡镇站")
    metric = str(arguments.get("metric") or COMPOSITE)
    names = [seen.townships[one.row].district_name for one in lines]
    values = [None if one.place is None else one.value for one in lines]
    data = [[name, None if v is None else str(v)] for name, v in zip(names, values, strict=True)]
    with paper(150, 15 + 4.5 * len(lines)) as figure:
        axes = plain_axes(figure, grid="x")
        known = [float(one) for one in values if one is not None]
        middle = float(np.median(known)) if known else 0.0
        top = max(known, default=1.0)
        for place, (line, value) in enumerate(zip(lines, values, strict=True)):
            if value is None:
                axes.text(
                    0, place, f" 不参加排名：{line.reason}", va="center", color=QUIET, fontsize=7
                )
                continue
            is_high = float(value) > middle
            axes.barh(
                place,
                float(value),
                height=0.68,
                color=BARS[0] if is_high else BARS[1],
                hatch=HATCHES[1] if is_high else "",
                edgecolor="white" if is_high else BARS[0],
                linewidth=0.5,
            )
            axes.text(float(value) + 0.01 * top, place, f"{value}", va="center", fontsize=7.5)
        axes.axvline(middle, color="#b91c1c", linewidth=0.9, linestyle="--")
        axes.text(middle, -0.9, "中位数", ha="center", va="bottom", fontsize=7, color="#b91c1c")
        axes.set_yticks(range(len(lines)), names, fontsize=8)
        axes.set_ylim(len(lines) - 0.4, -0.6)
        axes.set_xlim(0, 1.12 * top)
        axes.set_xlabel(METRICS[metric], fontsize=8)
        return drawn(figure, data)


def compared(arguments: Arguments, reading: Reading) -> Drawn:
    """Single indices of this period, last year and the period before, on one basis."""
    seen, span = look(arguments, reading), span_of(arguments)
    kind = SpanKind(str(arguments["kind"]))
    said = choice_of(arguments)
    choice = said if said is not EditionChoice.AUTO else one_edition(span)
    spans = (span, span.year_before(), previous_of(kind, span))
    all_three = [seen.figures(one, choice) for one in spans]
    if any(one is None for one in all_three):
        return blank(NOTHING)
    values = [
        [float(one.single[item][0]) for item in PUBLISHED_ORDER]
        for one in all_three
        if one is not None
    ]
    data = [[None if v != v else round(v, 3) for v in one] for one in values]
    names = ("本期", "去年同期", "上期")
    with paper(150, 62) as figure:
        axes = plain_axes(figure, grid="y")
        x = np.arange(len(PUBLISHED_ORDER))
        for place, (name, heights) in enumerate(zip(names, values, strict=True)):
            axes.bar(
                x + 0.27 * (place - 1),
                np.nan_to_num(np.array(heights)),
                width=0.25,
                color=BARS[place],
                hatch=HATCHES[place],
                edgecolor=INK,
                linewidth=0.4,
                label=name if not np.isnan(heights).all() else f"{name}（无数据）",
            )
            for at, height in enumerate(heights):
                if not np.isnan(height):
                    axes.text(
                        at + 0.27 * (place - 1),
                        height,
                        f"{height:.2f}",
                        ha="center",
                        va="bottom",
                        fontsize=5.8,
                    )
        axes.axhline(1.0, color="#b91c1c", linewidth=0.8, linestyle="--")
        axes.text(5.5, 1.0, "二级限值", ha="right", va="bottom", fontsize=6.8, color="#b91c1c")
        axes.set_xticks(x, [symbol(item) for item in PUBLISHED_ORDER], fontsize=8)
        axes.set_ylabel("单项指数", fontsize=8)
        legend(axes, 3)
        return drawn(figure, data)


def levels(arguments: Arguments, reading: Reading) -> Drawn:
    """Days of each class and days led by each pollutant."""
    seen, span = look(arguments, reading), span_of(arguments)
    figures = seen.figures(span, choice_of(arguments))
    if figures is None or not figures.judged_days[0]:
        return blank("没有可发布的日AQI")
    classes, led = level_counts(figures), primary_counts(figures)
    data = [[one.name_zh, days] for one, days in classes], led
    with paper(150, 48) as figure:
        left, right = figure.subplots(1, 2, width_ratios=[1.4, 1])
        colours = [class_colour(one.lowest) for one, _ in classes]
        days = [count for _, count in classes]
        _counts(left, [one.name_zh for one, _ in classes], days, colours)
        left.set_title("各级别天数", fontsize=8.5)
        _counts(right, [name for name, _ in led], [count for _, count in led], [BARS[1]] * len(led))
        right.set_title("首要污染物天数", fontsize=8.5)
        return drawn(figure, data)


def _counts(axes: Any, names: list[str], counts: list[int], colours: list[str]) -> None:
    tidy(axes, grid="y")
    axes.bar(range(len(names)), counts, width=0.62, color=colours, edgecolor=INK, linewidth=0.5)
    for at, count in enumerate(counts):
        axes.text(at, count, f"{count}天", ha="center", va="bottom", fontsize=7.5)
    axes.set_xticks(range(len(names)), names, fontsize=7.2)
    axes.set_ylim(0, 1.2 * max([*counts, 1]))
    axes.set_ylabel("天", fontsize=8)


def gaps(arguments: Arguments, reading: Reading) -> Drawn:
    """Each item's value in percent of its annual target (目标完成情况)."""
    seen, span = look(arguments, reading), span_of(arguments)
    figures = seen.figures(span, choice_of(arguments))
    if figures is None:
        return blank(NOTHING)
    rows = _shares(seen, arguments)
    if not rows:
        return blank("尚未设置年度目标")
    data = [[name, now, target] for name, now, target, _ in rows]
    with paper(150, 14 + 8 * len(rows)) as figure:
        axes = plain_axes(figure, grid="x")
        for place, (_, now, target, share) in enumerate(rows):
            over = share > 100
            axes.barh(
                place,
                share,
                height=0.6,
                color=BARS[0] if over else BARS[1],
                hatch=HATCHES[1] if over else "",
                edgecolor="white" if over else BARS[0],
            )
            axes.text(
                share + 1,
                place,
                f"{now} / {target}",
                va="center",
                fontsize=7.5,
                zorder=4,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
            )
        axes.axvline(100, color="#b91c1c", linewidth=1, linestyle="--")
        axes.set_yticks(range(len(rows)), [name for name, *_ in rows], fontsize=8)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(0, max(125.0, 1.2 * max(share for *_, share in rows)))
        axes.set_xlabel("占年度目标（%），条末为“目前 / 目标”", fontsize=8)
        return drawn(figure, data)


def _shares(seen: Look, arguments: Arguments) -> list[tuple[str, str, str, float]]:
    span = span_of(arguments)
    figures = seen.figures(span, choice_of(arguments))
    assert figures is not None
    items = [*(item.value for item in PUBLISHED_ORDER), TargetItem.COMPOSITE.value]
    found = []
    for name in items:
        target = target_value(seen, span.last.year, name)
        now = metric_values(figures, name)[0][0]
        if target is not None and now is not None:
            share = 100 * float(now) / float(target)
            found.append((METRICS[name], f"{now}", f"{target}", share))
    return found


def months(arguments: Arguments, reading: Reading) -> Drawn:
    """Composite index and good-day share month by month, last year beside (逐月变化)."""
    seen, span = look(arguments, reading), span_of(arguments)
    said = choice_of(arguments)
    choice = said if said is not EditionChoice.AUTO else one_edition(span)
    from bihuan.air.judge.span import DaySpan, span_around
    from bihuan.air.series.archive import months_of

    spans = [span_around(SpanKind.MONTH, day).until(span.last) for day in months_of(span)]
    earlier = [DaySpan.year_before(one) for one in spans]
    lines = [[_composite(seen, one, choice) for one in many] for many in (spans, earlier)]
    if all(one is None for one in lines[0]):
        return blank("没有有效日数据")
    data = {"months": [one.words for one in spans], "composite": lines}
    with paper(150, 56) as figure:
        axes = plain_axes(figure, grid="y")
        x = np.arange(len(spans))
        for place, (name, values) in enumerate(zip(("今年", "去年同月"), lines, strict=True)):
            heights = [0.0 if one is None else float(one) for one in values]
            axes.bar(
                x + 0.38 * (place - 0.5),
                heights,
                width=0.36,
                color=BARS[place],
                hatch=HATCHES[place],
                edgecolor=INK,
                linewidth=0.4,
                label=name,
            )
            for at, one in enumerate(values):
                words = one if one is not None else "无"
                axes.text(
                    at + 0.38 * (place - 0.5),
                    heights[at],
                    words,
                    ha="center",
                    va="bottom",
                    fontsize=6,
                )
        axes.set_xticks(x, [f"{one.first.month}月" for one in spans], fontsize=8)
        axes.set_ylabel("综合指数", fontsize=8)
        legend(axes, 2)
        return drawn(figure, data)


def _composite(seen: Look, span: Any, choice: EditionChoice) -> str | None:
    figures = seen.figures(span, choice)
    assert figures is not None or not seen.evaluation
    if figures is None:
        return None
    value = published(figures.composite, index_places(figures.basis.evaluation))[0]
    return None if value is None else f"{value}"
