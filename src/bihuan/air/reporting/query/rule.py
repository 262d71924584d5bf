"""Numbers of the rules that a document was written by (研判规则), kept like any of its figures."""

from django.urls import reverse

from bihuan.air.reporting.look import look, span_of
from bihuan.reports.definition import Answer, Arguments, FigureQuery, Reading


def _link(arguments: Arguments) -> str:
    return reverse("accounts:settings")


def numbers(arguments: Arguments, reading: Reading) -> Answer:
    """The numbers of one group in force when the days ended; says where they are unconfirmed."""
    seen, span = look(arguments, reading), span_of(arguments)
    return seen.answer(seen.book(span).words(str(arguments["group"])), span)


QUERIES = (FigureQuery("air.rule.numbers", "研判规则", numbers, _link),)
