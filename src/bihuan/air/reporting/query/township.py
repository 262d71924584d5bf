"""Township stations by place (乡镇排名), as the ranking page shows them."""

from datetime import timedelta
from decimal import Decimal

from bihuan.air.judge.edition_choice import one_edition
from bihuan.air.judge.figure import PeriodFigures
from bihuan.air.judge.ranking import COMPOSITE, Standing, standings
from bihuan.air.judge.span import DaySpan, SpanKind, previous_of
from bihuan.air.queries.hot_spot import hot_spot_screen
from bihuan.air.queries.reading import Reading as DayReading
from bihuan.air.queries.reading import readings
from bihuan.air.reporting.link import hot_spot_page, ranking_page
from bihuan.air.reporting.look import Look, choice_of, item_of, look, span_of
from bihuan.air.series.block import midnight
from bihuan.air.site import Site
from bihuan.registry.models import StationClass
from bihuan.regulations.air.pollutant import symbol, unit
from bihuan.reports.definition import Answer, Arguments, FigureQuery, Reading

FEW = "参加排名的乡镇站不足"
LEAST_WEEKS_DAYS = 28


def order_of(seen: Look, arguments: Arguments) -> list[Standing]:
    """The stations by place, with the change against the period before on one basis."""
    span, choice, kind = span_of(arguments), choice_of(arguments), SpanKind(str(arguments["kind"]))
    metric = str(arguments.get("metric") or COMPOSITE)

    def work() -> list[Standing]:
        if not seen.townships:
            return []
        one = one_edition(span)
        earlier = seen.of_townships(previous_of(kind, span), one)
        now = seen.of_townships(span, choice)
        same = now.basis.variant.code == earlier.basis.variant.code
        return standings(now, metric, earlier=earlier if same else None)

    found: list[Standing] = seen.once(f"places.{span.words}.{choice}.{kind}.{metric}", work)
    return found


def _nth(seen: Look, arguments: Arguments) -> Standing | None:
    """The n-th best or the n-th worst of the ranked."""
    ranked = [one for one in order_of(seen, arguments) if one.place is not None]
    n = int(str(arguments["n"]))
    if n > len(ranked):
        return None
    return ranked[n - 1] if arguments["side"] == "best" else ranked[-n]


def nth_site(seen: Look, arguments: Arguments) -> Site | None:
    """The station of the n-th best or worst."""
    one = _nth(seen, arguments)
    return seen.townships[one.row] if one else None


def nth_name(arguments: Arguments, reading: Reading) -> Answer:
    """Township of the n-th best or worst station."""
    seen, span = look(arguments, reading), span_of(arguments)
    one = _nth(seen, arguments)
    name = seen.townships[one.row].district_name if one else None
    return seen.answer(name, span, reason=FEW, edition=_basis(seen, arguments))


def nth_value(arguments: Arguments, reading: Reading) -> Answer:
    """Metric of the n-th best or worst station."""
    seen, span = look(arguments, reading), span_of(arguments)
    one = _nth(seen, arguments)
    value = one.value if one else None
    return seen.answer(value, span, reason=FEW, edition=_basis(seen, arguments))


def nth_index(arguments: Arguments, reading: Reading) -> Answer:
    """AQI on one day of the n-th best or worst station."""
    seen, span = look(arguments, reading), span_of(arguments)
    one = _nth(seen, arguments)
    day = _day(seen, arguments, one.row) if one else None
    value = None if day is None or day.index is None else Decimal(day.index)
    reason = day.reason if day else FEW
    return seen.answer(value, span, reason=reason, edition=_basis(seen, arguments))


def _basis(seen: Look, arguments: Arguments) -> str:
    if not seen.townships:
        return ""
    return seen.of_townships(span_of(arguments), choice_of(arguments)).basis.words


def _day(seen: Look, arguments: Arguments, row: int) -> DayReading:
    figures = _figures(seen, arguments)
    return readings(figures.days, figures.indices, [row], 0)[0]


def _figures(seen: Look, arguments: Arguments) -> PeriodFigures:
    return seen.of_townships(span_of(arguments), choice_of(arguments))


def _row(seen: Look, arguments: Arguments) -> int:
    return next(n for n, one in enumerate(seen.townships) if one.code == arguments["station"])


def _site(seen: Look, arguments: Arguments) -> Site:
    return seen.townships[_row(seen, arguments)]


def _standing(seen: Look, arguments: Arguments) -> Standing:
    row = _row(seen, arguments)
    return next(one for one in order_of(seen, arguments) if one.row == row)


