"""The menu (菜单): each room registers entries in its ``apps.py``; readers see what they may."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse

Predicate = Callable[[Any], bool]
Counter = Callable[[Any], int]


def signed_in(user: Any) -> bool:
    """Everybody who has logged in may open it; the default of a menu entry."""
    return bool(user.is_authenticated)


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry as a room declares it (菜单项).

    ``route`` is the name of an address without arguments; an entry without a route is a
    heading that shows only while one of its children (``parent`` = its key) is visible.
    ``count`` gives the red number beside the label, for what waits for this person.
    ``manual`` names the page of docs/manual that belongs to it; without one the parent's is
    taken, then a page that is called like the key.
    """

    key: str
    label: str
    icon: str = ""
    route: str = ""
    parent: str = ""
    order: int = 100
    allowed: Predicate = signed_in
    count: Counter | None = None
    manual: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as a page shows it to one person."""

    key: str
    label: str
    icon: str
    url: str
    active: bool
    count: int
    children: tuple["Entry", ...]

    @property
    def waiting(self) -> int:
        """What waits under this entry and its children."""
        return self.count + sum(child.count for child in self.children)


class MenuConflict(ValueError):
    """Two rooms claimed the same menu key."""


_items: dict[str, MenuItem] = {}


def register(*items: MenuItem) -> None:
    """Add entries to the menu; saying the same thing twice is harmless.

    Raises:
        MenuConflict: the key already belongs to a different entry.
    """
    for item in items:
        if _items.setdefault(item.key, item) != item:
            raise MenuConflict(f"menu key {item.key!r} is taken by {_items[item.key].label!r}")


def entries(user: Any, path: str) -> list[Entry]:
    """The menu of this person, with the entry of this path marked as active."""
    shown = [item for item in _items.values() if item.allowed(user)]
    below: defaultdict[str, list[MenuItem]] = defaultdict(list)
    for item in sorted(shown, key=lambda item: (item.order, item.key)):
        below[item.parent].append(item)
    return _entries("", below, user=user, here=_address_of(shown, path))


def items() -> list[MenuItem]:
    """Every entry that leads somewhere, of whatever person."""
    return [item for item in _items.values() if item.route]


def manual_names(item: MenuItem) -> list[str]:
    """Names under which the manual may have the entry's page, the best first.

    >>> manual_names(MenuItem(key="air.ranking", label="排名"))
    ['air-ranking', 'ranking', 'air']
    """
    parent = _items.get(item.parent)
    own = [item.manual, parent.manual if parent else "", item.key.replace(".", "-")]
    return [*dict.fromkeys(name for name in [*own, *reversed(item.key.split("."))] if name)]


def item_at(user: Any, path: str) -> MenuItem | None:
    """The entry that a path lies under."""
    shown = [item for item in _items.values() if item.route and item.allowed(user)]
    here = _address_of(shown, path)
    return next((item for item in shown if here and _address(item.route) == here), None)


@cache
def _address(route: str) -> str:
    """Where a route leads; a page asks for every entry of the menu."""
    return reverse(route)


def _address_of(items: list[MenuItem], path: str) -> str:
    """The longest address among the entries that the path lies under."""
    addresses = (_address(item.route) for item in items if item.route)
    return max((one for one in addresses if path.startswith(one)), key=len, default="")


def _entries(
    parent: str, below: Mapping[str, list[MenuItem]], *, user: Any, here: str
) -> list[Entry]:
    """What stands under an entry, in its order; a heading with nothing beneath it is left out."""
    found = []
    for item in below.get(parent, ()):
        children = _entries(item.key, below, user=user, here=here)
        if item.route or children:
            found.append(_entry(item, tuple(children), user=user, here=here))
    return found


def _entry(item: MenuItem, children: tuple[Entry, ...], *, user: Any, here: str) -> Entry:
    url = _address(item.route) if item.route else ""
    return Entry(
        key=item.key,
        label=item.label,
        icon=item.icon,
        url=url,
        active=(bool(url) and url == here) or any(child.active for child in children),
        count=item.count(user) if item.count else 0,
        children=children,
    )
