"""Ranking by any metric, with the change of place and the reason for missing (排名)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bihuan.air.judge.figure import PeriodFigures
from bihuan.air.judge.span import SpanKind, span_around
from bihuan.regulations.air.pollutant import Pollutant, symbol
from bihuan.regulations.air.ranking import Contender, ranking
from bihuan.regulations.air.validity import least_days_of_month

COMPOSITE = "composite"
GOOD_SHARE = "good_share"
METRICS: Mapping[str, str] = {
    COMPOSITE: "综合指数",
    GOOD_SHARE: "优良天数比例",
    **{item.value: symbol(item) for item in Pollutant},
}
LEAST_SHARE = 0.9
"""Share of valid days under which a figure of a running period carries a warning. [P] 待确认"""


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of a ranking.

    Attributes:
        row: row of the subject in the figures.
        place: None for the unranked, with `reason`.
        of: how many are ranked.
        value: as published.
        change: places gained since the earlier period, below zero lost; None without one.
        warning: what a reader should know of a ranked value.
    """

    row: int
    place: int | None
    of: int
    value: Decimal | None
    change: int | None
    reason: str
    warning: str


def standings(
    figures: PeriodFigures, metric: str, *, earlier: PeriodFigures | None = None
) -> list[Standing]:
    """Subjects by place, the unranked at the end with their reason.

    A whole month that has fewer valid days than GB 3095 table 4 asks for is not ranked.

    Args:
        earlier: the same subjects over an earlier period, for the change of places.

    Raises:
        ValueError: no such metric.

    Source: city ranking rules of 2014 (secondary source).
    """
    now = _places(figures, metric)
    then = {one.row: one.place for one in _places(earlier, metric)} if earlier else {}
    return [_with_change(one, then.get(one.row)) for one in now]


def _with_change(one: Standing, before: int | None) -> Standing:
    if one.place is None or before is None:
        return one
    change = before - one.place
    return Standing(one.row, one.place, one.of, one.value, change, one.reason, one.warning)


def _places(figures: PeriodFigures, metric: str) -> list[Standing]:
    values, descending = metric_values(figures, metric)
    reasons = [_reason(figures, metric, row) for row in range(len(values))]
    contenders = [
        Contender(str(row), None if reason else value, reason)
        for row, (value, reason) in enumerate(zip(values, reasons, strict=True))
    ]
    return [
        Standing(
            row=(row := int(place.contender.name)),
            place=place.place,
            of=place.of,
            value=values[row],
            change=None,
            reason=place.contender.reason,
            warning="" if place.place is None else _warning(figures, metric, row),
        )
        for place in ranking(contenders, descending=descending)
    ]


def metric_values(figures: PeriodFigures, metric: str) -> tuple[list[Decimal | None], bool]:
    """Published values of a metric, and whether the largest is the best.

    Raises:
        ValueError: no such metric.
    """
    if metric == COMPOSITE:
        return figures.printed_composite(), False
    if metric == GOOD_SHARE:
        return figures.printed_share(), True
    return figures.printed(Pollutant(metric)), False


def valid_days(figures: PeriodFigures, metric: str, row: int) -> int:
    """Days behind a metric; of the composite index the pollutant with the fewest."""
    if metric == GOOD_SHARE:
        return int(figures.judged_days[row])
    items = list(Pollutant) if metric == COMPOSITE else [Pollutant(metric)]
    return min(int(figures.valid[item][row]) for item in items)


def _reason(figures: PeriodFigures, metric: str, row: int) -> str:
    days, span = valid_days(figures, metric, row), figures.span
    if days == 0:
        return _missing_words(figures, metric, row)
    if span == span_around(SpanKind.MONTH, span.first):
        needed = least_days_of_month(span.first.month)
        if days < needed:
            return f"有效天数 {days} 天，少于 {needed} 天"
    return ""


def _missing_words(figures: PeriodFigures, metric: str, row: int) -> str:
    if metric == GOOD_SHARE:
        return "没有可发布的日 AQI"
    items = list(Pollutant) if metric == COMPOSITE else [Pollutant(metric)]
    empty = [symbol(item) for item in items if not figures.valid[item][row]]
    return f"{'、'.join(empty)} 没有有效日数据"


def _warning(figures: PeriodFigures, metric: str, row: int) -> str:
    days, due = valid_days(figures, metric, row), figures.span.days
    return f"有效 {days}/{due} 天" if days < LEAST_SHARE * due else ""
