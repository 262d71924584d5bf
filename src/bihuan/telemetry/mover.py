"""The mover (搬运进程): from the journals to the lake, in a process of its own."""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Event

import polars as pl
import pyarrow as pa
from deltalake.exceptions import DeltaError

from bihuan.telemetry.engine import Engine
from bihuan.telemetry.error import StoreFull
from bihuan.telemetry.ingest import PACKETS, LakeWriter, mark_name
from bihuan.telemetry.journal import (
    BULK,
    Journal,
    OpenJournals,
    journal_number,
    segment_id,
    sequence_of,
)
from bihuan.telemetry.lake import Lake
from bihuan.telemetry.latest import LatestFiles
from bihuan.telemetry.layout import locked
from bihuan.telemetry.packet import decoded_packets, stored_packets
from bihuan.telemetry.resend import ordered
from bihuan.telemetry.schema import day_column, milliseconds
from bihuan.telemetry.tail import decoded, in_order, stamped_rows
from bihuan.telemetry.upgrade import opened

log = logging.getLogger(__name__)

INTERVAL_S = 10.0


@dataclass(frozen=True, slots=True)
class Move:
    """What one move took to the lake.

    Args:
        rows: accepted versions. `newer` of them supersede an older version.
        duplicates: rows that said what the store knew.
        packets: raw packets.
        lag_s: age of the oldest acknowledgement among them. [s]
    """

    rows: int = 0
    duplicates: int = 0
    newer: int = 0
    packets: int = 0
    lag_s: float = 0.0

    def and_then(self, other: "Move") -> "Move":
        """Both moves as one."""
        return Move(
            self.rows + other.rows,
            self.duplicates + other.duplicates,
            self.newer + other.newer,
            self.packets + other.packets,
            max(self.lag_s, other.lag_s),
        )


@dataclass(frozen=True, slots=True)
class MoveLimits:
    """How much one Delta commit may carry, so that a backlog is worked off in bounded memory."""

    rows: int = 4_000_000
    packets: int = 1_000_000


class Mover:
    """Moves the rows and packets of all journals, exactly once, and lets the journals forget.

    Args:
        root: folder of the store; made when it is not there.
    """

    def __init__(self, root: Path, limits: MoveLimits = MoveLimits()) -> None:
        self.layout = opened(root)
        self.lake = Lake(self.layout)
        self._limits = limits
        self._engine = Engine(threads=1)
        self._writer = LakeWriter(self.lake, LatestFiles(self.layout.latest), self._engine)
        self._journals = OpenJournals(self.layout.journals)
        self.last = Move()

    def move_once(self, now: datetime) -> Move:
        """Take everything that waits in the journals to the lake.

        Returns:
            What was moved; nothing at all when the journals are empty.
        """
        with locked(self.layout.lock):
            return self._moved(now)

    def run(self, stop: Event, *, clock: Callable[[], datetime]) -> None:
        """Move every ten seconds until told to stop, then once more.

        A disk that is full or a log that is locked is reported and tried again: the journals
        keep everything meanwhile.
        """
        while not stop.wait(INTERVAL_S):
            self._try_to_move(clock())
        self._try_to_move(clock())

    def load(self, rows: pa.Table, *, now: datetime) -> None:
        """Take history in bulk to the lake, after what waits in the journals.

        Args:
            rows: checked rows of an append; a column `arrival` says when each came.
        """
        stamped = stamped_rows(pl.DataFrame(rows), arrival=milliseconds(now), segment=0)
        with locked(self.layout.lock):
            self._moved(now)
            for part in _whole_days(ordered(stamped), self._limits.rows):
                number = 1 + self.lake.rows.snapshot().mark(mark_name(BULK))
                place = pl.lit(segment_id(BULK, number), pl.Int64).alias("segment")
                self._writer.take(part.with_columns(place), {BULK: number})

    def close(self) -> None:
        """Let files and memory go."""
        self._journals.close()
        self._engine.close()

    def _try_to_move(self, now: datetime) -> None:
        try:
            self.last = self.move_once(now)
        except (OSError, DeltaError, StoreFull, sqlite3.OperationalError) as error:
            log.error("move failed error=%s", error)

    def _moved(self, now: datetime) -> Move:
        self.lake.rows.seal()
        self.lake.raw.seal()
        self._writer.catch_up()
        journals = self._journals.all()
        total = Move()
        while (moved := self._move_batch(journals, now)) != Move():
            total = total.and_then(moved)
        self._forget(journals)
        return total

    def _move_batch(self, journals: Sequence[Journal], now: datetime) -> Move:
        moved = self._move_rows(journals, now)
        return replace(moved, packets=self._move_packets(journals))

    def _move_rows(self, journals: Sequence[Journal], now: datetime) -> Move:
        snapshot = self.lake.rows.snapshot()
        segments = [
            segment
            for journal in journals
            for segment in journal.rows_after(
                snapshot.mark(mark_name(journal.number)), most=self._limits.rows
            )
        ]
        if not segments:
            return Move()
        rows = pl.concat([decoded(segment) for segment in in_order(segments)])
        verdict = self._writer.take(rows, _heads(segment.id for segment in segments))
        lag_s = (milliseconds(now) - min(segment.arrival for segment in segments)) / 1000
        return Move(verdict.accepted.height, verdict.duplicates, verdict.newer, lag_s=lag_s)

    def _move_packets(self, journals: Sequence[Journal]) -> int:
        snapshot = self.lake.raw.snapshot()
        segments = [
            segment
            for journal in journals
            for segment in journal.raw_after(
                snapshot.mark(mark_name(journal.number)), most=self._limits.packets
            )
        ]
        if not segments:
            return 0
        packets = pl.concat([decoded_packets(segment) for segment in segments])
        marks = {mark_name(n): s for n, s in _heads(segment.id for segment in segments).items()}
        marks[PACKETS] = snapshot.mark(PACKETS) + packets.height
        self.lake.raw.append(stored_packets(packets), marks)
        self.lake.raw.seal()
        return packets.height

    def _forget(self, journals: Sequence[Journal]) -> None:
        rows, raw = self.lake.rows.snapshot(), self.lake.raw.snapshot()
        for journal in journals:
            if journal.waiting():
                name = mark_name(journal.number)
                journal.forget(rows=rows.mark(name), raw=raw.mark(name))


def _whole_days(rows: pl.DataFrame, most: int) -> Iterator[pl.DataFrame]:
    """The rows in portions of whole days of one kind, so that a day gets one file of each."""
    dated = rows.with_columns(day_column())
    counts = dated.group_by("kind", "day").len().sort("kind", "day")
    slot = (pl.col("len").cum_sum() - pl.col("len")) // most
    spans = counts.group_by("kind", slot.alias("slot")).agg(
        pl.col("day").min().alias("from"), pl.col("day").max().alias("to")
    )
    for kind, _, first, last in spans.sort("kind", "slot").iter_rows():
        inside = pl.col("day").is_between(first, last)
        yield dated.filter(inside, kind=kind).drop("day")


def _heads(segments: Iterable[int]) -> dict[int, int]:
    """The last sequence of each journal among some segments."""
    return {journal_number(segment): sequence_of(segment) for segment in sorted(segments)}
