"""Where the year's targets stand at this hour (目标余量), and the gap to benchmark counties."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
from django.utils.timezone import localdate

from bihuan.accounts.models import District, User
from bihuan.air.judge.allowance import Allowance, allowance, exact, season_shape
from bihuan.air.judge.day_table import least_share, mean_of_sites
from bihuan.air.judge.figure import PeriodFigures
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import Target, TargetItem
from bihuan.air.queries.county import county_days, county_figures, year_so_far
from bihuan.air.rule_book import RuleBook, book_at
from bihuan.air.series.values import Values, picked
from bihuan.air.site import Site, of_class
from bihuan.registry.models import StationClass
from bihuan.regulations.air.limit import Average, concentration_limit
from bihuan.regulations.air.period import RANKING_PERCENTILE
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant, symbol, unit
from bihuan.regulations.air.target import GoodDays, days_allowed_over, good_days
from bihuan.regulations.rounding import FloatArray

MEANS = (Pollutant.PM25, Pollutant.PM10, Pollutant.NO2, Pollutant.SO2)
PERCENTILES = (Pollutant.O3, Pollutant.CO)
PAST_YEARS = 3


@dataclass(frozen=True, slots=True)
class MeanTarget:
    """A target of an annual mean with what is left of it."""

    item: Pollutant
    target: Decimal
    so_far: Decimal | None
    allowance: Allowance

    @property
    def name(self) -> str:
        """PM₂.₅"""
        return symbol(self.item)

    @property
    def unit(self) -> str:
        """µg/m³"""
        return unit(self.item)


@dataclass(frozen=True, slots=True)
class DaysOver:
    """Days of a percentile item that may be over its value (可超天数).

    Attributes:
        level: the target, or the limit where there is none.
        allowed: days of a whole valid year.
        used: days over it so far.
    """

    item: Pollutant
    level: Decimal
    is_target: bool
    allowed: int
    used: int
    so_far: Decimal | None

    @property
    def left(self) -> int:
        """Days that are left; below zero the item is lost."""
        return self.allowed - self.used

    @property
    def name(self) -> str:
        """O₃"""
        return symbol(self.item)

    @property
    def unit(self) -> str:
        """µg/m³"""
        return unit(self.item)


@dataclass(frozen=True, slots=True)
class Budget:
    """A pollutant's share of the composite index against its budget (综合指数预算)."""

    item: Pollutant
    now: Decimal | None
    budget: Decimal | None
    gap: Decimal | None
    share: float | None

    @property
    def name(self) -> str:
        """PM₂.₅"""
        return symbol(self.item)


@dataclass(frozen=True, slots=True)
class TargetScreen:
    """All targets of a year at this hour."""

    year: int
    means: tuple[MeanTarget, ...]
    days_over: tuple[DaysOver, ...]
    good: GoodDays | None
    good_target: int | None
    good_so_far: int
    days_ahead: int
    composite_target: Decimal | None
    composite: Decimal | None
    budgets: tuple[Budget, ...]
    basis: str
    as_of: datetime
    book: RuleBook

    @property
    def light_rules(self) -> str:
        """The rules of the lights in words, with 待确认 where nobody has confirmed them."""
        return self.book.words("light_")


def county_of(user: User, sites: Sequence[Site]) -> District | None:
    """The county whose evaluation stations this person sees: its targets are shown."""
    evaluation = of_class(sites, StationClass.PROVINCIAL)
    if not evaluation:
        return None
    return District.objects.visible_to(user).filter(code=evaluation[0].district[:6]).first()


def target_screen(
    values: Values, sites: Sequence[Site], district: District, *, now: datetime
) -> TargetScreen | None:
    """The year's targets after the newest hour (今日余量); None on New Year's day."""
    today = localdate(now)
    span = year_so_far(today)
    if span is None:
        return None
    rows = Target.objects.filter(district=district, year=today.year)
    targets = {TargetItem(row.item): row.value for row in rows}
    figures, book = county_figures(values, sites, span), book_at(now)
    ahead = (date(today.year, 12, 31) - today).days + 1
    good = targets.get(TargetItem.GOOD_DAYS)
    so_far = int(figures.good_days[0])
    return TargetScreen(
        year=today.year,
        means=tuple(_means(values, sites, figures, targets, today, book)),
        days_over=tuple(_days_over(figures, targets, item) for item in PERCENTILES),
        good=good_days(int(good), good_so_far=so_far, days_ahead=ahead) if good else None,
        good_target=int(good) if good else None,
        good_so_far=so_far,
        days_ahead=ahead,
        composite_target=targets.get(TargetItem.COMPOSITE),
        composite=figures.printed_composite()[0],
        budgets=tuple(_budgets(figures, targets)),
        basis=figures.basis.words,
        as_of=now,
        book=book,
    )


