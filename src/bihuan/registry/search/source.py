"""Where entries come from: each kind of object says what is searched of it and where it opens."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Found:
    """What the index shall know of one object.

    Args:
        fields: everything that may be searched, the title included.
    """

    object_id: int
    title: str
    line: str
    fields: tuple[str, ...]
    district_code: str = ""
    enterprise_key: int | None = None


@dataclass(frozen=True, slots=True)
class SearchSource:
    """One kind of object in the search box (检索来源), registered by its room.

    Args:
        kind: short name, letters only.
        read: entries of these objects, or of all where None is given.
        route: name of the address that opens one, by its key.
        query: what follows the address instead of a key, with `{id}`.
    """

    kind: str
    label: str
    icon: str
    read: Callable[[Collection[int] | None], Iterator[Found]] = field(compare=False)
    route: str = ""

    def address(self, object_id: int) -> str:
        """Where a found object opens."""
        return reverse(self.route, args=[object_id])


_sources: dict[str, SearchSource] = {}


def register(*sources: SearchSource) -> None:
    """Add kinds of objects to the search box; called in a room's ``apps.py``."""
    for source in sources:
        _sources[source.kind] = source


def sources() -> tuple[SearchSource, ...]:
    """Every kind, in the order of registration."""
    return tuple(_sources.values())


def source_of(kind: str) -> SearchSource:
    """The source of a kind.

    Raises:
        KeyError: no room registered it.
    """
    return _sources[kind]
