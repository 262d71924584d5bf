"""How old the newest data are (数据时效): a number in the top bar of every page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Source = Callable[[datetime], datetime | None]

FRESH = timedelta(minutes=2)
STALE = timedelta(minutes=15)

_sources: list[Source] = []


def register(source: Source) -> None:
    """Name the function that tells when the newest data arrived, as of a moment given."""
    _sources[:] = [source]


@dataclass(frozen=True, slots=True)
class Freshness:
    """The newest arrival and how far back it lies.

    Attributes:
        newest: when the newest data arrived; None when nothing has arrived yet.
        age: now - newest; None as well.
        tone: good, wait, over, or none.
    """

    newest: datetime | None
    age: timedelta | None
    tone: str


def freshness(now: datetime) -> Freshness | None:
    """The age of the newest data (数据时效); None when no room has said how to find out."""
    if not _sources:
        return None
    newest = _sources[0](now)
    if newest is None:
        return Freshness(newest=None, age=None, tone="none")
    age = max(now - newest, timedelta(0))
    return Freshness(newest=newest, age=age, tone=tone_of(age))


def tone_of(age: timedelta) -> str:
    """How to colour an age: good up to two minutes, wait up to a quarter of an hour, over beyond.

    >>> tone_of(timedelta(seconds=119)), tone_of(timedelta(minutes=10)), tone_of(timedelta(hours=1))
    ('good', 'wait', 'over')
    """
    if age <= FRESH:
        return "good"
    return "wait" if age <= STALE else "over"
