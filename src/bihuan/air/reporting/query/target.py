"""Where the year's targets stand on the morning of a day (目标余量), as their page shows it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from bihuan.air.judge.allowance import Leaf
from bihuan.air.judge.figure import PeriodFigures
from bihuan.air.judge.span import DaySpan, SpanKind
from bihuan.air.models import Target, TargetItem
from bihuan.air.queries.target import DaysOver, MeanTarget, TargetScreen, target_screen
from bihuan.air.reporting.link import target_page
from bihuan.air.reporting.look import Look, choice_of, day_of, item_of, look, span_of
from bihuan.air.series.block import midnight
from bihuan.regulations.air.period import rounded
from bihuan.regulations.air.pollutant import Pollutant, unit
from bihuan.reports.definition import Answer, Arguments, FigureQuery, Reading

UNSET = "未设年度目标"
NEW_YEAR = "新年度首日，尚无数据"


def screen_of(seen: Look, today: date) -> TargetScreen | None:
    """The targets after the last midnight before ``today`` began; None on New Year's day."""
    if not seen.evaluation:
        return None
    found: TargetScreen | None = seen.once(
        f"targets.{today}",
        lambda: target_screen(seen.values, seen.sites, seen.county, now=midnight(today)),
    )
    return found


def year_to(today: date) -> DaySpan:
    """The days of the year that a target counts on this morning."""
    yesterday = today - timedelta(days=1)
    return DaySpan(date(yesterday.year, 1, 1), yesterday)


def _query(
    name: str,
    label: str,
    work: Callable[[TargetScreen, Arguments], Decimal | str | None],
    *,
    of: Callable[[Arguments], str] = lambda _: "",
) -> FigureQuery:
    def answer(arguments: Arguments, reading: Reading) -> Answer:
        seen, today = look(arguments, reading), day_of(arguments, "today")
        screen = screen_of(seen, today)
        span = year_to(today)
        if screen is None:
            return seen.answer(None, span, reason=NEW_YEAR if seen.evaluation else "没有评价点位")
        value = work(screen, arguments)
        return seen.answer(value, span, reason=UNSET, unit=of(arguments), edition=screen.basis)

    return FigureQuery(name, label, answer, target_page)


def _mean(screen: TargetScreen, arguments: Arguments) -> MeanTarget | None:
    return next((one for one in screen.means if one.item is item_of(arguments)), None)


def _over(screen: TargetScreen, arguments: Arguments) -> DaysOver | None:
    return next((one for one in screen.days_over if one.item is item_of(arguments)), None)


def _one_place(value: Fraction | None) -> Decimal | None:
    return None if value is None else rounded(value, 1)


def _allowance(screen: TargetScreen, arguments: Arguments) -> Decimal | None:
    one = _mean(screen, arguments)
    return _one_place(one.allowance.today) if one else None


def _remaining(screen: TargetScreen, arguments: Arguments) -> Decimal | None:
    one = _mean(screen, arguments)
    return _one_place(one.allowance.plan.remaining_mean) if one else None


def _reachable(screen: TargetScreen, arguments: Arguments) -> str | None:
    one = _mean(screen, arguments)
    if one is None:
        return None
    return "可以达到" if one.allowance.plan.is_reachable else "按近三年同季水平难以达到"


def _leaf_of(screen: TargetScreen, arguments: Arguments) -> Leaf | None:
    one, kind = _mean(screen, arguments), SpanKind(str(arguments["kind"]))
    first = day_of(arguments, "first")
    leaves = one.allowance.tree if one else ()
    return next((leaf for leaf in leaves if leaf.kind is kind and leaf.span.first == first), None)


def _leaf(screen: TargetScreen, arguments: Arguments) -> Decimal | str | None:
    found = _leaf_of(screen, arguments)
    if found is None:
        return None
    if arguments["what"] == "light":
        return found.light_words
    if arguments["what"] == "gap":
        return None if found.measured is None else rounded(found.measured - found.target, 1)
    return _one_place(getattr(found, str(arguments["what"])))


