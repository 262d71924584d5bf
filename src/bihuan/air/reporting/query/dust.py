"""Dust days and what their deduction changes (沙尘扣除): the days, the values before and after."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.utils.timezone import localtime

from bihuan.air.judge.figure import PeriodFigures
from bihuan.air.judge.ranking import COMPOSITE
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import DustCase, DustState
from bihuan.air.reporting.link import exclusion_page
from bihuan.air.reporting.look import NOTHING, Look, choice_of, look, span_of
from bihuan.air.reporting.query.change import GOOD_DAYS
from bihuan.air.series.mask import Treatment, dust_days
from bihuan.regulations.air.pollutant import Pollutant, unit
from bihuan.reports.definition import Answer, Arguments, FigureQuery, Reading
from bihuan.reports.period import short_day

JUDGED_DAYS = "judged_days"
MOST_WORDS = 120
NONE_LEFT = "扣除后没有有效日数据"
UNANSWERED = "上级尚未认定"


def cases_of(seen: Look, span: DaySpan) -> list[DustCase]:
    """The dust cases that touch the days, oldest first."""
    rows = DustCase.objects.filter(
        district__code__startswith=seen.district, first__lte=span.last, last__gte=span.first
    )
    found: list[DustCase] = seen.once(
        f"dust.{span.words}", lambda: list(rows.order_by("first", "pk"))
    )
    return found


def deducted_days(seen: Look, span: DaySpan) -> list[date]:
    """The days on which an evaluation station's particles are deducted."""
    rows = [one.row for one in seen.evaluation]

    def work() -> list[date]:
        dusty = dust_days(span, seen.values.sites)[rows]
        return [day for place, day in enumerate(span.each()) if dusty[:, place].any()]

    found: list[date] = seen.once(f"deducted.{span.words}", work) if rows else []
    return found


def days(arguments: Arguments, reading: Reading) -> Answer:
    """How many days are deducted (扣沙天数)."""
    seen, span = look(arguments, reading), span_of(arguments)
    return seen.answer(Decimal(len(deducted_days(seen, span))), span, unit="天")


def nth_case(arguments: Arguments, reading: Reading) -> Answer:
    """Something of the n-th dust case: its days, state, evidence or the upper level's answer."""
    seen, span = look(arguments, reading), span_of(arguments)
    found, n = cases_of(seen, span), int(str(arguments["n"]))
    value = _CASE[str(arguments["what"])](found[n - 1]) if n <= len(found) else None
    return seen.answer(value or None, span, reason=UNANSWERED)


def _days_words(one: DustCase) -> str:
    if one.first == one.last:
        return short_day(one.first)
    return f"{short_day(one.first)}至{short_day(one.last)}"


def _short(text: str) -> str:
    """As much of a text as a table bears."""
    return text if len(text) <= MOST_WORDS else f"{text[: MOST_WORDS - 1]}…"


def _answer_words(one: DustCase) -> str:
    if one.answered_at is None:
        return ""
    said = _short(one.answer.strip()) or DustState(one.state).label
    return f"{said}（{short_day(localtime(one.answered_at).date())}）"


_CASE: dict[str, Callable[[DustCase], str]] = {
    "days": _days_words,
    "state": lambda one: one.get_state_display(),
    "evidence": lambda one: _short(one.evidence.strip()),
    "answer": _answer_words,
}


def _both(arguments: Arguments, reading: Reading) -> tuple[Look, DaySpan, list[PeriodFigures]]:
    """The county's figures before and after the deduction; none without a station."""
    seen, span, choice = look(arguments, reading), span_of(arguments), choice_of(arguments)
    found = [
        seen.figures(span, choice, treatment)
        for treatment in (Treatment.REVIEWED, Treatment.DEDUCTED)
    ]
    return seen, span, [one for one in found if one is not None]


def _value(figures: PeriodFigures, metric: str) -> Decimal | None:
    if metric == COMPOSITE:
        return figures.printed_composite()[0]
    if metric == GOOD_DAYS:
        return Decimal(int(figures.good_days[0])) if figures.judged_days[0] else None
    if metric == JUDGED_DAYS:
        return Decimal(int(figures.judged_days[0]))
    return figures.printed(Pollutant(metric))[0]


def _unit(metric: str) -> str:
    if metric in {GOOD_DAYS, JUDGED_DAYS}:
        return "天"
    return "" if metric == COMPOSITE else unit(Pollutant(metric))


def after(arguments: Arguments, reading: Reading) -> Answer:
    """A metric of the period without the particles of dust days (扣沙后)."""
    seen, span, both = _both(arguments, reading)
    if not both:
        return seen.answer(None, span, reason=NOTHING)
    metric, edition = str(arguments["metric"]), both[1].basis.words
    value = _value(both[1], metric)
    return seen.answer(value, span, reason=NONE_LEFT, unit=_unit(metric), edition=edition)


def difference(arguments: Arguments, reading: Reading) -> Answer:
    """After minus before (扣沙差值)."""
    seen, span, both = _both(arguments, reading)
    if not both:
        return seen.answer(None, span, reason=NOTHING)
    metric = str(arguments["metric"])
    before, left = (_value(one, metric) for one in both)
    value = None if before is None or left is None else left - before
    edition = both[1].basis.words
    return seen.answer(value, span, reason=NONE_LEFT, unit=_unit(metric), edition=edition)


QUERIES = (
    FigureQuery("air.dust.days", "沙尘扣除天数", days, exclusion_page),
    FigureQuery("air.dust.case", "沙尘过程", nth_case, exclusion_page),
    FigureQuery("air.dust.after", "扣沙后数值", after, exclusion_page),
    FigureQuery("air.dust.difference", "扣沙前后差值", difference, exclusion_page),
)
