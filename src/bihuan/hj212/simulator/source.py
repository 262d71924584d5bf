"""Where a simulated logger's values come from."""

from datetime import datetime
from math import pi, sin
from typing import Protocol
from zlib import crc32

DAY_S = 86_400


class ValueSource(Protocol):
    """What the world measures (数据来源): a pure function of factor and period.

    The same question must have the same answer whenever it is asked, because
    a logger answers a recall from it and repeats what it said before.

    A moment is asked as `start == end`; a period's answer is its mean. A
    facility is asked as `SB1`, `SB2` …: its state at a moment, its hours run in a day.
    """

    def __call__(self, factor: str, start: datetime, end: datetime) -> tuple[float | None, str]:
        """Value and data flag (数值, 数据标记); None where there is no measurement."""
        ...


class TypicalSource:
    """A quiet site (典型数据): each factor swings through its day inside its range.

    Args:
        ranges: lowest and highest value of each factor, by code.
        seed: sites of different seeds differ.

    >>> at = datetime.fromisoformat("2026-11-21T08:00:00+08:00")
    >>> source = TypicalSource({"w01018": (12.0, 46.0)}, seed=7)
    >>> source("w01018", at, at) == source("w01018", at, at)
    True
    """

    def __init__(self, ranges: dict[str, tuple[float, float]], *, seed: int = 0) -> None:
        self._ranges = ranges
        self._seed = seed
        self._last: tuple[datetime, datetime] | None = None
        self._second, self._swing = 0, 0.0

    def __call__(self, factor: str, start: datetime, end: datetime) -> tuple[float | None, str]:
        """The value in the middle of the period, always flagged N."""
        if factor not in self._ranges:
            return (1.0 if start == end else 24.0), "N"
        if (start, end) != self._last:
            self._turn_to(start, end)
        low, high = self._ranges[factor]
        noise = crc32(f"{self._seed} {factor} {self._second}".encode()) / 2**32
        return low + (high - low) * (0.4 + 0.3 * self._swing + 0.2 * noise), "N"

    def _turn_to(self, start: datetime, end: datetime) -> None:
        """All factors of a packet ask about the same time; the sine is taken once."""
        self._last = start, end
        self._second = int(start.timestamp() + end.timestamp()) // 2
        self._swing = sin(2 * pi * ((self._second + self._seed * 997) % DAY_S) / DAY_S)
