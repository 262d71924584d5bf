"""The search box in the top bar (检索框): one room says where it asks and who sees it."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

_route: list[tuple[str, Callable[[Any], bool]]] = []


def register(route: str, *, allowed: Callable[[Any], bool]) -> None:
    """Name the address without arguments that answers ``?q=``, and who may ask there."""
    _route[:] = [(route, allowed)]


def address_for(user: Any) -> str:
    """Where this person's box asks; empty where there is none."""
    return reverse(_route[0][0]) if _route and _route[0][1](user) else ""