def _means(
    values: Values,
    sites: Sequence[Site],
    figures: PeriodFigures,
    targets: dict[TargetItem, Decimal],
    today: date,
    book: RuleBook,
) -> list[MeanTarget]:
    wanted = [item for item in MEANS if TargetItem(item.value) in targets]
    past = DaySpan(date(today.year - PAST_YEARS, 1, 1), date(today.year - 1, 12, 31))
    history = county_days(values, sites, past) if wanted else {}
    hours = _hours_today(values, sites, today) if wanted else {}
    found = []
    for item in wanted:
        target = targets[TargetItem(item.value)]
        shape = season_shape(history[item][0], past.first)
        left = allowance(
            Fraction(target),
            today.year,
            shape,
            measured=_measured(figures, item),
            hours=hours[item],
            today=today,
            least=_least(history[item][0], past.first, today),
            numbers=book.numbers,
        )
        found.append(MeanTarget(item, target, figures.printed(item)[0], left))
    return found


def _measured(figures: PeriodFigures, item: Pollutant) -> dict[date, Fraction]:
    days = zip(figures.span.each(), figures.days[item][0].tolist(), strict=True)
    return {day: exact(value) for day, value in days if value == value}


def _hours_today(values: Values, sites: Sequence[Site], today: date) -> dict[Pollutant, FloatArray]:
    evaluation = of_class(sites, StationClass.PROVINCIAL)
    hours = picked(values.hours(DaySpan(today, today)), evaluation)
    mean = mean_of_sites(hours, least_share=least_share(len(evaluation)))
    return {item: array[0] for item, array in mean.items()}


def _least(history: FloatArray, first: date, today: date) -> Fraction:
    """Tenth percentile of the days of this season in the past years: lower is not reachable."""
    last = date(today.year, 12, 31)
    near = [
        (day.month, day.day) >= (today.month, today.day)
        for day in DaySpan(first, first + timedelta(days=len(history) - 1)).each()
    ]
    season = history[np.array(near)] if today <= last else history
    known = season[~np.isnan(season)]
    return exact(float(np.quantile(known, 0.1))) if len(known) else Fraction(0)


def _days_over(
    figures: PeriodFigures, targets: dict[TargetItem, Decimal], item: Pollutant
) -> DaysOver:
    average = Average.MAXIMUM_EIGHT_HOURS if item is Pollutant.O3 else Average.DAY
    limit = concentration_limit(figures.basis.limits, item, average) or Decimal(0)
    level = targets.get(TargetItem(item.value), limit)
    year = figures.span.first.year
    whole = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    with np.errstate(invalid="ignore"):
        used = int((figures.days[item][0] > float(level)).sum())
    return DaysOver(
        item=item,
        level=level,
        is_target=TargetItem(item.value) in targets,
        allowed=days_allowed_over(whole, RANKING_PERCENTILE[item]),
        used=used,
        so_far=figures.printed(item)[0],
    )


def _budgets(figures: PeriodFigures, targets: dict[TargetItem, Decimal]) -> list[Budget]:
    limits, weights = figures.basis.variant.denominators, figures.basis.variant.weights
    rows = []
    for item in PUBLISHED_ORDER:
        now = float(figures.single[item][0]) * float(weights[item])
        target = targets.get(TargetItem(item.value))
        budget = float(target / limits[item] * weights[item]) if target else None
        rows.append((item, now, budget))
    gaps = {item: now - budget for item, now, budget in rows if budget is not None and now == now}
    total = sum(gap for gap in gaps.values() if gap > 0)
    return [
        Budget(
            item=item,
            now=_three(now),
            budget=_three(budget),
            gap=_three(gaps.get(item)),
            share=max(0.0, gaps[item]) / total if item in gaps and total > 0 else None,
        )
        for item, now, budget in rows
    ]


def _three(value: float | None) -> Decimal | None:
    return None if value is None or value != value else Decimal(f"{value:.3f}")
