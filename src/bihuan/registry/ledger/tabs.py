"""Tabs that other rooms add to an object's page (对象页的标签页)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from bihuan.ui.request import PageRequest


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab (标签页), handed in by a room above.

    Attributes:
        key: in the address, ``?tab=key``.
        label: in Chinese.
        ledgers: keys of the lists whose objects have it; empty for all.
        template: of what stands on it.
        context: what the template needs, for an object that the person may see.
    """

    key: str
    label: str
    ledgers: frozenset[str]
    template: str
    context: Callable[[PageRequest, Model], Mapping[str, Any]]


_tabs: dict[str, Tab] = {}


def register(*tabs: Tab) -> None:
    """Add tabs; called in a room's ``apps.py``."""
    for one in tabs:
        _tabs[one.key] = one


def tabs_of(ledger: str) -> list[Tab]:
    """The tabs that other rooms add to objects of this list."""
    return [one for one in _tabs.values() if not one.ledgers or ledger in one.ledgers]
