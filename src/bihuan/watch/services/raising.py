"""Raising cases from events (转为事项): exactly once, whatever crashes."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet
from django.utils.timezone import localtime

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.cases.models import Case
from bihuan.cases.procedure.document import ProcedureError
from bihuan.cases.services import NewCase, raise_cases
from bihuan.watch.acts import Act
from bihuan.watch.error import CannotChange
from bihuan.watch.models import Event, EventState, Policy
from bihuan.watch.rules import label_of, rule_of

log = logging.getLogger(__name__)

PLACE: Final = ("version", "point__district", "point__outlet__enterprise")
AT_ONCE: Final = 200
"""Cases of one transaction."""


def raise_due(*, now: datetime) -> int:
    """Raise the cases that are due by their rules' policies (到期转事项); how many.

    The cases and the notes of them on their events are one transaction, and a case names its
    event as its source, which a kind takes only once: a crash at any point loses and doubles
    nothing. A kind without a published procedure waits until somebody publishes one.
    """
    by_kind: defaultdict[str, list[Event]] = defaultdict(list)
    for event in _due(now).select_related(*PLACE):
        by_kind[_kind(event)].append(event)
    return sum(
        _raise_some(kind, events[first : first + AT_ONCE], now)
        for kind, events in by_kind.items()
        for first in range(0, len(events), AT_ONCE)
    )


def _raise_some(kind: str, events: Sequence[Event], now: datetime) -> int:
    try:
        _raise(events, by=None, now=now)
    except ProcedureError as error:
        log.warning("no case raised kind=%s events=%s error=%s", kind, len(events), error)
        return 0
    return len(events)


def _due(now: datetime) -> QuerySet[Event]:
    lasted = ExpressionWrapper(F("end") - F("begin"), output_field=DurationField())
    rows = Event.objects.filter(case__isnull=True, suppression__isnull=True).exclude(
        state=EventState.WITHDRAWN
    )
    waiting = Q(version__policy=Policy.AT_ONCE)
    hours = rows.filter(version__policy=Policy.AFTER).values_list("version__after_hours", flat=True)
    for count in set(hours.distinct()):
        waiting |= Q(
            version__policy=Policy.AFTER,
            version__after_hours=count,
            lasted__gte=timedelta(hours=count),
        )
    return rows.annotate(lasted=lasted).filter(waiting).order_by("begin", "pk")


@transaction.atomic
def raise_by_hand(event: Event, *, by: User, now: datetime) -> Case:
    """Raise the case of an event at once (由报警创建事项), whatever the policy says.

    Raises:
        CannotChange: the event was withdrawn, or nobody has published the procedure.
    """
    if event.state == EventState.WITHDRAWN:
        raise CannotChange("该报警已撤销，不能转为事项")
    try:
        (case,) = _raise([event], by=by, now=now)
    except ProcedureError as error:
        raise CannotChange(str(error)) from error
    record_act(user=by, action=Act.RAISE_BY_HAND, object=event, now=now)
    return case


@transaction.atomic
def _raise(events: Sequence[Event], *, by: User | None, now: datetime) -> list[Case]:
    found = raise_cases([_new_case(event) for event in events], by=by, now=now)
    for event, case in zip(events, found, strict=True):
        event.case, event.raised_at = case, now
    Event.objects.bulk_update(events, ["case", "raised_at"])
    return found


def _new_case(event: Event) -> NewCase:
    point, outlet = event.point, event.point.outlet
    return NewCase(
        kind=_kind(event),
        title=f"{point.name} {label_of(event.rule)}（{localtime(event.begin):%m月%d日 %H:%M}）",
        district=point.district,
        enterprise=outlet.enterprise if outlet else None,
        points=[point],
        reason=event.because,
        source=event.source,
    )


def _kind(event: Event) -> str:
    return event.version.case_kind or rule_of(event.rule).case_kind
