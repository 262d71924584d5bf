"""Lists of cases: filters, search, rows as frozen values."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from bihuan.accounts.models import User
from bihuan.accounts.scope import any_of
from bihuan.cases.models import Case, CaseState
from bihuan.cases.models.case import within
from bihuan.registry.models import Enterprise

MOST = 10_000
"""Rows that a list counts and pages through; beyond it asks for narrower filters."""
RECENT = 5_000
"""Newest cases among whose titles words are looked for."""
UNITS = 300
TITLED = 500
SOON = timedelta(hours=8)
LAST = "\U0010ffff"
NUMBER = re.compile(r"[A-Za-z]{1,6}\d{2,}")
"""Words that can only be the beginning of a number (编号)."""


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list of cases is narrowed to (筛选)."""

    text: str = ""
    kind: str = ""
    state: str = ""
    stage: str = ""
    holder: str = ""
    district: str = ""
    enterprise: int | None = None
    organisation: int | None = None
    view: str = ""
    on_time: str = ""
    source: str = ""
    begin: datetime | None = None
    end: datetime | None = None
    closed_begin: datetime | None = None
    closed_end: datetime | None = None
    sort: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list."""

    pk: int
    number: str
    title: str
    kind: str
    stage: str
    state: CaseState
    holder: str
    handler: str
    district: str
    unit: str
    raised_at: datetime
    deadline: datetime | None
    closed_at: datetime | None
    paused_at: datetime | None
    urges: int
    returns: int
    hits: int
    on_time: bool | None
    revision: int

    def is_overdue(self, now: datetime) -> bool:
        """Whether its deadline has passed."""
        return self.state == CaseState.OPEN and self.deadline is not None and self.deadline < now


class CaseListing:
    """Cases that a paginator can count and slice (事项列表), counted up to a bound."""

    def __init__(self, rows: "QuerySet[Case]") -> None:
        self.queryset = rows
        self._count: int | None = None

    def count(self) -> int:
        """How many there are, at most the bound."""
        if self._count is None:
            self._count = self.queryset.order_by()[: MOST + 1].count()
        return min(self._count, MOST)

    @property
    def is_capped(self) -> bool:
        """Whether there are more than the bound."""
        self.count()
        return (self._count or 0) > MOST

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[CaseRow]:
        return [row_of(values) for values in self.queryset.values_list(*COLUMNS)[part]]

    def rows(self) -> Iterator[CaseRow]:
        """All of them, read in pieces."""
        for values in self.queryset.values_list(*COLUMNS).iterator(2000):
            yield row_of(values)


COLUMNS = (
    "pk",
    "number",
    "title",
    "kind",
    "stage_title",
    "state",
    "holder_title",
    "handler__name",
    "district__name",
    "enterprise__name",
    "raised_at",
    "deadline",
    "closed_at",
    "paused_at",
    "urges",
    "returns",
    "hits",
    "on_time",
    "revision",
)


def row_of(values: Sequence[Any]) -> CaseRow:
    """A row of the columns above."""
    pk, number, title, kind, stage, state, holder, handler, district, unit, *rest = values
    return CaseRow(
        pk,
        number,
        title,
        kind,
        stage,
        CaseState(state),
        holder,
        handler or "",
        district,
        unit or "",
        *rest,
    )


def case_list(asked: CaseFilter, *, user: User, now: datetime) -> CaseListing:
    """The cases that a person sees and asks for (事项列表)."""
    rows = Case.objects.visible_to(user).filter(condition(asked, now))
    if asked.text:
        rows = rows.filter(searched(asked.text, rows))
    order = ("deadline", "id") if asked.sort == "deadline" else ("-raised_at", "-id")
    if asked.sort == "deadline":
        rows = rows.filter(state=CaseState.OPEN, deadline__isnull=False)
    return CaseListing(rows.order_by(*order))


def condition(asked: CaseFilter, now: datetime) -> Q:
    """The filter as one condition."""
    plain = {
        "kind": asked.kind,
        "state": asked.state,
        "stage": asked.stage,
        "holder_title": asked.holder,
        "enterprise_id": asked.enterprise,
        "raised_at__gte": asked.begin,
        "raised_at__lt": asked.end,
        "closed_at__gte": asked.closed_begin,
        "closed_at__lt": asked.closed_end,
    }
    found = Q(**{name: value for name, value in plain.items() if value not in ("", None)})
    if asked.district:
        found &= within(asked.district)
    if asked.organisation is not None:
        found &= Q(units__organisation_id=asked.organisation)
    if asked.source:
        found &= Q(source__startswith=f"{asked.source}:")
    if asked.on_time:
        found &= Q(on_time=asked.on_time == "yes")
    return found & _view(asked.view, now)


def _view(view: str, now: datetime) -> Q:
    open_one = Q(state=CaseState.OPEN)
    return {
        "overdue": open_one & Q(deadline__lt=now),
        "soon": open_one & Q(deadline__gte=now, deadline__lt=now + SOON),
        "paused": open_one & Q(paused_at__isnull=False),
        "urged": open_one & Q(urges__gt=0),
        "returned": Q(returns__gt=0),
        "escalated": Q(escalations__gt=0),
    }.get(view, Q())


def searched(text: str, rows: "QuerySet[Case]") -> Q:
    """Condition of the cases that words mean (检索): number, or enterprise and newest titles."""
    words = text.strip()
    if NUMBER.fullmatch(words):
        return number_begins(words)
    units = Enterprise.objects.filter(name__contains=words).values_list("pk", flat=True)
    conditions = [Q(enterprise_id__in=list(units[:UNITS])), Q(pk__in=_titled(rows, words))]
    return any_of(conditions)


def number_begins(text: str) -> Q:
    """Condition that a number begins so, in words that the column's index understands."""
    if connection.vendor == "postgresql":
        return Q(number__startswith=text)
    return Q(number__gte=text, number__lt=text + LAST)


def _titled(rows: "QuerySet[Case]", words: str) -> list[int]:
    """Cases among the newest whose title holds the words; read once, in the order of an index."""
    newest = rows.order_by("-raised_at", "-id").values_list("pk", "title")[:RECENT]
    folded = words.casefold()
    return [pk for pk, title in newest if folded in title.casefold()][:TITLED]
