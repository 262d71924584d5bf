"""Benchmark counties beside ours (对标县市): gaps in concentration, index and days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bihuan.air.judge.edition_choice import CHOICE_NAMES, EditionChoice
from bihuan.air.judge.figure import PeriodFigures
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import CountyFigure
from bihuan.air.queries.county import county_figures
from bihuan.air.series.mask import Treatment
from bihuan.air.series.values import Values
from bihuan.air.site import Site
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant, symbol
from bihuan.regulations.air.ranking import Contender, ranking

PLACE, GOOD_DAYS = "place", "good_days"
TOLERANCES = {
    "composite": Decimal("0.02"),
    "co": Decimal("0.1"),
    GOOD_DAYS: Decimal(0),
}
"""What rounding alone can make; one unit for the others. [P] 待确认"""

SAME = "一致（在修约范围内）"
WORDS = {"composite": "综合指数", GOOD_DAYS: "优良天数", PLACE: "综合排名"}


@dataclass(frozen=True, slots=True)
class BenchmarkRow:
    """One county of the period.

    Attributes:
        values: as published, None where nothing was published.
        gaps: ours minus theirs; None where either is missing.
        shares: each pollutant's part of the gap in the composite index, in percent.
    """

    figure: CountyFigure
    values: tuple[Decimal | None, ...]
    gaps: tuple[Decimal | None, ...]
    index_gap: Decimal | None
    day_gap: int | None
    shares: tuple[float | None, ...]
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Our own computation beside what the upper level published for us (核对)."""

    name: str
    ours: Decimal | None
    published: Decimal | None
    difference: Decimal | None
    because: str

    @property
    def words(self) -> str:
        """What is compared."""
        return WORDS.get(self.name) or symbol(Pollutant(self.name))


@dataclass(frozen=True, slots=True)
class BenchmarkScreen:
    """The counties of one period.

    Attributes:
        periods: every period for which figures were imported, newest first.
    """

    span: DaySpan | None
    periods: tuple[DaySpan, ...]
    rows: tuple[BenchmarkRow, ...]
    ours: PeriodFigures | None
    reconciled: tuple[Reconciled, ...]


def benchmark_screen(
    values: Values, sites: Sequence[Site], county: str, asked: date | None
) -> BenchmarkScreen:
    """The counties of the newest period, or of the one that holds the day asked for."""
    pairs = CountyFigure.objects.order_by("-last", "-first").values_list("first", "last")
    periods = tuple(DaySpan(*pair) for pair in pairs.distinct())
    span = _period(periods, asked)
    if span is None:
        return BenchmarkScreen(None, periods, (), None, ())
    ours = county_figures(values, sites, span, EditionChoice.AUTO)
    rows = benchmark_rows(ours, county, span)
    own = next((row.figure for row in rows if row.is_ours), None)
    others = [row.figure for row in rows if not row.is_ours]
    found = reconciled(values, sites, span, own, others) if own else ()
    return BenchmarkScreen(span, periods, rows, ours, tuple(found))


def benchmark_rows(ours: PeriodFigures, county: str, span: DaySpan) -> tuple[BenchmarkRow, ...]:
    """What the counties published for exactly these days, beside our own figures."""
    return tuple(_row(one, ours, is_ours=one.county == county) for one in _newest(span))


def _period(periods: Sequence[DaySpan], asked: date | None) -> DaySpan | None:
    held = [one for one in periods if asked and one.first <= asked <= one.last]
    return held[0] if held else (periods[0] if periods and asked is None else None)


def _newest(span: DaySpan) -> list[CountyFigure]:
    """The last import of each county: earlier ones stay in the table."""
    rows = CountyFigure.objects.filter(first=span.first, last=span.last).order_by("pk")
    latest = {row.county: row for row in rows}
    return sorted(latest.values(), key=lambda row: (row.place is None, row.place or 0, row.county))


def _row(figure: CountyFigure, ours: PeriodFigures, *, is_ours: bool) -> BenchmarkRow:
    theirs = tuple(getattr(figure, item.value) for item in PUBLISHED_ORDER)
    gaps = tuple(
        _minus(ours.printed(item)[0], value)
        for item, value in zip(PUBLISHED_ORDER, theirs, strict=True)
    )
    mine = ours.printed_composite()[0]
    has_days = ours.judged_days[0] > 0 and figure.good_days is not None
    return BenchmarkRow(
        figure=figure,
        values=theirs,
        gaps=gaps,
        index_gap=_minus(mine, figure.composite),
        day_gap=int(ours.good_days[0]) - (figure.good_days or 0) if has_days else None,
        shares=_shares(ours, gaps),
        is_ours=is_ours,
    )


def _shares(ours: PeriodFigures, gaps: Sequence[Decimal | None]) -> tuple[float | None, ...]:
    """Each pollutant's part of the gap of the composite index: dI_i / dI_sum."""
    limits, weights = ours.basis.variant.denominators, ours.basis.variant.weights
    parts = [
        None if gap is None else float(gap / limits[item] * weights[item])
        for item, gap in zip(PUBLISHED_ORDER, gaps, strict=True)
    ]
    total = sum(part for part in parts if part is not None)
    complete = all(part is not None for part in parts)
    if not complete or abs(total) < 1e-9:
        return tuple(None for _ in parts)
    return tuple(None if part is None else part / total for part in parts)


