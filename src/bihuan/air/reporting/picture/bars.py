"""Bars (柱状图): townships by place, this year beside the last, gaps to the targets."""

from typing import Any

import numpy as np

from bihuan.air.judge.edition_choice import EditionChoice, one_edition
from bihuan.air.judge.ranking import COMPOSITE, METRICS, Standing, metric_values
from bihuan.air.judge.span import DaySpan, SpanKind, previous_of, span_around
from bihuan.air.models import TargetItem
from bihuan.air.queries.county import single_index
from bihuan.air.queries.county_day import level_counts, primary_counts
from bihuan.air.reporting.look import NOTHING, Look, choice_of, look, span_of
from bihuan.air.reporting.picture.canvas import (
    BARS,
    HATCHES,
    INK,
    LIMIT,
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
from bihuan.air.series.archive import months_of
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, symbol
from bihuan.reports.definition import Arguments, Drawn, Reading


def townships(arguments: Arguments, reading: Reading) -> Drawn:
    """Township stations from the best to the worst; the unranked with their reason."""
    seen = look(arguments, reading)
    lines = order_of(seen, arguments)
    if not lines:
        return blank("没有乡镇站")
    names = [seen.townships[one.row].district_name for one in lines]
    data = [[name, f"{one.value}"] for name, one in zip(names, lines, strict=True)]
    with paper(150, 15 + 4.5 * len(lines)) as figure:
        axes = plain_axes(figure, grid="x")
        _places(axes, lines)
        axes.set_yticks(range(len(lines)), names, fontsize=8)
        axes.set_ylim(len(lines) - 0.4, -0.6)
        axes.set_xlabel(METRICS[str(arguments.get("metric") or COMPOSITE)], fontsize=8)
        return drawn(figure, data)


def _places(axes: Any, lines: list[Standing]) -> None:
    """A bar for each ranked station, those above the median hatched."""
    known = [float(one.value) for one in lines if one.place is not None and one.value is not None]
    middle, top = (float(np.median(known)), max(known)) if known else (0.0, 1.0)
    for place, line in enumerate(lines):
        if line.place is None or line.value is None:
            words = f" 不参加排名：{line.reason}"
            axes.text(0, place, words, va="center", color=QUIET, fontsize=7)
            continue
        length = float(line.value)
        axes.barh(place, length, height=0.68, **_face(length > middle))
        axes.text(length + 0.01 * top, place, f"{line.value}", va="center", fontsize=7.5)
    axes.axvline(middle, color=LIMIT, linewidth=0.9, linestyle="--")
    axes.text(middle, -0.9, "中位数", ha="center", va="bottom", fontsize=7, color=LIMIT)
    axes.set_xlim(0, 1.12 * top)


def _face(is_high: bool) -> dict[str, Any]:
    """Dark and hatched, or light: apart in grey too."""
    return {
        "color": BARS[0] if is_high else BARS[1],
        "hatch": HATCHES[1] if is_high else "",
        "edgecolor": "white" if is_high else BARS[0],
        "linewidth": 0.5,
    }


def compared(arguments: Arguments, reading: Reading) -> Drawn:
    """Single indices of this period, last year and the period before, on one basis."""
    seen, span = look(arguments, reading), span_of(arguments)
    kind, choice = SpanKind(str(arguments["kind"])), _one(arguments)
    spans = {"本期": span, "去年同期": span.year_before()}
    if kind is not SpanKind.YEAR:
        spans["上期"] = previous_of(kind, span)
    if not seen.evaluation:
        return blank(NOTHING)
    series = {name: _single(seen, one, choice) for name, one in spans.items()}
    with paper(150, 62) as figure:
        axes = plain_axes(figure, grid="y")
        _grouped(axes, series, [symbol(item) for item in PUBLISHED_ORDER])
        axes.axhline(1.0, color=LIMIT, linewidth=0.8, linestyle="--")
        axes.text(-0.5, 1.0, "二级限值", va="bottom", fontsize=6.8, color=LIMIT)
        axes.set_ylabel("单项指数", fontsize=8)
        return drawn(figure, series)


def months(arguments: Arguments, reading: Reading) -> Drawn:
    """Composite index month by month, last year beside (逐月变化)."""
    seen, span, choice = look(arguments, reading), span_of(arguments), _one(arguments)
    spans = [span_around(SpanKind.MONTH, day).until(span.last) for day in months_of(span)]
    if not seen.evaluation:
        return blank(NOTHING)
    series = {
        "今年": [_composite(seen, one, choice) for one in spans],
        "去年同月": [_composite(seen, one.year_before(), choice) for one in spans],
    }
    if all(one is None for one in series["今年"]):
        return blank("没有有效日数据")
    with paper(150, 56) as figure:
        axes = plain_axes(figure, grid="y")
        _grouped(axes, series, [f"{one.first.month}月" for one in spans])
        axes.set_ylabel("综合指数", fontsize=8)
        return drawn(figure, series)


def _one(arguments: Arguments) -> EditionChoice:
    """The one edition of all bars."""
    said = choice_of(arguments)
    return said if said is not EditionChoice.AUTO else one_edition(span_of(arguments))


def _single(seen: Look, span: DaySpan, choice: EditionChoice) -> list[str | None]:
    figures = seen.figures(span, choice)
    assert figures is not None
    values = [single_index(figures, item) for item in PUBLISHED_ORDER]
    return [None if one is None else f"{one:.2f}" for one in values]


def _composite(seen: Look, span: DaySpan, choice: EditionChoice) -> str | None:
    figures = seen.figures(span, choice)
    assert figures is not None
    value = figures.printed_composite()[0]
    return None if value is None else f"{value}"


def _grouped(axes: Any, series: dict[str, list[str | None]], labels: list[str]) -> None:
    """Bars side by side with their value above, or 无 where there is none."""
    width = 0.8 / len(series)
    for place, (name, values) in enumerate(series.items()):
        x = np.arange(len(labels)) + width * (place - (len(series) - 1) / 2)
        heights = np.array([0.0 if one is None else float(one) for one in values])
        axes.bar(
            x,
            heights,
            width=0.94 * width,
            color=BARS[place],
            hatch=HATCHES[place],
            edgecolor=INK,
            linewidth=0.4,
            label=name,
        )
        for at, height, words in zip(x, heights, values, strict=True):
            axes.text(at, height, words or "无", ha="center", va="bottom", fontsize=5.8)
    axes.set_xticks(range(len(labels)), labels, fontsize=8)
    legend(axes, len(series))


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


def gaps(arguments: Arguments, reading: Reading) -> Drawn:
    """Each item's value in percent of its annual target (目标完成情况)."""
    seen = look(arguments, reading)
    if not seen.evaluation:
        return blank(NOTHING)
    rows = _shares(seen, arguments)
    if not rows:
        return blank("尚未设置年度目标")
    with paper(150, 14 + 8 * len(rows)) as figure:
        axes = plain_axes(figure, grid="x")
        for place, (_, words, share) in enumerate(rows):
            axes.barh(place, share, height=0.6, **_face(share > 100))
            box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
            axes.text(share + 1, place, words, va="center", fontsize=7.5, zorder=4, bbox=box)
        axes.axvline(100, color=LIMIT, linewidth=1, linestyle="--")
        axes.set_yticks(range(len(rows)), [name for name, *_ in rows], fontsize=8)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(0, max(125.0, 1.2 * max(share for *_, share in rows)))
        axes.set_xlabel("占年度目标（%），条末为“目前 / 目标”", fontsize=8)
        return drawn(figure, rows)


def _shares(seen: Look, arguments: Arguments) -> list[tuple[str, str, float]]:
    """Name, words and percent of each item that has a target and a value."""
    span = span_of(arguments)
    figures = seen.figures(span, choice_of(arguments))
    assert figures is not None
    found = []
    for name in [*(item.value for item in PUBLISHED_ORDER), TargetItem.COMPOSITE.value]:
        target = target_value(seen, span.last.year, name)
        now = metric_values(figures, name)[0][0]
        if target is not None and now is not None:
            share = 100 * float(now) / float(target)
            found.append((METRICS[name], f"{now} / {target}", round(share, 3)))
    return found
