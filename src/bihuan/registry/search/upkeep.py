"""Keeping the index equal to what exists."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from bihuan.registry.models import SearchEntry
from bihuan.registry.search.gram import entry_key, needle_of
from bihuan.registry.search.source import Found, SearchSource, source_of, sources
from bihuan.registry.search.store import gram_store

BATCH = 5000
SHOWN = ("title", "line", "needle", "district_code", "enterprise_key")


@dataclass(frozen=True, slots=True)
class Brought:
    """What bringing the index up to date changed."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __add__(self, other: "Brought") -> "Brought":
        return Brought(
            self.added + other.added, self.changed + other.changed, self.removed + other.removed
        )


def refresh(kind: str, object_ids: Collection[int]) -> Brought:
    """Bring some objects' entries up to date (更新检索), in the caller's transaction."""
    return _bring(source_of(kind), object_ids)


def refresh_all() -> Brought:
    """Compare every object with its entry and mend what differs; safe to run at any time."""
    return sum((_bring(source, None) for source in sources()), Brought())


@transaction.atomic
def _bring(source: SearchSource, object_ids: Collection[int] | None) -> Brought:
    wanted = {found.object_id: entry_of(source.kind, found) for found in source.read(object_ids)}
    present = SearchEntry.objects.filter(kind=source.kind)
    if object_ids is not None:
        present = present.filter(object_id__in=object_ids)
    stale, same = [], set()
    for entry in present.iterator(BATCH):
        new = wanted.get(entry.object_id)
        if new is not None and _shown(new) == _shown(entry):
            same.add(entry.object_id)
        else:
            stale.append(entry)
    fresh = [entry for object_id, entry in wanted.items() if object_id not in same]
    _remove(stale)
    _add(fresh)
    changed = len({entry.object_id for entry in stale} & wanted.keys())
    return Brought(len(fresh) - changed, changed, len(stale) - changed)


def entry_of(kind: str, found: Found) -> SearchEntry:
    """The entry of an object, unsaved."""
    return SearchEntry(
        pk=entry_key(kind, found.object_id),
        kind=kind,
        object_id=found.object_id,
        title=found.title[:200],
        line=found.line[:300],
        needle=needle_of(found.fields),
        district_code=found.district_code,
        enterprise_key=found.enterprise_key,
    )


def _shown(entry: SearchEntry) -> tuple[object, ...]:
    return tuple(getattr(entry, name) for name in SHOWN)


def _add(entries: Sequence[SearchEntry]) -> None:
    store = gram_store()
    for batch in _batches(entries):
        store.add(SearchEntry.objects.bulk_create(batch))


def _remove(entries: Sequence[SearchEntry]) -> None:
    store = gram_store()
    for batch in _batches(entries):
        store.remove(batch)
        SearchEntry.objects.filter(pk__in=[entry.pk for entry in batch]).delete()


def _batches(entries: Sequence[SearchEntry]) -> Iterable[Sequence[SearchEntry]]:
    return (entries[start : start + BATCH] for start in range(0, len(entries), BATCH))
