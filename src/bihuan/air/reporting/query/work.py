"""What was done in a period (处置情况): studies, orders, cases, abnormal values, dust."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.db.models import Q

from bihuan.air.judge.span import DaySpan
from bihuan.air.models import DustCase, Exclusion, Instruction
from bihuan.air.reporting.link import exclusion_page, ledger_page
from bihuan.air.reporting.look import Look, look, span_of
from bihuan.air.series.block import midnight
from bihuan.cases.models import Case
from bihuan.reports.definition import Answer, Arguments, FigureQuery, Reading

AIR_CASES = "air:"
MOST_ORDERS = 20


def within(field: str, span: DaySpan) -> Q:
    """Condition that a moment lies in the days."""
    end = midnight(span.last + timedelta(days=1))
    return Q(**{f"{field}__gte": midnight(span.first), f"{field}__lt": end})


def instructions(arguments: Arguments, reading: Reading) -> Answer:
    """Entries of the ledger, of one kind or state where named."""
    seen, span = look(arguments, reading), span_of(arguments)
    rows = Instruction.objects.filter(
        within("at", span), district__code__startswith=seen.district
    ).order_by()
    for name in ("kind", "state"):
        if arguments.get(name):
            rows = rows.filter(**{name: arguments[name]})
    return seen.answer(Decimal(rows.count()), span, unit="件")


def nth_order(arguments: Arguments, reading: Reading) -> Answer:
    """Something of the n-th entry of the ledger: number, title, state or case."""
    seen, span = look(arguments, reading), span_of(arguments)
    rows = orders_of(seen, span)
    n = int(str(arguments["n"]))
    value = _ORDER[str(arguments["what"])](rows[n - 1]) if n <= len(rows) else None
    return seen.answer(value or None, span, reason="未登记")


def orders_of(seen: Look, span: DaySpan) -> list[Instruction]:
    """The period's entries of the ledger, oldest first."""
    rows = Instruction.objects.filter(
        within("at", span), district__code__startswith=seen.district
    ).order_by("at", "pk")
    found: list[Instruction] = seen.once(f"orders.{span.words}", lambda: list(rows[:MOST_ORDERS]))
    return found


_ORDER: dict[str, Callable[[Instruction], str]] = {
    "number": lambda one: one.number,
    "title": lambda one: f"{one.get_kind_display()}：{one.title}",
    "state": lambda one: one.get_state_display(),
    "case": lambda one: one.case,
    "outcome": lambda one: _outcome(one.case),
}


def _outcome(number: str) -> str:
    """What became of the case that an order raised."""
    if not number:
        return ""
    found = Case.objects.filter(number=number).first()
    return f"{found.get_state_display()}（{found.stage_title}）" if found else ""


def cases(arguments: Arguments, reading: Reading) -> Answer:
    """Cases that air raised in the district, of one state where named."""
    seen, span = look(arguments, reading), span_of(arguments)
    rows = Case.objects.filter(
        within("raised_at", span), county_code=seen.district, source__startswith=AIR_CASES
    ).order_by()
    if arguments.get("state"):
        rows = rows.filter(state=arguments["state"])
    return seen.answer(Decimal(rows.count()), span, unit="件")


def exclusions(arguments: Arguments, reading: Reading) -> Answer:
    """Reports of abnormal provincial values, of one state where named."""
    seen, span = look(arguments, reading), span_of(arguments)
    rows = Exclusion.objects.filter(
        within("start", span), point__in=[one.point for one in seen.sites]
    ).order_by()
    if arguments.get("state"):
        rows = rows.filter(state=arguments["state"])
    return seen.answer(Decimal(rows.count()), span, unit="条")


def dust(arguments: Arguments, reading: Reading) -> Answer:
    """Dust cases that touch the days."""
    seen, span = look(arguments, reading), span_of(arguments)
    rows = DustCase.objects.filter(
        district__code__startswith=seen.district, first__lte=span.last, last__gte=span.first
    )
    return seen.answer(Decimal(rows.count()), span, unit="次")


QUERIES = (
    FigureQuery("air.work.instructions", "研判与指令", instructions, ledger_page),
    FigureQuery("air.work.order", "台账条目", nth_order, ledger_page),
    FigureQuery("air.work.cases", "交办事项", cases, ledger_page),
    FigureQuery("air.work.exclusions", "异常数据上报", exclusions, exclusion_page),
    FigureQuery("air.work.dust", "沙尘过程", dust, exclusion_page),
)
