"""What is left of an annual target today (余量): plans by day, week, month, quarter, year."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

import numpy as np

from bihuan.air.judge.span import KIND_NAMES, DaySpan, SpanKind, span_around
from bihuan.air.rule_book import SHIPPED, Numbers
from bihuan.air.rule_book import exact as as_written
from bihuan.regulations.air.target import DayPlan, day_plan, days_between, month_targets
from bihuan.regulations.rounding import FloatArray

FINE = 10**6


class Light(StrEnum):
    """Warning light (预警灯): share of the plan that is used."""

    GREEN = "good"
    YELLOW = "wait"
    RED = "over"
    NONE = "none"


LIGHT_WORDS = {
    Light.GREEN: "达标",
    Light.YELLOW: "临近",
    Light.RED: "超出",
    Light.NONE: "无数据",
}


def light_of(measured: Fraction | None, target: Fraction, numbers: Numbers) -> Light:
    """What was measured against a target: green and yellow up to their shares, then red.

    >>> light_of(Fraction(42), Fraction(40), SHIPPED), light_of(Fraction(43), Fraction(40), SHIPPED)
    (<Light.YELLOW: 'wait'>, <Light.RED: 'over'>)
    """
    if measured is None:
        return Light.NONE
    green, yellow = (Fraction(as_written(numbers, f"light_{one}")) for one in ("green", "yellow"))
    if measured <= target * green:
        return Light.GREEN
    return Light.YELLOW if measured <= target * yellow else Light.RED


@dataclass(frozen=True, slots=True)
class Leaf:
    """One period of the tree of targets (目标树).

    Attributes:
        target: mean that the first plan gave it.
        measured: mean of its days that are over; None without any.
        left: mean that its days to come may have after what was measured; None when it is over.
        numbers: of the rules of lights.
    """

    kind: SpanKind
    span: DaySpan
    target: Fraction
    measured: Fraction | None
    left: Fraction | None
    numbers: Numbers = field(default_factory=lambda: SHIPPED, compare=False)

    @property
    def name(self) -> str:
        """As the tree prints it."""
        first = self.span.first
        words = {
            SpanKind.YEAR: f"{first.year} 年",
            SpanKind.QUARTER: f"{(first.month + 2) // 3} 季度",
            SpanKind.MONTH: f"{first.month} 月",
        }
        return words.get(
            self.kind, f"{KIND_NAMES[self.kind]} {first:%m-%d}～{self.span.last:%m-%d}"
        )

    @property
    def light(self) -> Light:
        """The light by the rules of its day."""
        return light_of(self.measured, self.target, self.numbers)

    @property
    def light_words(self) -> str:
        """The light in words."""
        return LIGHT_WORDS[self.light]


@dataclass(frozen=True, slots=True)
class Allowance:
    """A mean-type target today.

    Attributes:
        plan: what each day to come may have.
        today: what today may have; None when the year is over.
        hours: mean of today's hours so far, with their count.
        rest: mean that today's hours to come may have; below zero today is lost.
        tree: year, quarters, months, and this month's weeks.
    """

    plan: DayPlan
    today: Fraction
    hours: Fraction | None
    hour_count: int
    rest: Fraction | None
    tree: tuple[Leaf, ...]


def season_shape(days: FloatArray, first: date) -> dict[int, Fraction]:
    """Season: each month's mean over the mean of the months, from some years of daily values.

    A month without a value gets the mean.

    >>> flat = np.full(366, 40.0)
    >>> season_shape(flat, date(2024, 1, 1))[7]
    Fraction(1, 1)
    """
    months = np.array([day.month for day in DaySpan(first, _after(first, len(days))).each()])
    means = [_mean(days[months == month]) for month in range(1, 13)]
    overall = float(np.nanmean(means)) if not np.all(np.isnan(means)) else 1.0
    shares = [1.0 if np.isnan(one) else one / overall for one in means]
    return {month: exact(share) for month, share in enumerate(shares, 1)}


def _after(first: date, count: int) -> date:
    return first + timedelta(days=count - 1)


def _mean(values: FloatArray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def exact(value: float) -> Fraction:
    """A measured float as a fraction of at most a million parts."""
    return Fraction(value).limit_denominator(FINE)


def allowance(
    target: Fraction,
    year: int,
    shape: Mapping[int, Fraction],
    *,
    measured: Mapping[date, Fraction],
    hours: FloatArray,
    today: date,
    least: Fraction = Fraction(0),
    numbers: Numbers = SHIPPED,
) -> Allowance:
    """The target of a mean after what was measured until this hour.

    Args:
        target: annual mean. [unit of the pollutant]
        shape: season by month.
        measured: valid daily means before today.
        hours: today's hourly means so far, NaN where missing or to come. shape (24,)
        least: a remaining mean below it counts as not reachable.
        numbers: of the rules of lights.

    Raises:
        ValueError: the year is over.
    """
    plan = day_plan(target, year, shape, measured=measured, today=today, least=least)
    known = hours[~np.isnan(hours)]
    so_far = exact(float(known.mean())) if len(known) else None
    today_may = plan.by_day[today]
    tree = _tree(target, year, shape, plan, measured, today)
    return Allowance(
        plan=plan,
        today=today_may,
        hours=so_far,
        hour_count=len(known),
        rest=_rest(today_may, so_far, len(known)),
        tree=tuple(replace(leaf, numbers=numbers) for leaf in tree),
    )


def _rest(today: Fraction, so_far: Fraction | None, count: int) -> Fraction | None:
    if so_far is None or count >= 24:
        return None
    return (24 * today - count * so_far) / (24 - count)


def _tree(
    target: Fraction,
    year: int,
    shape: Mapping[int, Fraction],
    plan: DayPlan,
    measured: Mapping[date, Fraction],
    today: date,
) -> list[Leaf]:
    by_month = month_targets(target, year, shape)
    first_plan = {day: by_month[day.month] for day in _days(year)}
    spans = [(SpanKind.YEAR, span_around(SpanKind.YEAR, today))]
    spans += [
        (SpanKind.QUARTER, span_around(SpanKind.QUARTER, date(year, month, 1)))
        for month in (1, 4, 7, 10)
    ]
    spans += [
        (SpanKind.MONTH, span_around(SpanKind.MONTH, date(year, month, 1)))
        for month in range(1, 13)
    ]
    spans += [(SpanKind.WEEK, week) for week in weeks_of(span_around(SpanKind.MONTH, today))]
    return [_leaf(kind, span, first_plan, plan, measured) for kind, span in spans]


def _days(year: int) -> list[date]:
    return days_between(date(year, 1, 1), date(year, 12, 31))


def weeks_of(month: DaySpan) -> list[DaySpan]:
    """The weeks of a month, cut at its ends, so that their days are the month's days.

    >>> [week.days for week in weeks_of(DaySpan(date(2026, 11, 1), date(2026, 11, 30)))]
    [1, 7, 7, 7, 7, 1]
    """
    found, day = [], month.first
    while day <= month.last:
        last = min(span_around(SpanKind.WEEK, day).last, month.last)
        found.append(DaySpan(day, last))
        day = last + timedelta(days=1)
    return found


def _leaf(
    kind: SpanKind,
    span: DaySpan,
    first_plan: Mapping[date, Fraction],
    plan: DayPlan,
    measured: Mapping[date, Fraction],
) -> Leaf:
    days = span.each()
    return Leaf(
        kind=kind,
        span=span,
        target=_average([first_plan[day] for day in days]) or Fraction(0),
        measured=_average([measured[day] for day in days if day in measured]),
        left=_average([plan.by_day[day] for day in days if day in plan.by_day]),
    )


def _average(values: list[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None
