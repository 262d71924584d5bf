"""The review desk (审核台): the queue, the history, and three series side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db.models import Count, QuerySet
from django.utils.timezone import localdate

from bihuan.accounts.models import User
from bihuan.air.figure.gathered import distance_km
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import Doubt, Review
from bihuan.air.quality.parameter import cards
from bihuan.air.series.block import midnight
from bihuan.air.series.mask import TREATMENT_NAMES, Treatment
from bihuan.air.series.values import Values
from bihuan.air.site import Site
from bihuan.regulations.air.pollutant import Pollutant, factor_code, symbol, unit
from bihuan.regulations.rounding import FloatArray
from bihuan.ui.chart import Chart, Line, milliseconds

MARGIN = timedelta(days=1)
MOST_DAYS = 31
NEIGHBOURS = 4


def factor_words(factor: str) -> str:
    """PM₂.₅ for a34004; the code itself where it is another factor's."""
    return next((symbol(item) for item in Pollutant if factor_code(item) == factor), factor)


def item_of(factor: str) -> Pollutant:
    """The pollutant of a factor's code.

    Raises:
        LookupError: another factor.
    """
    for item in Pollutant:
        if factor_code(item) == factor:
            return item
    raise LookupError(f"{factor} 不是六项污染物")


def queue(
    user: User, *, station_class: str = "", verdict: str = "", rule: str = "", point: str = ""
) -> QuerySet[Doubt]:
    """Open doubts that this person sees, newest first (待审核)."""
    rows = Doubt.objects.visible_to(user).filter(is_open=True)
    if station_class:
        rows = rows.filter(point__station__station_class=station_class)
    if point:
        rows = rows.filter(point=int(point))
    if verdict:
        rows = rows.filter(verdict=verdict)
    if rule:
        rows = rows.filter(rule=rule)
    return rows.select_related("point__station").order_by("-start", "point_id", "factor")


def counts(user: User) -> dict[str, int]:
    """Open doubts by verdict."""
    rows = Doubt.objects.visible_to(user).filter(is_open=True).order_by()
    return dict(rows.values_list("verdict").annotate(Count("pk")))


def waiting_for_second(user: User) -> QuerySet[Review]:
    """Decisions that wait for another person (待复核)."""
    rows = Review.objects.visible_to(user).filter(wants_second=True, second_at__isnull=True)
    return rows.select_related("point", "by").order_by("at")


def history(user: User) -> QuerySet[Review]:
    """Decisions, newest first (审核记录)."""
    return Review.objects.visible_to(user).select_related("point", "by", "second_by")


def rule_choices() -> list[tuple[str, str]]:
    """Rules with their names, several classes of one rule once."""
    return [(rule, card.name_zh) for rule, card in cards().items() if not rule.startswith("range_")]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Raw, reviewed and deducted values of some hours, and the neighbours (三列对照)."""

    chart: Chart
    rows: tuple[tuple[datetime, str, str, str], ...]


def side_by_side(
    values: Values, site: Site, factor: str, start: datetime, end: datetime
) -> SideBySide:
    """The hours around a spell in three series, with the nearest stations of the same class."""
    item = item_of(factor)
    span = _around(start, end)
    tables = {one: _hours(values, span, one, item)[site.row] for one in Treatment}
    lines = [
        _line(one.value, TREATMENT_NAMES[one], array, span, item)
        for one, array in tables.items()
        if one is not Treatment.DEDUCTED
    ]
    for other in _near(values, site):
        raw = _hours(values, span, Treatment.RAW, item)[other.row]
        lines.append(_line(str(other.station), other.name, raw, span, item))
    first = milliseconds(midnight(span.first))
    chart = Chart(first, first + 86_400_000 * span.days, lines)
    return SideBySide(chart, _rows(tables, span, start, end))


def _around(start: datetime, end: datetime) -> DaySpan:
    first, last = localdate(start - MARGIN), localdate(end + MARGIN)
    return DaySpan(first, min(last, first + timedelta(days=MOST_DAYS)))


def _hours(values: Values, span: DaySpan, treatment: Treatment, item: Pollutant) -> FloatArray:
    if treatment is Treatment.DEDUCTED:
        return values.deducted_hours(span)[item]
    return values.hours(span, treatment)[item]


def _near(values: Values, site: Site) -> list[Site]:
    peers = [one for one in values.sites if one.row != site.row]
    return sorted(peers, key=lambda one: distance_km(one, site))[:NEIGHBOURS]


def _line(key: str, name: str, array: FloatArray, span: DaySpan, item: Pollutant) -> Line:
    start = milliseconds(midnight(span.first))
    return Line(
        key=key,
        name=name,
        unit=unit(item),
        decimals=1,
        times=[start + 3_600_000 * at for at in range(len(array))],
        values=[None if np.isnan(one) else float(one) for one in array],
    )


def _rows(
    tables: Mapping[Treatment, FloatArray], span: DaySpan, start: datetime, end: datetime
) -> tuple[tuple[datetime, str, str, str], ...]:
    begin = int((start - midnight(span.first)) / timedelta(hours=1))
    count = int((end - start) / timedelta(hours=1))
    raw, reviewed, deducted = (tables[one] for one in Treatment)
    places = range(begin, min(begin + min(count, 72), len(raw)))
    return tuple(
        (
            start + timedelta(hours=at - begin),
            _text(raw[at]),
            _text(reviewed[at]),
            _text(deducted[at]),
        )
        for at in places
    )


def _text(value: float) -> str:
    return "—" if np.isnan(value) else f"{value:g}"
