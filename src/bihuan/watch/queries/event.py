"""Lists of events, one event, and its curve (报警查询)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from bihuan.accounts.models import User
from bihuan.accounts.scope import within
from bihuan.registry.queries.point import factors_of
from bihuan.registry.queries.series import chart
from bihuan.registry.span import SeriesChoice, SeriesKind, Span
from bihuan.ui.chart import Chart
from bihuan.watch.models import Event, EventState
from bihuan.watch.rules import Kind, all_rules

AROUND: Final = {
    SeriesKind.REALTIME: timedelta(hours=2),
    SeriesKind.HOUR: timedelta(hours=24),
    SeriesKind.DAY: timedelta(days=15),
}
MOST_COUNTED: Final = 1000


@dataclass(frozen=True, slots=True)
class EventFilter:
    """The filters of the list (报警筛选); an empty one does not filter.

    Attributes:
        quiet: ``yes`` for suppressed ones, ``no`` for the others.
        day: events that touch this day of Shanghai.
    """

    text: str = ""
    rule: str = ""
    state: str = ""
    district: str = ""
    finding: str = ""
    quiet: str = ""
    day: date | None = None


def events_of(user: User, told: EventFilter) -> QuerySet[Event]:
    """The events within a person's scope, the newest first; withdrawn ones only when asked."""
    rows = Event.objects.visible_to(user).select_related(
        "point__district", "point__outlet__enterprise", "suppression"
    )
    rows = rows.filter(_condition(told))
    return rows if told.state else rows.exclude(state=EventState.WITHDRAWN)


def _condition(told: EventFilter) -> Q:
    plain = {"rule": told.rule, "state": told.state}
    found = Q(**{name: value for name, value in plain.items() if value})
    if told.finding:
        found &= Q(finding="" if told.finding == "none" else told.finding)
    if told.quiet:
        found &= Q(suppression__isnull=told.quiet == "no")
    if told.district:
        found &= within("point__district_id", told.district)
    if told.text:
        found &= Q(point__name__icontains=told.text) | Q(
            point__outlet__enterprise__name__icontains=told.text
        )
    return found & _on(told.day) if told.day else found


def _on(day: date) -> Q:
    start = datetime.fromisoformat(f"{day.isoformat()}T00:00:00+08:00")
    return Q(begin__lt=start + timedelta(days=1), end__gte=start)


def open_count(user: User) -> int:
    """Open events that are not kept quiet; counted up to a thousand."""
    rows = Event.objects.visible_to(user).filter(state=EventState.OPEN, suppression__isnull=True)
    return rows.order_by()[:MOST_COUNTED].count()


def kind_of(event: Event) -> SeriesKind:
    """The kind of values that its rule judges, for the curve (曲线数据类型)."""
    rule = next((one for one in all_rules() if one.key == event.rule), None)
    kinds = rule.kinds if rule else (Kind.HOUR,)
    return {Kind.REALTIME: SeriesKind.REALTIME, Kind.DAY: SeriesKind.DAY}.get(
        kinds[0], SeriesKind.HOUR
    )


def event_chart(event: Event, now: datetime) -> Chart:
    """The values around the event with their limit (报警曲线)."""
    kind = kind_of(event)
    around = max(AROUND[kind], event.end - event.begin)
    factors = factors_of(event.point)
    mine = tuple(one.factor for one in factors if event.factor in ("", one.factor))[:4]
    choice = SeriesChoice(
        kind=kind,
        span=Span.CUSTOM,
        factors=mine,
        start=event.begin - around,
        end=min(event.end + around / 2, now + timedelta(minutes=1)),
    )
    return chart(event.point_id, choice, factors, now)
