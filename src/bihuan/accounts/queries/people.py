"""People as pages show them: whom one may see, the list, one person's file."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.db.models import Prefetch, Q, QuerySet

from bihuan.accounts.masking import masked_phone
from bihuan.accounts.models import AccessReview, AuditEntry, Post, User
from bihuan.accounts.policy import LOCK_FAILURES, LOCK_MINUTES
from bihuan.accounts.queries.setting import settings_at
from bihuan.accounts.roles import AUTHORITIES, Role
from bihuan.accounts.scope import any_of, within

MAY_SEE_ALL = frozenset({Role.SECURITY_ADMIN, Role.AUDITOR})
MAY_SEE_PEOPLE = MAY_SEE_ALL | AUTHORITIES | {Role.PROJECT_MANAGER}
MAY_SEE_PERSONAL = AUTHORITIES | {Role.SECURITY_ADMIN}
HISTORY = 100


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What is looked for in the list of people (人员筛选)."""

    text: str = ""
    role: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One act on an account or of its person (人员履历)."""

    at: datetime
    by: str
    action: str
    detail: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """An open account on the list of access reviews (权限复核)."""

    person: User
    last: AccessReview | None
    is_due: bool


def people_visible_to(user: User) -> QuerySet[User]:
    """Accounts that this person may look at (可见人员).

    Security administrators and auditors see all; authorities those whose unit or post lies in
    their district; a project manager the people of his own organisation; everybody himself.
    """
    if user.may_act_as(MAY_SEE_ALL):
        return User.objects.all()
    conditions = [Q(pk=user.pk)]
    for code in user.data_scope.limited_to(AUTHORITIES).districts:
        here = Post.objects.filter(within("district_id", code))
        conditions += [within("organisation__district_id", code), Q(pk__in=here.values("user"))]
    if user.data_scope.holds(Role.PROJECT_MANAGER) and user.organisation_id:
        conditions.append(Q(organisation_id=user.organisation_id))
    return User.objects.filter(any_of(conditions))


def people_list(asked: PeopleFilter, *, user: User, now: datetime) -> QuerySet[User]:
    """The people of the list with their posts in force, by user name."""
    rows = people_visible_to(user)
    if asked.text:
        rows = rows.filter(
            Q(username__icontains=asked.text)
            | Q(name__icontains=asked.text)
            | Q(organisation__name__icontains=asked.text)
        )
    if asked.role:
        rows = rows.filter(posts__in=Post.objects.in_force().filter(role=asked.role)).distinct()
    if asked.state:
        rows = rows.filter(_STATES[asked.state](now))
    posts = Post.objects.in_force().select_related("district", "organisation")
    return rows.select_related("organisation").prefetch_related(
        Prefetch("posts", posts, to_attr="current_posts")
    )


_STATES = {
    "open": lambda now: Q(is_active=True),
    "closed": lambda now: Q(is_active=False),
    "unused": lambda now: Q(is_active=True, last_login__isnull=True),
    "expiring": lambda now: Q(is_active=True, valid_until__lt=now + timedelta(days=30)),
}


def posts_of(person: User) -> QuerySet[Post]:
    """Every post that a person has or had, newest first."""
    return person.posts.select_related("district", "organisation").order_by("-is_active", "-pk")


def history_of(person: User) -> list[HistoryRow]:
    """What was done to an account, newest first, at most `HISTORY` rows (人员履历)."""
    rows = AuditEntry.objects.filter(
        object_kind=User._meta.label_lower, object_id=str(person.pk)
    ).order_by("-at", "-id")
    return [
        HistoryRow(row.at, row.user_name, row.action_name, _told(row.detail))
        for row in rows[:HISTORY]
    ]


def phone_of(user: User, pk: int) -> str | None:
    """A person's telephone number for those who may ask for it."""
    if not user.may_act_as(MAY_SEE_PERSONAL):
        return None
    return people_visible_to(user).filter(pk=pk).values_list("phone", flat=True).first()


def covered_phone(user: User) -> str:
    """A person's telephone number as everybody sees it."""
    return masked_phone(user.phone)


def is_locked(person: User, now: datetime) -> bool:
    """Whether too many failures keep the person from logging in (账号锁定)."""
    told = settings_at((LOCK_FAILURES, LOCK_MINUTES), now)
    since = now - timedelta(minutes=told[LOCK_MINUTES.key])
    attempts = AccessAttempt.objects.filter(username=person.username, attempt_time__gte=since)
    failures = sum(attempts.values_list("failures_since_start", flat=True))
    return bool(failures >= told[LOCK_FAILURES.key])


def review_list(now: datetime, *, days: int) -> list[ReviewRow]:
    """Every open account with its last review, the overdue ones first (权限复核清单)."""
    posts = Post.objects.in_force().select_related("district", "organisation")
    people = User.objects.filter(is_active=True, posts__in=Post.objects.in_force()).distinct()
    rows = people.select_related("organisation").prefetch_related(
        Prefetch("posts", posts, to_attr="current_posts")
    )
    last: dict[int, AccessReview] = {}
    for review in AccessReview.objects.select_related("by").order_by("at"):
        last[review.user_id] = review
    listed = [_reviewed(person, last.get(person.pk), now, days) for person in rows]
    return sorted(listed, key=lambda row: (not row.is_due, row.person.username))


def _reviewed(person: User, review: AccessReview | None, now: datetime, days: int) -> ReviewRow:
    is_due = review is None or now - review.at >= timedelta(days=days)
    return ReviewRow(person, review, is_due)


def _told(detail: dict[str, object]) -> str:
    return "；".join(f"{name}：{value}" for name, value in detail.items() if value)
