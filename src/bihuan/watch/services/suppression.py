"""Keeping alarms quiet (报警屏蔽)."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.watch.acts import Act
from bihuan.watch.error import CannotChange
from bihuan.watch.models import Event, EventState, Suppression
from bihuan.watch.queries.quiet import quiet_at

LONGEST: Final = timedelta(days=90)


@transaction.atomic
def suppress(suppression: Suppression, *, by: User, now: datetime) -> Suppression:
    """Keep some alarms quiet until an end (屏蔽报警); open events fall silent with it.

    Raises:
        CannotChange: no end within ninety days.
    """
    if suppression.end > now + LONGEST:
        raise CannotChange(f"一次屏蔽最长 {LONGEST.days} 天，请缩短结束时间，到期可再延长")
    suppression.by = by
    suppression.save()
    _refresh(now)
    detail = {"reason": suppression.reason, "end": suppression.end.isoformat()}
    record_act(user=by, action=Act.SUPPRESS, object=suppression, now=now, detail=detail)
    return suppression


@transaction.atomic
def lift(suppression: Suppression, *, by: User, now: datetime) -> None:
    """End a suppression before its time (解除报警屏蔽).

    Raises:
        CannotChange: it has ended already.
    """
    running = Suppression.objects.filter(pk=suppression.pk, lifted_at__isnull=True, end__gt=now)
    if not running.update(lifted_at=now, lifted_by=by):
        raise CannotChange("该屏蔽已结束")
    _refresh(now)
    record_act(user=by, action=Act.LIFT, object=suppression, now=now)


def _refresh(now: datetime) -> None:
    """Let the open events know whether they are kept quiet."""
    quiet = quiet_at(now)
    for event in Event.objects.filter(state=EventState.OPEN):
        found = quiet.suppression_of(event.rule, event.point_id, event.factor)
        if found != event.suppression_id:
            Event.objects.filter(pk=event.pk).update(suppression=found)
