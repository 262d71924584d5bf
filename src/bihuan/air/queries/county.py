"""The county's own figures (全市评价): means over the evaluation stations, day, month and year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bihuan.air.judge.day_table import least_share, mean_of_sites
from bihuan.air.judge.edition_choice import EditionChoice, one_edition
from bihuan.air.judge.figure import PeriodFigures, period_figures, published
from bihuan.air.judge.span import DaySpan, SpanKind, previous_of
from bihuan.air.series.mask import Treatment
from bihuan.air.series.values import Table, Values, picked
from bihuan.air.site import Site, of_class
from bihuan.registry.models import StationClass
from bihuan.regulations.air.comparison import Change, Figure, change
from bihuan.regulations.air.period import Purpose, decimals
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant, symbol, unit


def county_days(
    values: Values,
    sites: Sequence[Site],
    span: DaySpan,
    treatment: Treatment = Treatment.REVIEWED,
) -> Table:
    """The county's daily values: means over evaluation stations only. shape (1, days)

    Source: HJ 663: the mean of the stations' daily values, ozone's maximum per station first.
    """
    evaluation = of_class(sites, StationClass.PROVINCIAL)
    days = picked(values.days(span, treatment), evaluation)
    return mean_of_sites(days, least_share=least_share(len(evaluation)))


def county_figures(
    values: Values,
    sites: Sequence[Site],
    span: DaySpan,
    choice: EditionChoice = EditionChoice.AUTO,
    treatment: Treatment = Treatment.REVIEWED,
) -> PeriodFigures:
    """The county's figures of a period."""
    key = ("county", span, choice, treatment, tuple(site.row for site in sites))
    found: PeriodFigures = values.once(
        key,
        lambda: period_figures(county_days(values, sites, span, treatment), span.first, choice),
    )
    return found


@dataclass(frozen=True, slots=True)
class Compared:
    """One item of a period beside the same days of last year and the period before.

    Attributes:
        now, then, before: as published; None where there are no data (无同期数据).
        yearly, running: change against last year (同比) and the period before (环比).
        single: the pollutant's single index.
    """

    name: str
    unit: str
    now: Decimal | None
    then: Decimal | None
    before: Decimal | None
    yearly: Change
    running: Change
    single: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A period compared on one stated basis (同比环比).

    Attributes:
        basis: what all three periods were judged by.
        stations: station set; equal for all periods.
    """

    now: PeriodFigures
    then: PeriodFigures
    before: PeriodFigures
    rows: tuple[Compared, ...]
    basis: str
    stations: str

    @property
    def notes(self) -> list[str]:
        """What weakens the comparison: missing days, a leap day, edition (口径说明)."""
        found = [f"三个时段均按同一口径评价：{self.basis}。", f"点位范围：{self.stations}。"]
        for name, one in (("本期", self.now), ("同期", self.then), ("上期", self.before)):
            gap = one.span.days - int(one.judged_days[0])
            if gap:
                found.append(f"{name}（{one.span.words}）有 {gap} 天没有有效日 AQI。")
        if self.now.span.days != self.then.span.days:
            found.append("本期与同期天数不同（闰日）。")
        return found


def comparison(
    values: Values,
    sites: Sequence[Site],
    span: DaySpan,
    kind: SpanKind,
    *,
    choice: EditionChoice | None = None,
    treatment: Treatment = Treatment.REVIEWED,
) -> Comparison:
    """The period beside last year and the period before, all under one edition.

    Args:
        choice: None takes the edition of the period's last day for all three.
    """
    one = choice or one_edition(span)
    spans = (span, span.year_before(), previous_of(kind, span))
    now, then, before = (county_figures(values, sites, each, one, treatment) for each in spans)
    evaluation = of_class(sites, StationClass.PROVINCIAL)
    return Comparison(
        now=now,
        then=then,
        before=before,
        rows=tuple(_rows(now, then, before)),
        basis=now.basis.words,
        stations="、".join(site.name for site in evaluation) or "没有评价点位",
    )


def _rows(now: PeriodFigures, then: PeriodFigures, before: PeriodFigures) -> list[Compared]:
    all_three = (now, then, before)
    found = [
        _compared(
            *(one.printed(item)[0] for one in all_three),
            name=symbol(item) + _statistic_words(item),
            unit=unit(item),
            figures=all_three,
            single=single_index(now, item),
        )
        for item in PUBLISHED_ORDER
    ]
    found.append(
        _compared(
            *(one.printed_composite()[0] for one in all_three),
            name="综合指数",
            unit="",
            figures=all_three,
        )
    )
    for name, unit_zh, numbers in (
        ("优良天数", "天", [Decimal(int(one.good_days[0])) for one in all_three]),
        ("优良天数比例", "%", [one.printed_share()[0] for one in all_three]),
    ):
        known = [
            None if not one.judged_days[0] else value
            for one, value in zip(all_three, numbers, strict=True)
        ]
        found.append(_compared(*known, name=name, unit=unit_zh, figures=all_three))
    return found


def _compared(
    now: Decimal | None,
    then: Decimal | None,
    before: Decimal | None,
    *,
    name: str,
    unit: str,
    figures: tuple[PeriodFigures, PeriodFigures, PeriodFigures],
    single: Decimal | None = None,
) -> Compared:
    """Changes of published values; days' editions may be cut by the calendar, the period's not."""
    codes = [one.basis.variant.code for one in figures]
    this, last, previous = (
        Figure(value, code) for value, code in zip((now, then, before), codes, strict=True)
    )
    return Compared(
        name, unit, now, then, before, change(this, last), change(this, previous), single
    )


def single_index(figures: PeriodFigures, item: Pollutant) -> Decimal | None:
    """A pollutant's single index (单项指数) as published."""
    places = decimals(figures.basis.evaluation, Purpose.PUBLISHED, "single_index")
    return published(figures.single[item], places)[0]


def _statistic_words(item: Pollutant) -> str:
    words = {Pollutant.CO: " 第95百分位", Pollutant.O3: " 8h 第90百分位"}
    return words.get(item, " 均值")


def month_so_far(today: date) -> DaySpan | None:
    """The days of this month that are over (月内截至昨日); None on the first day.

    >>> month_so_far(date(2026, 11, 1)) is None
    True
    """
    yesterday = today - timedelta(days=1)
    first = today.replace(day=1)
    return DaySpan(first, yesterday) if yesterday >= first else None


def year_so_far(today: date) -> DaySpan | None:
    """The days of this year that are over; None on New Year's day."""
    first, yesterday = date(today.year, 1, 1), today - timedelta(days=1)
    return DaySpan(first, yesterday) if yesterday >= first else None
