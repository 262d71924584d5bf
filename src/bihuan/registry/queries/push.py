"""Who pushes over HTTP."""

from dataclasses import dataclass

from bihuan.registry.models import PushSource
from bihuan.registry.push_key import key_hash


@dataclass(frozen=True, slots=True)
class PushSourceEntry:
    """A push source and the points that it may push."""

    source: int
    name: str
    points: frozenset[int]


def push_source_for(key: str) -> PushSourceEntry | None:
    """The active source that this key belongs to (推送来源), None for any other key.

    The key is looked up by its hash, so the time taken tells nothing about other keys.
    """
    return _entry(PushSource.objects.filter(key_hash=key_hash(key), is_active=True).first())


def push_source_numbered(number: int) -> PushSourceEntry | None:
    """The active source of this number (推送来源编号), where a broker vouches for who it is."""
    return _entry(PushSource.objects.filter(pk=number, is_active=True).first())


def _entry(found: PushSource | None) -> PushSourceEntry | None:
    if found is None:
        return None
    points = found.points.filter(is_active=True).values_list("pk", flat=True)
    return PushSourceEntry(found.pk, found.name, frozenset(points))
