"""Forecast bulletins (预报简报): drafted, approved by another person, sent, never edited again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils.timezone import make_aware

from bihuan.accounts.models import District, User
from bihuan.accounts.services import record_act
from bihuan.air.acts import Act
from bihuan.air.error import SamePerson, WrongState
from bihuan.air.models import Bulletin, BulletinSource, BulletinState, Slot
from bihuan.air.permission import MAY_APPROVE, MAY_WRITE, require_district

DUE = {Slot.MORNING: time(8, 0), Slot.NOON: time(12, 0), Slot.EVENING: time(20, 0)}
"""When each bulletin is due; the evening one by 20:00 (HJ 633-2026, 5), the others 待确认."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a bulletin says.

    Attributes:
        days: one entry a day: day, low, high, primary, note.
        sources: name of a weather source to what it says.
    """

    day: date
    slot: Slot
    days: Sequence[Mapping[str, object]]
    weather: str
    advice: str
    sources: Mapping[str, str]


def due_at(day: date, slot: Slot) -> datetime:
    """When the bulletin of a slot is due."""
    return make_aware(datetime.combine(day, DUE[slot]))


@transaction.atomic
def write_bulletin(said: Draft, *, district: District, by: User, now: datetime) -> Bulletin:
    """Write or rewrite the draft of a slot (编制).

    Raises:
        NotYours: the district lies outside the person's posts.
        WrongState: the bulletin was approved or sent already.
    """
    require_district(district, by, MAY_WRITE)
    held = Bulletin.objects.filter(district=district, day=said.day, slot=said.slot).first()
    if held is not None and held.state != BulletinState.DRAFT:
        raise WrongState(str(held), held.get_state_display())
    made, _ = Bulletin.objects.update_or_create(
        district=district,
        day=said.day,
        slot=said.slot,
        defaults={
            "due_at": due_at(said.day, said.slot),
            "days": [dict(one) for one in said.days],
            "weather": said.weather,
            "advice": said.advice,
            "by": by,
            "at": now,
        },
    )
    made.sources.all().delete()
    BulletinSource.objects.bulk_create(
        BulletinSource(bulletin=made, name=name, text=text) for name, text in said.sources.items()
    )
    record_act(user=by, action=Act.WRITE_BULLETIN, object=made, now=now)
    return made


@transaction.atomic
def approve_bulletin(made: Bulletin, *, by: User, now: datetime) -> Bulletin:
    """Approve what somebody else has written (审定).

    Raises:
        NotYours, SamePerson, WrongState: nothing was written.
    """
    require_district(made.district, by, MAY_APPROVE)
    if made.by_id == by.pk:
        raise SamePerson
    _move(made, BulletinState.DRAFT, state=BulletinState.APPROVED, approved_by=by, approved_at=now)
    record_act(user=by, action=Act.APPROVE_BULLETIN, object=made, now=now)
    return made


@transaction.atomic
def send_bulletin(made: Bulletin, *, by: User, now: datetime) -> Bulletin:
    """Note that the bulletin went out (发出); from now on it stays as it is.

    Raises:
        NotYours, WrongState: nothing was written.
    """
    require_district(made.district, by, MAY_WRITE)
    _move(made, BulletinState.APPROVED, state=BulletinState.SENT, sent_at=now)
    detail = {"late": now > made.due_at}
    record_act(user=by, action=Act.SEND_BULLETIN, object=made, now=now, detail=detail)
    return made


def _move(made: Bulletin, before: BulletinState, **after: object) -> None:
    changed = Bulletin.objects.filter(pk=made.pk, state=before).update(**after)
    made.refresh_from_db()
    if not changed:
        raise WrongState(str(made), made.get_state_display())
