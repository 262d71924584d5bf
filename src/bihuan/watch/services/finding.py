"""What a person makes of an event (报警研判)."""

from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.watch.acts import Act
from bihuan.watch.models import Event


@transaction.atomic
def note_finding(event: Event, *, finding: str, note: str, by: User, now: datetime) -> None:
    """Record what an event turned out to be (登记研判结论); earlier ones stay in the audit."""
    before = event.finding
    Event.objects.filter(pk=event.pk).update(
        finding=finding, finding_note=note, finding_by=by, finding_at=now
    )
    detail = {"before": before, "finding": finding, "note": note}
    record_act(user=by, action=Act.NOTE_EVENT, object=event, now=now, detail=detail)
