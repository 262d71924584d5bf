"""The random-check list on a day, and what changed between two reviews (随机抽查对象)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from bihuan.accounts.models import User
from bihuan.registry.models import CheckGrade, CheckListEntry, Enterprise
from bihuan.registry.models.check_list import CheckListQuerySet


@dataclass(frozen=True, slots=True)
class CheckUnit:
    """A unit on the list: its grade, since when and why."""

    enterprise: int
    name: str
    district: str
    grade: CheckGrade
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class CheckReview:
    """What changed on the list between two days (清单复核)."""

    since: date
    until: date
    added: Sequence[CheckUnit]
    removed: Sequence[CheckUnit]
    regraded: Sequence[tuple[CheckUnit, CheckUnit]]
    kept: int
    never_listed: int

    @property
    def total(self) -> int:
        """Units on the list at the end."""
        return self.kept + len(self.added)


def check_list_on(day: date, *, user: User) -> dict[int, CheckUnit]:
    """The units on the random-check list on a day (某日抽查对象), by enterprise."""
    return {one.enterprise: one for one in _units(_on(day, user), by_end=False)}


def check_review(*, since: date, until: date, user: User) -> CheckReview:
    """Which units came onto the list, left it or changed their grade since the last review.

    Args:
        since: day of the last review.
        until: day of this one.
        user: whose reach bounds it.
    """
    before, after = (check_list_on(day, user=user) for day in (since, until))
    ended = CheckListEntry.objects.visible_to(user).filter(end__gt=since, end__lte=until)
    gone = {one.enterprise: one for one in _units(ended, by_end=True)}
    enterprises = Enterprise.objects.visible_to(user)
    listed = CheckListEntry.objects.visible_to(user)
    return CheckReview(
        since=since,
        until=until,
        added=[one for key, one in after.items() if key not in before],
        removed=[gone.get(key, one) for key, one in before.items() if key not in after],
        regraded=[
            (one, after[key])
            for key, one in before.items()
            if key in after and after[key].grade != one.grade
        ],
        kept=len(before.keys() & after.keys()),
        never_listed=enterprises.exclude(pk__in=listed.values("enterprise_id")).count(),
    )


def _on(day: date, user: User) -> CheckListQuerySet:
    running = Q(end__isnull=True) | Q(end__gt=day)
    return CheckListEntry.objects.visible_to(user).filter(running, start__lte=day)


def _units(rows: CheckListQuerySet, *, by_end: bool) -> list[CheckUnit]:
    when, why = ("end", "end_reason") if by_end else ("start", "reason")
    values = rows.order_by("enterprise__district", "enterprise__name", "start").values_list(
        "enterprise_id", "enterprise__name", "enterprise__district__name", "grade", when, why
    )
    return [
        CheckUnit(pk, name, district, CheckGrade(grade), day, reason)
        for pk, name, district, grade, day, reason in values
    ]
