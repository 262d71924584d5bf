"""Where entries come from: each kind of object says what is searched of it and where it opens."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from bihuan.accounts.models import User


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


def everybody(user: User) -> bool:
    """Whoever has a business scope may look for this kind."""
    return True


Keys = Collection[int]


@dataclass(frozen=True, slots=True)
class SearchSource:
    """One kind of object in the search box (检索来源), registered by its room.

    Args:
        kind: short name, letters only.
        read: entries of these objects, or of all where None is given.
        route: name of the address that opens one, by its key.
        addresses: where objects open, where a route by key does not say it.
        allowed: who may look for this kind.
        visible: which of these objects the person sees, where district and enterprise alone do
            not say it.
    """

    kind: str
    label: str
    icon: str
    read: Callable[[Collection[int] | None], Iterator[Found]] = field(compare=False)
    route: str = ""
    addresses: Callable[[Keys], Mapping[int, str]] | None = field(default=None, compare=False)
    allowed: Callable[[User], bool] = field(default=everybody, compare=False)
    visible: Callable[[User, Keys], Keys] | None = field(default=None, compare=False)

    def opening(self, object_ids: Keys) -> Mapping[int, str]:
        """Where found objects open."""
        if self.addresses is not None:
            return self.addresses(object_ids)
        return {one: reverse(self.route, args=[one]) for one in object_ids}


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
