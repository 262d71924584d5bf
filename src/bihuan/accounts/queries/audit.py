"""The audit trail as auditors read it: narrowed by indexed columns, paged without a count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from bihuan.accounts.models import AuditEntry, User

SIZE = 50
WORDS_WITHIN = timedelta(days=31)
MOST_EXPORTED = 200_000


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What an auditor looks for (审计筛选); None narrows nothing.

    Attributes:
        begin, end: half-open. [aware]
        person: user name or name, whole.
        words: somewhere in the object's name; only together with a period of 31 days at most.
    """

    begin: datetime | None = None
    end: datetime | None = None
    person: str = ""
    action: str = ""
    object_kind: str = ""
    object_id: str = ""
    address: str = ""
    is_failed: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of the trail ends: time and key of its last row (翻页位置)."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.at.timestamp():.6f}~{self.pk}"


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One page, newest first, and where the next begins."""

    rows: tuple[AuditEntry, ...]
    older: Cursor | None


def audit_page(asked: AuditFilter, *, after: Cursor | None, size: int = SIZE) -> AuditPage:
    """The next rows of the trail beneath the cursor; never counts the whole."""
    rows = list(_beneath(_narrowed(asked), after)[: size + 1])
    shown = rows[:size]
    more = len(rows) > size
    return AuditPage(tuple(shown), Cursor(shown[-1].at, shown[-1].pk) if more else None)


def audit_rows(asked: AuditFilter) -> Iterator[AuditEntry]:
    """All rows that the filter chooses, newest first, for an export; bounded."""
    yield from _narrowed(asked)[:MOST_EXPORTED].iterator(2_000)


def actions_on_record() -> list[tuple[str, str]]:
    """Every kind of act that is on record, each once."""
    found: list[tuple[str, str]] = []
    last = ""
    while True:  # one seek of the index for each kind, instead of a scan of all rows
        rows = AuditEntry.objects.filter(action__gt=last).order_by("action", "-at", "-id")
        row = rows.values_list("action", "action_name").first()
        if row is None:
            return sorted(found, key=lambda pair: pair[1])
        found.append(row)
        last = row[0]


def _narrowed(asked: AuditFilter) -> QuerySet[AuditEntry]:
    given: dict[str, Any] = {
        "at__gte": asked.begin,
        "at__lt": asked.end,
        "action": asked.action,
        "object_kind": asked.object_kind,
        "object_id": asked.object_id,
        "address": asked.address,
    }
    rows = AuditEntry.objects.filter(**{name: value for name, value in given.items() if value})
    if asked.person:
        people = User.objects.filter(Q(username=asked.person) | Q(name=asked.person))
        rows = rows.filter(user__in=list(people.values_list("pk", flat=True)))
    if asked.is_failed:
        rows = rows.filter(succeeded=False)
    if asked.words:
        rows = rows.filter(object_name__contains=asked.words)
    return rows.order_by("-at", "-id")


def _beneath(rows: QuerySet[AuditEntry], cursor: Cursor | None) -> QuerySet[AuditEntry]:
    if cursor is None:
        return rows
    return rows.filter(at__lte=cursor.at).exclude(at=cursor.at, id__gte=cursor.pk)
