"""The bell in the top bar (消息铃铛): a room above says where it leads and what it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

Counter = Callable[[Any], int]


@dataclass(frozen=True, slots=True)
class Bell:
    """Where the bell leads, where it asks anew, and its number."""

    url: str
    part: str
    unread: int


_routes: list[tuple[str, str, Counter]] = []


def register(route: str, *, part: str, count: Counter) -> None:
    """Name the page of the messages, the view of the bell alone, and who counts the unread."""
    _routes[:] = [(route, part, count)]


def bell_for(user: Any) -> Bell | None:
    """The bell of this person; None when no room has one."""
    if not _routes or not user.is_authenticated:
        return None
    route, part, count = _routes[0]
    return Bell(reverse(route), reverse(part), count(user))