def place(arguments: Arguments, reading: Reading) -> Answer:
    """A station's place; missing with the reason why it is not ranked."""
    seen, span = look(arguments, reading), span_of(arguments)
    one = _standing(seen, arguments)
    value = None if one.place is None else Decimal(one.place)
    return seen.answer(value, span, reason=one.reason, edition=_basis(seen, arguments))


def place_change(arguments: Arguments, reading: Reading) -> Answer:
    """Places gained since the period before, below zero lost."""
    seen, span = look(arguments, reading), span_of(arguments)
    before = previous_of(SpanKind(str(arguments["kind"])), span)
    one = _standing(seen, arguments)
    value = None if one.change is None else Decimal(one.change)
    reach, basis = DaySpan(before.first, span.last), _basis(seen, arguments)
    return seen.answer(value, reach, reason="无上期名次", edition=basis)


def station_value(arguments: Arguments, reading: Reading) -> Answer:
    """A station's metric of the period: index, good-day share or a pollutant."""
    seen, span = look(arguments, reading), span_of(arguments)
    one = _standing(seen, arguments)
    reason = one.reason or "六项污染物不全"
    return seen.answer(one.value, span, reason=reason, edition=_basis(seen, arguments))


def station_statistic(arguments: Arguments, reading: Reading) -> Answer:
    """A station's statistic of a pollutant."""
    seen, span, item = look(arguments, reading), span_of(arguments), item_of(arguments)
    figures = _figures(seen, arguments)
    value = figures.printed(item)[_row(seen, arguments)]
    basis = figures.basis.words
    reason = f"{symbol(item)}没有有效日数据"
    return seen.answer(value, span, reason=reason, unit=unit(item), edition=basis)


def station_index(arguments: Arguments, reading: Reading) -> Answer:
    """A station's AQI of one day."""
    seen, span = look(arguments, reading), span_of(arguments)
    day = _day(seen, arguments, _row(seen, arguments))
    value = None if day.index is None else Decimal(day.index)
    return seen.answer(value, span, reason=day.reason, edition=_basis(seen, arguments))


def station_primary(arguments: Arguments, reading: Reading) -> Answer:
    """A station's primary pollutants of one day."""
    seen, span = look(arguments, reading), span_of(arguments)
    day = _day(seen, arguments, _row(seen, arguments))
    value = None if day.index is None else ("、".join(map(symbol, day.primary)) or "无")
    return seen.answer(value, span, reason=day.reason, edition=_basis(seen, arguments))


def hot_spot(arguments: Arguments, reading: Reading) -> Answer:
    """The n-th significant place or hour of the township stations, as a sentence (污染热区)."""
    seen, span, item = look(arguments, reading), span_of(arguments), item_of(arguments)
    days = max(LEAST_WEEKS_DAYS, span.days)
    screen = seen.once(
        f"hot.{span.last}.{days}.{item}",
        lambda: hot_spot_screen(
            seen.values,
            seen.sites,
            StationClass.TOWNSHIP,
            item,
            days=days,
            now=midnight(span.last + timedelta(days=1)),
        ),
    )
    spots = screen.hours if arguments["what"] == "hours" else screen.places
    n = int(str(arguments["n"]))
    told = f"{spots[n - 1].site.district_name}{spots[n - 1].because}" if n <= len(spots) else None
    value = None if told is None else told.replace(" ", "")
    return seen.answer(
        value, screen.span, reason="没有显著的高值", edition=screen.book.words("hot_")
    )


QUERIES = (
    FigureQuery("air.township.nth_name", "第几名乡镇", nth_name, ranking_page),
    FigureQuery("air.township.nth_value", "第几名乡镇的指标", nth_value, ranking_page),
    FigureQuery("air.township.nth_index", "第几名乡镇的日 AQI", nth_index, ranking_page),
    FigureQuery("air.station.place", "乡镇站名次", place, ranking_page),
    FigureQuery("air.station.place_change", "乡镇站名次变化", place_change, ranking_page),
    FigureQuery("air.station.value", "乡镇站指标", station_value, ranking_page),
    FigureQuery("air.station.statistic", "乡镇站浓度", station_statistic, ranking_page),
    FigureQuery("air.station.index", "乡镇站日 AQI", station_index, ranking_page),
    FigureQuery("air.station.primary", "乡镇站首要污染物", station_primary, ranking_page),
    FigureQuery("air.township.hot_spot", "高值区域和时段", hot_spot, hot_spot_page),
)