def _minus(mine: Decimal | None, theirs: Decimal | None) -> Decimal | None:
    return None if mine is None or theirs is None else mine - theirs


def _other_bases(
    values: Values, sites: Sequence[Site], span: DaySpan, ours: PeriodFigures
) -> tuple[tuple[str, PeriodFigures], ...]:
    """Our figures on other bases, with what makes each of them differ."""
    found = [
        (f"标准版本不同：{CHOICE_NAMES[one]}计算一致", county_figures(values, sites, span, one))
        for one in (EditionChoice.OLD, EditionChoice.NEW)
    ]
    editions = [(words, one) for words, one in found if one.basis != ours.basis]
    raw = county_figures(values, sites, span, EditionChoice.AUTO, Treatment.RAW)
    dusted = county_figures(values, sites, span, EditionChoice.AUTO, Treatment.DEDUCTED)
    return (
        *editions,
        ("上级未计入本级的审核与剔除：按原始值计算一致", raw),
        ("上级已作沙尘扣除：按扣沙后计算一致", dusted),
    )


def reconciled(
    values: Values,
    sites: Sequence[Site],
    span: DaySpan,
    own: CountyFigure,
    others: Sequence[CountyFigure],
) -> list[Reconciled]:
    """What was published for us beside our own computation, each difference explained (核对).

    Args:
        own: ours as it was published.
        others: the other counties of the same notice.
    """
    ours = county_figures(values, sites, span, EditionChoice.AUTO)
    bases = _other_bases(values, sites, span, ours)
    names = [*(item.value for item in PUBLISHED_ORDER), "composite", GOOD_DAYS]
    found = [_checked(name, _decimal(getattr(own, name)), ours, bases) for name in names]
    return [*found, _checked_place(own, others, ours)]


def _decimal(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _checked_place(
    own: CountyFigure, others: Sequence[CountyFigure], ours: PeriodFigures
) -> Reconciled:
    """Our place by our own index among the published ones, beside the published place."""
    mine = ours.printed_composite()[0]
    place = _place_among(mine, others)
    published = _decimal(own.place)
    because = _because_place(own, others, mine=mine, place=place)
    return Reconciled(PLACE, place, published, _minus(place, published), because)


def _place_among(value: Decimal | None, others: Sequence[CountyFigure]) -> Decimal | None:
    """The place of an index among those of the other counties; None without any."""
    contenders = [Contender(one.county, one.composite) for one in others]
    if value is None or not any(one.value is not None for one in contenders):
        return None
    places = ranking([*contenders, Contender("", value)])
    return _decimal(next(one.place for one in places if not one.contender.name))


def _because_place(
    own: CountyFigure,
    others: Sequence[CountyFigure],
    *,
    mine: Decimal | None,
    place: Decimal | None,
) -> str:
    if own.place is None or place is None:
        return "一方没有名次，或没有其他县市的综合指数，无法核对"
    if place == own.place:
        return "一致：按本级综合指数在公布值中的名次相同"
    if own.composite is not None and _place_among(own.composite, others) == own.place:
        return f"名次差异来自综合指数：本级 {mine}，公布 {own.composite.normalize():f}"
    return "公布名次与公布综合指数的次序不同：可能按更多小数位、并列规则或变化率排名（待确认）"


def _printed(figures: PeriodFigures, name: str) -> Decimal | None:
    if name == "composite":
        return figures.printed_composite()[0]
    if name == GOOD_DAYS:
        return Decimal(int(figures.good_days[0])) if figures.judged_days[0] else None
    return figures.printed(Pollutant(name))[0]


def _checked(
    name: str,
    published: Decimal | None,
    ours: PeriodFigures,
    others: Sequence[tuple[str, PeriodFigures]],
) -> Reconciled:
    mine = _printed(ours, name)
    published = _plain(published, mine)
    difference = _minus(mine, published)
    because = _because(name, published, difference, ours, others)
    return Reconciled(name, mine, published, difference, because)


def _plain(value: Decimal | None, like: Decimal | None) -> Decimal | None:
    """Without the zeros that only the column added, with as many decimals as its like.

    >>> _plain(Decimal("34.00"), Decimal("36")), _plain(Decimal("4.500"), Decimal("4.51"))
    (Decimal('34'), Decimal('4.50'))
    """
    if value is None:
        return None
    short = Decimal(f"{value.normalize():f}")
    if like is None or short.as_tuple().exponent <= like.as_tuple().exponent:  # type: ignore[operator]
        return short
    return short.quantize(like)


def _because(
    name: str,
    published: Decimal | None,
    difference: Decimal | None,
    ours: PeriodFigures,
    others: Sequence[tuple[str, PeriodFigures]],
) -> str:
    """Why ours differs from the published figure, as far as it can be told (差异说明)."""
    if difference is None:
        return "一方没有数值，无法核对"
    if _is_same(name, difference):
        return SAME
    for words, figures in others:
        gap = _minus(_printed(figures, name), published)
        if gap is not None and _is_same(name, gap):
            return words
    days = ours.span.days - int(ours.judged_days[0])
    missing = f"本级有 {days} 天无有效日 AQI；" if days else ""
    return f"{missing}上级可能另有审核剔除，或小数位数、权重口径不同（待确认）"


def _is_same(name: str, difference: Decimal) -> bool:
    return abs(difference) <= TOLERANCES.get(name, Decimal(1))
