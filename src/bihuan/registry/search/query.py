"""What the search box answers."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    groups = []
    for source in sources():
        if kind in ("", source.kind) and source.allowed(user):
            lookup = Lookup(parts[:MOST_PARTS], source.kind, scope, CANDIDATES)
            group = _group(source, lookup, user, most)
            groups += [group] if group.hits else []
    return groups


def _group(source: SearchSource, lookup: Lookup, user: User, most: int) -> HitGroup:
    keys = gram_store().find(lookup)
    visible = SearchEntry.objects.visible_to(user)
    found = [visible.in_bulk(keys[start : start + 500]) for start in range(0, len(keys), 500)]
    entries = [entry for batch in found for entry in batch.values()]
    if source.visible is not None:
        seen = set(source.visible(user, [entry.object_id for entry in entries]))
        entries = [entry for entry in entries if entry.object_id in seen]
    entries.sort(key=lambda entry: _weight(entry, lookup.parts))
    opening = source.opening([entry.object_id for entry in entries[:most]])
    hits = tuple(
        Hit(entry.title, entry.line, opening[entry.object_id])
        for entry in entries[:most]
        if entry.object_id in opening
    )
    return HitGroup(source.kind, source.label, source.icon, hits, len(entries) > most)


def _weight(entry: SearchEntry, parts: Sequence[str]) -> tuple[int, int, str]:
    """Whole title first, then beginnings, then titles that hold the words, then the rest."""
    title = normalised(entry.title)
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
