"""The archive of one process (数据列缓存): months are read when asked for and kept current.

What arrives later changes only the days that it touches: the store's change cursor names them.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

import numpy as np
import polars as pl

from bihuan import telemetry
from bihuan.air.judge.span import DaySpan, SpanKind, span_around
from bihuan.air.series.block import Block, Cube, read_block, read_cube
from bihuan.telemetry import Kind

LOOK_EVERY = timedelta(seconds=5)
MOST_BYTES = 600_000_000
KINDS = {
    Kind.HOUR.value: Kind.HOUR,
    Kind.ROLLED_HOUR.value: Kind.HOUR,
    Kind.DAY.value: Kind.DAY,
    Kind.ROLLED_DAY.value: Kind.DAY,
}


@dataclass(frozen=True, slots=True)
class Version:
    """Which state of the data something was computed from (数据版本).

    Attributes:
        count: rises with each change that concerns air.
        code: short text that a page prints.
    """

    count: int
    code: str


class Archive:
    """Months of hours and days of all air points, shared by the requests of a process."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._count = 0
        self.forget()

    def forget(self) -> None:
        """Read everything anew."""
        self._blocks: OrderedDict[tuple[Kind, date], Block] = OrderedDict()
        self._points: tuple[int, ...] = ()
        self._cursor: str | None = None
        self._store: object = None
        self._looked: datetime | None = None
        self._stamps: dict[date, int] = {}
        self._count = self._born = self._count + 1

    def cube(self, kind: Kind, span: DaySpan, points: Sequence[int], now: datetime) -> Cube:
        """Values of whole days. shape (factors, points, periods)

        Args:
            points: all air points, rising; another list than last time empties the archive.
        """
        with self._lock:
            self._be_current(tuple(points), now)
            parts = [self._cut(kind, month, span) for month in months_of(span)]
        return np.concatenate(parts, axis=2)

    def version(self, points: Sequence[int], now: datetime) -> Version:
        """The version of the data as of now."""
        with self._lock:
            self._be_current(tuple(points), now)
            code = sha256((self._cursor or "").encode()).hexdigest()[:8]
            return Version(self._count, code)

    def stamp(self, month: date, points: Sequence[int], now: datetime) -> int:
        """Changes whenever hours or days of this month are read anew."""
        with self._lock:
            self._be_current(tuple(points), now)
            return self._stamps.get(month, self._born)

    def _cut(self, kind: Kind, month: date, span: DaySpan) -> Cube:
        block = self._block(kind, month)
        steps = block.values.shape[2] // block.span.days
        begin = max(0, (span.first - block.span.first).days)
        end = min(block.span.days, (span.last - block.span.first).days + 1)
        return block.values[:, :, begin * steps : end * steps]

    def _block(self, kind: Kind, month: date) -> Block:
        key = (kind, month)
        if key not in self._blocks:
            self._blocks[key] = read_block(kind, month, self._points)
            self._shrink()
        self._blocks.move_to_end(key)
        return self._blocks[key]

    def _shrink(self) -> None:
        while sum(one.values.nbytes for one in self._blocks.values()) > MOST_BYTES:
            if len(self._blocks) == 1:
                return
            self._blocks.popitem(last=False)

    def _be_current(self, points: tuple[int, ...], now: datetime) -> None:
        store = telemetry.store()
        if points != self._points or store is not self._store:
            self.forget()
            self._points, self._store = points, store
            self._cursor = store.cursor()
        elif self._looked is not None and timedelta(0) <= now - self._looked < LOOK_EVERY:
            return
        self._looked = now
        assert self._cursor is not None
        changes, self._cursor = store.changes_since(self._cursor)
        self._take_in(pl.DataFrame(changes))

    def _take_in(self, changes: pl.DataFrame) -> None:
        mine = changes.filter(
            pl.col("point").is_in(list(self._points)), pl.col("kind").is_in(list(KINDS))
        )
        if mine.is_empty():
            return
        self._count += 1
        for kind, day in set(zip(mine["kind"].to_list(), mine["day"].to_list(), strict=True)):
            self._reread(KINDS[kind], day)

    def _reread(self, kind: Kind, day: date) -> None:
        key = (kind, span_around(SpanKind.MONTH, day).first)
        self._stamps[key[1]] = self._count
        if key in self._blocks:
            one = DaySpan(day, day)
            cube = read_cube(kind, one, self._points)
            self._blocks[key] = self._blocks[key].with_days(one, cube)


def months_of(span: DaySpan) -> list[date]:
    """First days of the months that a span touches.

    >>> months_of(DaySpan(date(2026, 1, 31), date(2026, 3, 1)))
    [datetime.date(2026, 1, 1), datetime.date(2026, 2, 1), datetime.date(2026, 3, 1)]
    """
    numbers = range(span.first.year * 12 + span.first.month - 1, _number(span.last) + 1)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


ARCHIVE = Archive()


class Remembered:
    """Results by key, the least used forgotten first (结果缓存)."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._held: OrderedDict[Any, Any] = OrderedDict()

    def get(self, key: Any) -> Any:
        """The result, or None."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: Any, value: Any) -> None:
        """Keep a result."""
        with self._lock:
            self._held[key] = value
            while len(self._held) > self._most:
                self._held.popitem(last=False)
