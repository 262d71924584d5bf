"""Emission cuts that the feedback of a period's orders states (交办反馈填报的减排量)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from bihuan.air.judge.span import DaySpan
from bihuan.air.reporting.look import Look
from bihuan.air.reporting.query.work import within
from bihuan.cases.models import Case, CaseEvent, CaseState, EventKind
from bihuan.reports.definition import Reading

ORDER, FEEDBACK = "assignment_order", "feed_back"
KILOGRAMS = {"千克": Decimal(1), "吨": Decimal(1000)}
CUT_ITEMS = ("颗粒物", "二氧化硫", "氮氧化物", "挥发性有机物")
"""As the form of the order's feedback offers them."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What one body stated for one order (减排填报).

    Attributes:
        firm: the enterprise of the order, else the place that it names.
        kilograms: the amount. [kg]
    """

    number: str
    firm: str
    item: str
    kilograms: Decimal


@dataclass(frozen=True, slots=True)
class Supervision:
    """The orders that were given in the days, with what their feedback says by now.

    Attributes:
        orders: given, void ones left out; `answered` of them have feedback.
        stated: orders whose feedback states a cut.
    """

    orders: int
    answered: int
    stated: int
    cuts: tuple[Cut, ...]

    def total(self, item: str) -> Decimal | None:
        """All cuts of a pollutant; None where nobody stated one. [kg]"""
        found = [one.kilograms for one in self.cuts if one.item == item]
        return sum(found, Decimal(0)) if found else None


def supervision(seen: Look, span: DaySpan, reading: Reading) -> Supervision:
    """Orders of the days with their feedback until the moment of the look (现场督导)."""
    found: Supervision = seen.once(
        f"supervision.{span.words}", lambda: _supervision(seen.district, span, reading.now)
    )
    return found


def _supervision(district: str, span: DaySpan, now: datetime) -> Supervision:
    rows = Case.objects.filter(within("raised_at", span), kind=ORDER, county_code=district)
    orders = rows.exclude(state=CaseState.VOID).select_related("enterprise")
    cases = {one.pk: one for one in orders.order_by("raised_at", "pk")}
    events = CaseEvent.objects.filter(
        case__in=cases, kind=EventKind.STEP, code=FEEDBACK, at__lte=now
    ).order_by("serial")
    newest = {(one.case_id, one.unit_name): one for one in events}
    made = [(pk, cut_of(cases[pk], one.fields)) for (pk, _), one in newest.items()]
    cuts = {pk: [cut for key, cut in made if key == pk and cut is not None] for pk in cases}
    return Supervision(
        orders=len(cases),
        answered=len({pk for pk, _ in newest}),
        stated=sum(1 for found in cuts.values() if found),
        cuts=tuple(cut for found in cuts.values() for cut in found),
    )


def cut_of(case: Case, fields: Mapping[str, str]) -> Cut | None:
    """The cut that a feedback states; None without a number, a unit or a pollutant."""
    unit, item = KILOGRAMS.get(fields.get("cut_unit", "")), fields.get("cut_item", "")
    amount = _number(fields.get("cut", ""))
    if unit is None or amount is None or item not in CUT_ITEMS:
        return None
    firm = case.enterprise.name if case.enterprise else case.facts.get("site") or case.title
    return Cut(case.number, firm, item, amount * unit)


def _number(text: str) -> Decimal | None:
    """A stated amount; None where it is no number above zero.

    >>> _number("12.5"), _number("约三吨"), _number("-1"), _number("NaN")
    (Decimal('12.5'), None, None, None)
    """
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount > 0 else None
