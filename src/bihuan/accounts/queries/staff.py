"""Staff of the contractor against the contract: head count, changes, liaisons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from bihuan.accounts import holidays
from bihuan.accounts.models import Liaison, Post, RosterRequirement, StaffChange, User
from bihuan.accounts.queries.people import people_visible_to
from bihuan.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One requirement against who is there (编制核对)."""

    requirement: RosterRequirement
    people: tuple[User, ...]

    @property
    def short(self) -> int:
        """How many are missing."""
        return max(0, self.requirement.least - len(self.people))

    @property
    def role_names(self) -> str:
        """The roles that count."""
        return "、".join(Role(role).label for role in self.requirement.roles)


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and with `end` (工作日数), holidays and 调休 counted.

    Friday to Tuesday are two.
    """
    calendar, days, day = holidays.calendar(), 0, start
    while (day := calendar.next_working_day(day)) <= end:
        days += 1
    return days


def roster(user: User) -> list[RosterRow]:
    """Every requirement with the people of its organisation who hold its posts (编制核对)."""
    seen = people_visible_to(user).values("organisation")
    rows = RosterRequirement.objects.filter(organisation__in=seen).select_related("organisation")
    return [RosterRow(row, tuple(_counted(row))) for row in rows]


def _counted(requirement: RosterRequirement) -> QuerySet[User]:
    posts = Post.objects.in_force().filter(role__in=requirement.roles)
    people = User.objects.filter(is_active=True, posts__in=posts)
    return people.filter(organisation=requirement.organisation_id).distinct().order_by("username")


def staff_changes(user: User) -> QuerySet[StaffChange]:
    """Changes that concern people whom this person may look at (人员变更)."""
    rows = StaffChange.objects.filter(Q(leaving__in=people_visible_to(user)) | Q(by=user))
    return rows.select_related("leaving__organisation", "successor", "by", "decided_by")


def liaisons(today: date) -> Sequence[Liaison]:
    """Who speaks for the sides, those in force first (对口联系人)."""
    rows = Liaison.objects.select_related("organisation")
    return sorted(rows, key=lambda row: (not is_current(row, today), row.matter, row.side))


def is_current(liaison: Liaison, today: date) -> bool:
    """Whether the contact counts on this day."""
    return liaison.start <= today and (liaison.end is None or liaison.end > today)
