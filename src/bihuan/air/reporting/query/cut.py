"""Field supervision and the firms' emission cuts (现场督导与减排)."""

from collections.abc import Callable
from decimal import Decimal

from bihuan.air.reporting.cut import Cut, Supervision, supervision
from bihuan.air.reporting.link import ledger_page
from bihuan.air.reporting.look import look, span_of
from bihuan.reports.definition import Answer, Arguments, FigureQuery, Reading

NOT_STATED = "交办反馈未填报减排量"
_COUNT: dict[str, Callable[[Supervision], int]] = {
    "orders": lambda one: one.orders,
    "answered": lambda one: one.answered,
    "stated": lambda one: one.stated,
    "silent": lambda one: one.orders - one.stated,
}
_CELL: dict[str, Callable[[Cut], str | Decimal]] = {
    "number": lambda one: one.number,
    "firm": lambda one: one.firm,
    "item": lambda one: one.item,
    "amount": lambda one: plain(one.kilograms),
}


def plain(amount: Decimal) -> Decimal:
    """An amount without zeros at its end.

    >>> plain(Decimal("1500.0")), plain(Decimal("12.50"))
    (Decimal('1500'), Decimal('12.5'))
    """
    return Decimal(f"{amount.normalize():f}")


def count(arguments: Arguments, reading: Reading) -> Answer:
    """Orders of the days: given, answered, with a stated cut, without one."""
    seen, span = look(arguments, reading), span_of(arguments)
    found = supervision(seen, span, reading)
    return seen.answer(Decimal(_COUNT[str(arguments["what"])](found)), span, unit="件")


def total(arguments: Arguments, reading: Reading) -> Answer:
    """All that was stated of one pollutant."""
    seen, span = look(arguments, reading), span_of(arguments)
    amount = supervision(seen, span, reading).total(str(arguments["item"]))
    value = None if amount is None else plain(amount)
    return seen.answer(value, span, reason=NOT_STATED, unit="千克")


def nth(arguments: Arguments, reading: Reading) -> Answer:
    """Something of the n-th stated cut: order, firm, pollutant or amount."""
    seen, span = look(arguments, reading), span_of(arguments)
    cuts, n = supervision(seen, span, reading).cuts, int(str(arguments["n"]))
    value = _CELL[str(arguments["what"])](cuts[n - 1]) if n <= len(cuts) else None
    return seen.answer(value, span, reason=NOT_STATED)


QUERIES = (
    FigureQuery("air.cut.count", "交办单与减排填报", count, ledger_page),
    FigureQuery("air.cut.total", "填报减排量合计", total, ledger_page),
    FigureQuery("air.cut.nth", "减排填报", nth, ledger_page),
)
