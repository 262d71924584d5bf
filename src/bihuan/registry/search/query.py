"""What the search box answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bihuan.accounts.models import User
from bihuan.registry.models import SearchEntry
from bihuan.registry.scope import units_of
from bihuan.registry.search.gram import normalised
from bihuan.registry.search.source import SearchSource, sources
from bihuan.registry.search.store import Lookup, gram_store

CANDIDATES = 200
"""Entries of one kind that are weighed against each other."""

MOST_PARTS = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """One found object."""

    title: str
    line: str
    address: str


@dataclass(frozen=True, slots=True)
class HitGroup:
    """Found objects of one kind, the best first; `more` when there are others."""

    kind: str
    label: str
    icon: str
    hits: tuple[Hit, ...]
    more: bool


class _Entry(NamedTuple):
    object_id: int
    title: str
    line: str


def search(words: str, *, user: User, kind: str = "", most: int = 6) -> list[HitGroup]:
    """Objects within the person's reach that hold every word somewhere (全局检索).

    Args:
        words: parts of names, codes, numbers, addresses; one character is enough.
        kind: only this kind; empty for all.
        most: hits a kind.

    Returns:
        Groups with a hit, in the order of registration.
    """
    parts = tuple(dict.fromkeys(part for word in words.split() if (part := normalised(word))))
    scope = _scope_tokens(user)
    if not parts or scope == ():
        return []
    asked = [one for one in sources() if kind in ("", one.kind) and one.allowed(user)]
    lookups = [Lookup(parts[:MOST_PARTS], one.kind, scope, CANDIDATES) for one in asked]
    found = gram_store().find(lookups)
    groups = (
        _group(source, _visible(keys, user), parts, user, most)
        for source, keys in zip(asked, found, strict=True)
    )
    return [group for group in groups if group.hits]


def _group(
    source: SearchSource, found: list[_Entry], parts: Sequence[str], user: User, most: int
) -> HitGroup:
    if source.visible is not None and found:
        seen = set(source.visible(user, [one.object_id for one in found]))
        found = [one for one in found if one.object_id in seen]
    found.sort(key=lambda one: _weight(one.title, parts))
    shown = found[:most]
    opening = source.opening([one.object_id for one in shown])
    hits = tuple(
        Hit(one.title, one.line, opening[one.object_id])
        for one in shown
        if one.object_id in opening
    )
    return HitGroup(source.kind, source.label, source.icon, hits, len(found) > most)


def _visible(keys: Sequence[int], user: User) -> list[_Entry]:
    """The candidates that this person sees; the index has left out the others already."""
    rows = SearchEntry.objects.visible_to(user).order_by()
    return [
        _Entry(*row)
        for start in range(0, len(keys), 500)
        for row in rows.filter(pk__in=keys[start : start + 500]).values_list(*_Entry._fields)
    ]


def _weight(title: str, parts: Sequence[str]) -> tuple[int, int, str]:
    """Whole title first, then beginnings, then titles that hold the words, then the rest."""
    title = normalised(title)
    if title == parts[0]:
        return (0, 0, title)
    if title.startswith(parts[0]):
        return (1, len(title), title)
    inside = all(part in title for part in parts)
    return (2 if inside else 3, len(title), title)


def _scope_tokens(user: User) -> tuple[str, ...] | None:
    """Tokens of what the person reaches; None for no bound, empty for nothing."""
    if user.is_demo_master:
        return None
    scope = user.data_scope
    units = {
        key
        for selection in units_of(user, scope)
        for key in selection.values_list("enterprise_id", flat=True)  # type: ignore[attr-defined]
    }
    return (*(f"d{code}" for code in scope.districts), *(f"u{key}" for key in sorted(units)))
