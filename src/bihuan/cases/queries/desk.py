"""My desk (我的事项): what waits for me, for my unit, what is late, and whom I wait for."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from bihuan.accounts.models import User
from bihuan.cases.actors import held_by
from bihuan.cases.models import Case, CaseState, Participant
from bihuan.cases.queries.listing import SOON, CaseListing

TABS = {
    "mine": "待我办理",
    "unit": "本单位待办",
    "overdue": "已逾期",
    "soon": "8 小时内到期",
    "waiting": "等待他人",
    "copied": "抄送我的",
    "drafts": "我的草稿",
}
COUNTED = 999


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the desk with how many cases are in it, counted up to a bound."""

    key: str
    label: str
    count: int
    tone: str

    @property
    def shown(self) -> str:
        """The count as it is shown."""
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)


def desk_listing(tab: str, *, user: User, now: datetime) -> CaseListing:
    """The cases of one view, the most pressing first."""
    listing = _listing(tab, user=user, held=held_by(user), now=now)
    keys = list(listing.queryset.order_by().values_list("pk", flat=True)[: COUNTED + 1])
    if len(keys) > COUNTED:
        return listing
    # Few among millions: found by their holder, then put in order; not looked for in order.
    few = Case.objects.filter(pk__in=keys)
    return CaseListing(few.order_by(*listing.queryset.query.order_by))


def _listing(tab: str, *, user: User, held: Q, now: datetime) -> CaseListing:
    rows = Case.objects.filter(state=CaseState.OPEN).filter(_condition(tab, user, held, now))
    order = ("-raised_at", "-id") if tab in {"copied", "waiting"} else ("deadline", "id")
    return CaseListing(rows.order_by(*order))


def desk_tabs(*, user: User, now: datetime) -> list[Tab]:
    """Every view with its count."""
    tones = {"overdue": "over", "soon": "wait", "mine": "info"}
    held = held_by(user)
    few = _counts_of_few(user, held, now)
    return [
        Tab(
            key,
            label,
            few[key] if key in few else _counted(_listing(key, user=user, held=held, now=now)),
            tones.get(key, ""),
        )
        for key, label in TABS.items()
    ]


def _counts_of_few(user: User, held: Q, now: datetime) -> dict[str, int]:
    """The tabs of what one's posts hold, from one look where it is few; else nothing."""
    rows = Case.objects.filter(state=CaseState.OPEN).filter(held)
    found = list(rows.order_by().values_list("deadline", "handler_id")[: COUNTED + 1])
    if len(found) > COUNTED:
        return {}
    due = [deadline for deadline, _ in found if deadline is not None]
    return {
        "mine": sum(handler in {None, user.pk} for _, handler in found),
        "unit": len(found),
        "overdue": sum(deadline < now for deadline in due),
        "soon": sum(now <= deadline < now + SOON for deadline in due),
    }


def count_of(tab: str, *, user: User, now: datetime) -> int:
    """How many cases are in one view, counted up to a bound."""
    return _counted(_listing(tab, user=user, held=held_by(user), now=now))


def _counted(listing: CaseListing) -> int:
    return listing.queryset.order_by()[: COUNTED + 1].count()


def waiting_count(user: User) -> int:
    """How many cases wait for this person (待办数), counted up to a bound."""
    rows = Case.objects.filter(state=CaseState.OPEN).filter(held_by(user) & _mine(user))
    return rows[: COUNTED + 1].count()


def _condition(tab: str, user: User, held: Q, now: datetime) -> Q:
    if tab == "waiting":
        took_part = Participant.objects.filter(user=user, is_copied=False).values("case_id")
        return Q(pk__in=took_part) & ~(held & _mine(user))
    if tab == "copied":
        return Q(pk__in=Participant.objects.filter(user=user, is_copied=True).values("case_id"))
    if tab == "drafts":
        return Q(drafts__user=user)
    if tab == "mine":
        return held & _mine(user)
    if tab == "overdue":
        return held & Q(deadline__lt=now)
    if tab == "soon":
        return held & Q(deadline__gte=now, deadline__lt=now + SOON)
    return held


def _mine(user: User) -> Q:
    return Q(handler__isnull=True) | Q(handler=user)