def _good(name: str) -> Callable[[TargetScreen, Arguments], Decimal | None]:
    def work(screen: TargetScreen, _: Arguments) -> Decimal | None:
        return None if screen.good is None else Decimal(getattr(screen.good, name))

    return work


def _days_over(name: str) -> Callable[[TargetScreen, Arguments], Decimal | None]:
    def work(screen: TargetScreen, arguments: Arguments) -> Decimal | None:
        found = _over(screen, arguments)
        return None if found is None else Decimal(getattr(found, name))

    return work


def annual(arguments: Arguments, reading: Reading) -> Answer:
    """The annual target itself (年度目标)."""
    seen = look(arguments, reading)
    year = int(str(arguments["year"]))
    value = target_value(seen, year, str(arguments["target"]))
    return seen.answer(value, DaySpan(date(year, 1, 1), date(year, 12, 31)), reason=UNSET)


def target_value(seen: Look, year: int, item: str) -> Decimal | None:
    """A target as it was set, without zeros that nobody wrote."""
    rows = seen.once(
        f"target_rows.{year}",
        lambda: dict(
            Target.objects.filter(district=seen.county, year=year).values_list("item", "value")
        ),
    )
    return None if item not in rows else Decimal(f"{rows[item].normalize():f}")


def gap(arguments: Arguments, reading: Reading) -> Answer:
    """A period's statistic minus the annual target (与年度目标差距)."""
    seen, span = look(arguments, reading), span_of(arguments)
    item = str(arguments["target"])
    figures = seen.figures(span, choice_of(arguments))
    target = target_value(seen, span.last.year, item)
    now = _printed(figures, item) if figures else None
    value = None if now is None or target is None else now - target
    reason = UNSET if target is None else "无有效数据"
    basis = figures.basis.words if figures else ""
    return seen.answer(value, span, reason=reason, unit=target_unit(item), edition=basis)


def _printed(figures: PeriodFigures, item: str) -> Decimal | None:
    if item == TargetItem.COMPOSITE:
        found: Decimal | None = figures.printed_composite()[0]
        return found
    if item == TargetItem.GOOD_DAYS:
        return Decimal(int(figures.good_days[0])) if figures.judged_days[0] else None
    printed: Decimal | None = figures.printed(Pollutant(item))[0]
    return printed


def target_unit(item: str) -> str:
    """Unit of a target's value."""
    return {TargetItem.COMPOSITE: "", TargetItem.GOOD_DAYS: "天"}.get(TargetItem(item), "") or (
        unit(Pollutant(item)) if item in set(Pollutant) else ""
    )


def _item_unit(arguments: Arguments) -> str:
    return unit(item_of(arguments))


QUERIES = (
    _query("air.target.allowance", "今日余量", _allowance, of=_item_unit),
    _query("air.target.remaining", "余下日均", _remaining, of=_item_unit),
    _query("air.target.reachable", "年目标可达性", _reachable),
    _query("air.target.leaf", "目标分解", _leaf),
    _query(
        "air.target.good_so_far",
        "今年优良天数",
        lambda s, _: Decimal(s.good_so_far),
        of=lambda _: "天",
    ),
    _query("air.target.good_needed", "还需优良天数", _good("still_needed"), of=lambda _: "天"),
    _query(
        "air.target.bad_allowed", "最多可超标天数", _good("bad_days_allowed"), of=lambda _: "天"
    ),
    _query(
        "air.target.good_possible", "全年最多优良天数", _good("still_possible"), of=lambda _: "天"
    ),
    _query("air.target.days_allowed", "全年可超天数", _days_over("allowed"), of=lambda _: "天"),
    _query("air.target.days_used", "已超天数", _days_over("used"), of=lambda _: "天"),
    _query("air.target.days_left", "剩余可超天数", _days_over("left"), of=lambda _: "天"),
    FigureQuery("air.target.annual", "年度目标", annual, target_page),
    FigureQuery("air.target.gap", "与年度目标差距", gap, target_page),
)
