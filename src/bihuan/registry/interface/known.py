"""Ways in and out that the platform has by itself (固有接口): each room says its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bihuan.accounts.models import User


class Direction(StrEnum):
    """Which way data go."""

    IN = "接入"
    OUT = "输出"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a way did (作用).

    Args:
        last: when it last worked; None never or unknown.
        rows: how much today, as `unit` counts.
        tone: token of its health, `state` its words.
        problem: what is wrong, for people.
    """

    last: datetime | None
    rows: int
    unit: str
    tone: str
    state: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class KnownInterface:
    """One way in or out.

    Args:
        route: name of the page where one sees it in full.
        effect: what it did today, of what the person sees.
    """

    key: str
    name: str
    direction: Direction
    kind: str
    purpose: str
    frequency: str
    effect: Callable[[User, datetime], Effect]
    route: str = ""


_known: dict[str, KnownInterface] = {}


def register(*interfaces: KnownInterface) -> None:
    """Add ways in or out; called in a room's ``apps.py``."""
    for one in interfaces:
        _known[one.key] = one


def known() -> tuple[KnownInterface, ...]:
    """Every way, in the order of registration."""
    return tuple(_known.values())
