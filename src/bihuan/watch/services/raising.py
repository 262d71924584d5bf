"""Raising cases from events (转为事项): exactly once, whatever crashes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.cases.models import Case
from bihuan.cases.services import raise_case
from bihuan.watch.acts import Act
from bihuan.watch.error import CannotChange
from bihuan.watch.models import Event, EventState, Policy
from bihuan.watch.rules import label_of, rule_of

AT_ONCE_MOST = 1000


def raise_due(*, now: datetime) -> int:
    """Raise the cases that are due by their rules' policies (到期转事项); how many.

    Each case and the note of it on its event are one transaction, and a case names its event
    as its source, which a kind takes only once: a crash at any point loses and doubles nothing.
    """
    due = list(_due(now).select_related("version", *PLACE)[:AT_ONCE_MOST])
    for event in due:
        _raise(event, by=None, now=now)
    return len(due)


PLACE = ("point__district", "point__outlet__enterprise")


def _due(now: datetime) -> QuerySet[Event]:
    lasted = ExpressionWrapper(F("end") - F("begin"), output_field=DurationField())
    rows = Event.objects.filter(
        case_id__isnull=True, suppression__isnull=True, raised_at__isnull=True
    ).exclude(state=EventState.WITHDRAWN)
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
        CannotChange: the event was withdrawn.
    """
    if event.state == EventState.WITHDRAWN:
        raise CannotChange("该报警已撤销，不能转为事项")
    case = _raise(event, by=by, now=now)
    record_act(user=by, action=Act.RAISE_BY_HAND, object=event, now=now)
    return case


@transaction.atomic
def _raise(event: Event, *, by: User | None, now: datetime) -> Case:
    point, outlet = event.point, event.point.outlet
    case = raise_case(
        event.version.case_kind or rule_of(event.rule).case_kind,
        title=f"{point.name} {label_of(event.rule)}（{localtime(event.begin):%m月%d日 %H:%M}）",
        district=point.district,
        enterprise=outlet.enterprise if outlet else None,
        points=[point],
        reason=event.because,
        source=event.source,
        fields={"报警": reverse("watch:event", args=[event.pk])},
        by=by,
        now=now,
    )
    Event.objects.filter(pk=event.pk).update(case_id=case.pk, raised_at=now)
    event.case_id, event.raised_at = case.pk, now
    return case
