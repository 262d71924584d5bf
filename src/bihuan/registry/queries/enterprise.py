"""Enterprises: the list, look-ups, and the lists of key units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from bihuan.accounts.models import User
from bihuan.accounts.scope import within
from bihuan.registry.identifier import CreditCodeState, read_identifier
from bihuan.registry.models import Enterprise, KeyList, KeyListEntry
from bihuan.registry.queries.listing import Listing
from bihuan.registry.queries.words import containing


@dataclass(frozen=True, slots=True)
class EnterpriseFilter:
    """What a list of enterprises is narrowed to (筛选条件); what is left out narrows nothing."""

    text: str = ""
    district: str = ""
    industry: str = ""
    is_key: bool | None = None
    credit_code_state: str = ""


@dataclass(frozen=True, slots=True)
class EnterpriseRow:
    """One enterprise in a list; `credit_code` is as given, its state beside it."""

    enterprise: int
    name: str
    credit_code: str
    credit_code_state: CreditCodeState
    district: str
    district_name: str
    industry: str
    is_key: bool
    longitude: float | None
    latitude: float | None


def enterprise_list(filter: EnterpriseFilter, *, user: User) -> Listing[EnterpriseRow]:
    """The enterprises that this person sees (企业列表): one statement a page beside the count."""
    enterprises = Enterprise.objects.visible_to(user).filter(
        containing(filter.text, "name", "credit_code")
    )
    if filter.district:
        enterprises = enterprises.filter(within("district_id", filter.district))
    exact = {
        "industry": filter.industry or None,
        "is_key": filter.is_key,
        "credit_code_state": filter.credit_code_state or None,
    }
    given = {path: value for path, value in exact.items() if value is not None}
    return _listing(enterprises.filter(**given))


def find_enterprises(text: str, *, user: User) -> Listing[EnterpriseRow]:
    """Enterprises by credit code, however it is typed, or by words of the name (查找企业)."""
    code = read_identifier(text).clean
    condition = containing(text, "name") | (Q(credit_code_clean=code) if code else Q(pk__in=[]))
    return _listing(Enterprise.objects.visible_to(user).filter(condition))


@dataclass(frozen=True, slots=True)
class KeyListSpell:
    """Spell of an enterprise on a list of key units."""

    year: int
    kind: KeyList
    start: date
    end: date | None
    reason: str
    end_reason: str


def key_list_history(enterprise: int, *, user: User) -> tuple[KeyListSpell, ...]:
    """When an enterprise was on which list of key units (重点单位名录历史), newest first."""
    rows = KeyListEntry.objects.visible_to(user).filter(enterprise=enterprise).order_by("-start")
    columns = ("year", "kind", "start", "end", "reason", "end_reason")
    return tuple(
        KeyListSpell(year, KeyList(kind), *rest) for year, kind, *rest in rows.values_list(*columns)
    )


def key_units_on(day: date, *, kind: KeyList, user: User) -> frozenset[int]:
    """Enterprises that were on a list of key units on a day (某日重点单位)."""
    running = Q(end__isnull=True) | Q(end__gt=day)
    rows = KeyListEntry.objects.visible_to(user).filter(running, kind=kind, start__lte=day)
    return frozenset(rows.values_list("enterprise_id", flat=True))


def _listing(enterprises: QuerySet[Enterprise]) -> Listing[EnterpriseRow]:
    rows = enterprises.order_by("district", "name", "id").values_list(
        "pk",
        "name",
        "credit_code",
        "credit_code_state",
        "district_id",
        "district__name",
        "industry",
        "is_key",
        "longitude",
        "latitude",
    )
    return Listing(rows, _rows)


def _rows(rows: Sequence[tuple[Any, ...]]) -> list[EnterpriseRow]:
    return [
        EnterpriseRow(key, name, code, CreditCodeState(state), *rest)
        for key, name, code, state, *rest in rows
    ]
