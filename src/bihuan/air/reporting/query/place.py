"""Our place among the counties of the city, and the gaps to them (市内排名, 县市对标)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from bihuan.air.judge.edition_choice import EditionChoice
from bihuan.air.judge.ranking import COMPOSITE
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import CountyFigure
from bihuan.air.queries.benchmark import BenchmarkRow, benchmark_rows
from bihuan.air.reporting.link import benchmark_page
from bihuan.air.reporting.look import NOTHING, Look, look, span_of
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant, symbol, unit
from bihuan.regulations.air.ranking import Contender, Place, ranking
from bihuan.reports.definition import Answer, Arguments, FigureQuery, Reading

UNPUBLISHED = "上级未公布"
GOOD_DAYS = "good_days"


def newest_published(county: str, until: date) -> DaySpan | None:
    """The last period that ended by then and for which our place was published."""
    rows = CountyFigure.objects.filter(county=county, last__lte=until, place__isnull=False)
    found = rows.order_by("-last", "-first").values_list("first", "last").first()
    return DaySpan(*found) if found else None


def rows_of(seen: Look, span: DaySpan) -> tuple[BenchmarkRow, ...]:
    """What the counties published for these days; empty where nothing was imported."""
    ours = seen.figures(span, EditionChoice.AUTO)
    if ours is None:
        return ()
    found: tuple[BenchmarkRow, ...] = seen.once(
        f"benchmark.{span.words}", lambda: benchmark_rows(ours, seen.county.name, span)
    )
    return found


def published(figure: CountyFigure, metric: str) -> Decimal | None:
    """A county's published value of a pollutant or the index."""
    value: Decimal | int | None = getattr(figure, metric)
    return _plain(None if value is None else Decimal(value), metric)


LEAST_PLACES = {COMPOSITE: 2, Pollutant.CO.value: 1}
"""Decimals that are always printed, so that a column of values stands even."""


def _plain(value: Decimal | None, metric: str) -> Decimal | None:
    """Without the zeros that only the column added.

    >>> _plain(Decimal("4.500"), "composite"), _plain(Decimal("38.00"), "pm2_5")
    (Decimal('4.50'), Decimal('38'))
    """
    if value is None:
        return None
    short = Decimal(f"{value.normalize():f}")
    least = LEAST_PLACES.get(metric, 0)
    return (
        short if -int(short.as_tuple().exponent) >= least else short.quantize(Decimal(10) ** -least)
    )


def place_of(rows: tuple[BenchmarkRow, ...], metric: str) -> Place | None:
    """Our place by a published metric; None where we are not in the table."""
    contenders = [Contender(one.figure.county, published(one.figure, metric)) for one in rows]
    ours = next((one.figure.county for one in rows if one.is_ours), None)
    places = ranking(contenders, descending=metric == GOOD_DAYS)
    return next((one for one in places if one.contender.name == ours), None)


def place(arguments: Arguments, reading: Reading) -> Answer:
    """Our place overall, as the city published it (综合排名)."""
    seen, span = look(arguments, reading), span_of(arguments)
    own = next((one.figure for one in rows_of(seen, span) if one.is_ours), None)
    value = None if own is None or own.place is None else Decimal(own.place)
    return seen.answer(value, span, reason=UNPUBLISHED)


def place_period(arguments: Arguments, reading: Reading) -> Answer:
    """The newest period until these days for which our place was published, short."""
    seen, span = look(arguments, reading), span_of(arguments)
    found = newest_published(seen.county.name, span.last)
    if found is None:
        return seen.answer(None, span, reason="尚无通报")
    words = "当日" if found == span else f"{found.first.year}年{found.first.month}月"
    return seen.answer(words, span)


def ranked(arguments: Arguments, reading: Reading) -> Answer:
    """How many counties have a published place."""
    seen, span = look(arguments, reading), span_of(arguments)
    count = sum(one.figure.place is not None for one in rows_of(seen, span))
    return seen.answer(Decimal(count) if count else None, span, reason=UNPUBLISHED)


def metric_place(arguments: Arguments, reading: Reading) -> Answer:
    """Our place by one published pollutant, index or day count (单项排名)."""
    seen, span = look(arguments, reading), span_of(arguments)
    found = place_of(rows_of(seen, span), str(arguments["metric"]))
    value = None if found is None or found.place is None else Decimal(found.place)
    return seen.answer(value, span, reason=UNPUBLISHED)


def _row(arguments: Arguments, reading: Reading) -> tuple[Look, DaySpan, BenchmarkRow | None]:
    seen, span = look(arguments, reading), span_of(arguments)
    rows = rows_of(seen, span)
    return seen, span, next((r for r in rows if r.figure.county == arguments["county"]), None)


def value(arguments: Arguments, reading: Reading) -> Answer:
    """What a county published for a pollutant, the index, its good days or its place."""
    seen, span, row = _row(arguments, reading)
    metric = str(arguments["metric"])
    found = published(row.figure, metric) if row else None
    return seen.answer(found, span, reason="未公布", unit=_unit(metric))


def gap(arguments: Arguments, reading: Reading) -> Answer:
    """Ours minus theirs (对标差距), as the page of the counties shows it."""
    seen, span, row = _row(arguments, reading)
    metric = str(arguments["metric"])
    found = _plain(_GAPS.get(metric, _item_gap(metric))(row), metric) if row else None
    ours = seen.figures(span, EditionChoice.AUTO)
    edition = ours.basis.words if ours else ""
    reason = "一方无数据" if ours else NOTHING
    return seen.answer(found, span, reason=reason, unit=_unit(metric), edition=edition)


def _item_gap(metric: str) -> Callable[[BenchmarkRow], Decimal | None]:
    names = [item.value for item in PUBLISHED_ORDER]
    return lambda row: row.gaps[names.index(metric)]


_GAPS: dict[str, Callable[[BenchmarkRow], Decimal | None]] = {
    COMPOSITE: lambda row: row.index_gap,
    GOOD_DAYS: lambda row: None if row.day_gap is None else Decimal(row.day_gap),
}


def _unit(metric: str) -> str:
    if metric in {COMPOSITE, "place"}:
        return ""
    return "天" if metric == GOOD_DAYS else unit(Pollutant(metric))


def share(arguments: Arguments, reading: Reading) -> Answer:
    """A pollutant's part of the gap in the index to a county, in percent."""
    seen, span, row = _row(arguments, reading)
    names = [item.value for item in PUBLISHED_ORDER]
    part = row.shares[names.index(str(arguments["metric"]))] if row else None
    reason = f"{symbol(Pollutant(str(arguments['metric'])))}无可比数据"
    found = None if part is None else Decimal(f"{100 * part:.1f}")
    return seen.answer(found, span, reason=reason, unit="%")


QUERIES = (
    FigureQuery("air.place.overall", "市内综合排名", place, benchmark_page),
    FigureQuery("air.place.period", "排名所属时段", place_period, benchmark_page),
    FigureQuery("air.place.ranked", "参加排名县市数", ranked, benchmark_page),
    FigureQuery("air.place.metric", "市内单项排名", metric_place, benchmark_page),
    FigureQuery("air.benchmark.value", "县市公布值", value, benchmark_page),
    FigureQuery("air.benchmark.gap", "对标差距", gap, benchmark_page),
    FigureQuery("air.benchmark.share", "差距贡献", share, benchmark_page),
)
