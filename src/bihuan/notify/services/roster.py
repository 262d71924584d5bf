"""Who is on call when (值班安排)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.notify.acts import Act
from bihuan.notify.models import Roster, Shift


@transaction.atomic
def save_roster(
    roster: Roster, *, members: Sequence[User], by: User | None, now: datetime
) -> Roster:
    """Save a team with its members (保存值班组)."""
    roster.save()
    roster.members.set(members)
    detail = {"members": sorted(one.pk for one in members)}
    record_act(user=by, action=Act.SAVE_ROSTER, object=roster, now=now, detail=detail)
    return roster


@transaction.atomic
def add_shift(shift: Shift, *, by: User | None, now: datetime) -> Shift:
    """Put a person on call (安排值班).

    Raises:
        ValidationError: the end is not after the start, or the shift exists.
    """
    shift.full_clean()
    shift.save()
    detail = {"person": shift.person_id, "start": shift.start.isoformat()}
    record_act(user=by, action=Act.ADD_SHIFT, object=shift.roster, now=now, detail=detail)
    return shift


@transaction.atomic
def remove_shift(shift: Shift, *, by: User, now: datetime) -> None:
    """Take a shift back (取消值班)."""
    detail = {"person": shift.person_id, "start": shift.start.isoformat()}
    record_act(user=by, action=Act.REMOVE_SHIFT, object=shift.roster, now=now, detail=detail)
    shift.delete()
