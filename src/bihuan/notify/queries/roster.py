"""Who is on call (值班)."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet

from bihuan.accounts.models import User
from bihuan.notify.models import Roster, Shift

SHOWN = timedelta(days=14)


def on_call_with(people: Collection[int], now: datetime) -> list[User]:
    """Whoever is on call at this moment in a roster that one of these people belongs to."""
    return list(
        User.objects.filter(
            is_active=True,
            shifts__start__lte=now,
            shifts__end__gt=now,
            shifts__roster__members__in=people,
        ).distinct()
    )


def on_call(user: User, now: datetime) -> list[Shift]:
    """The shifts of this moment in the rosters that a person may see."""
    rosters = Roster.objects.visible_to(user)
    rows = Shift.objects.filter(start__lte=now, end__gt=now, roster__in=rosters)
    return list(rows.select_related("roster", "person").order_by("roster", "start"))


def rosters_of(user: User) -> QuerySet[Roster]:
    """The rosters within a person's scope."""
    return Roster.objects.visible_to(user).select_related("district").prefetch_related("members")


def coming_shifts(roster: Roster, now: datetime) -> list[Shift]:
    """What runs or begins within a fortnight."""
    rows = roster.shifts.filter(end__gt=now, start__lt=now + SHOWN)
    return list(rows.select_related("person").order_by("start"))
