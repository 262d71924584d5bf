"""One consistent view of the store: the lake at one version and the journals past its marks."""

from dataclasses import dataclass

import polars as pl

from bihuan.telemetry.ingest import mark_name
from bihuan.telemetry.journal import journal_number, journal_numbers, sequence_of
from bihuan.telemetry.lake import Lake, Snapshot
from bihuan.telemetry.tail import TailReader


@dataclass(frozen=True, slots=True)
class Moment:
    """What was acknowledged at one moment (时刻).

    Args:
        rows: the lake's table of versions; `audit` the superseded ones.
        tail: rows past that snapshot's marks, first come first, no versions yet.
        marks: journal number to the last sequence that is in the snapshot or the tail.
    """

    rows: Snapshot
    audit: Snapshot
    tail: pl.DataFrame
    marks: dict[int, int]

    @property
    def tables(self) -> tuple[Snapshot, Snapshot]:
        """Both tables that hold versions."""
        return self.rows, self.audit


def moved_by(snapshot: Snapshot, segment: int) -> bool:
    """Whether a snapshot holds what came with a segment."""
    return sequence_of(segment) <= snapshot.mark(mark_name(journal_number(segment)))


def present_moment(tail: TailReader, lake: Lake) -> Moment:
    """The store as it is now.

    The journals are read before the snapshot: a journal forgets only what an older snapshot
    already shows, so nothing falls between the two. They are listed after it: the snapshot may
    show what a journal made since then has brought.
    """
    read = tail.read()
    rows, audit = lake.versions()
    numbers = journal_numbers(lake.layout.journals)
    moved = {number: rows.mark(mark_name(number)) for number in numbers}
    return Moment(rows, audit, read.past(moved), read.heads(moved))
