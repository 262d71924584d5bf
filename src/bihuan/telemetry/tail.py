"""The tail (日志尾): what is acknowledged and not yet in the lake, decoded once a segment."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import polars as pl
import pyarrow as pa

from bihuan.telemetry.journal import (
    Journal,
    OpenJournals,
    Segment,
    journal_number,
    sequence_of,
)
from bihuan.telemetry.schema import POLARS_INSTANT, ROW_TYPES

UNVERSIONED = [name for name in ROW_TYPES if name != "version"]


def decoded(segment: Segment) -> pl.DataFrame:
    """The rows of a segment with arrival, segment and index stamped on; no version yet."""
    rows = pl.DataFrame(pa.ipc.open_stream(segment.rows).read_all())
    return stamped_rows(rows, arrival=segment.arrival, segment=segment.id)


def stamped_rows(rows: pl.DataFrame, *, arrival: int, segment: int) -> pl.DataFrame:
    """Checked rows of an append as rows of the store.

    Args:
        arrival: when they came, where no column of theirs says it. [ms since 1970, UTC]
    """
    came = pl.lit(arrival).cast(POLARS_INSTANT)
    if "arrival" in rows.columns:
        came = pl.col("arrival").cast(POLARS_INSTANT).fill_null(came)
    return rows.with_columns(
        came.alias("arrival"),
        pl.lit(segment, pl.Int64).alias("segment"),
        pl.col("raw_index").alias("index"),
    ).select(UNVERSIONED)


@dataclass(frozen=True, slots=True)
class DecodedSegment:
    """One segment in columns."""

    id: int
    arrival: int
    rows: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Tail:
    """Every segment that the journals held when they were read, in the order of arrival."""

    segments: tuple[DecodedSegment, ...]

    def past(self, marks: Mapping[int, int]) -> pl.DataFrame:
        """Rows of the segments past the marks (journal number to sequence), first come first."""
        frames = [
            segment.rows
            for segment in self.segments
            if sequence_of(segment.id) > marks.get(journal_number(segment.id), 0)
        ]
        return pl.concat(frames) if frames else no_rows()

    def heads(self, marks: Mapping[int, int]) -> dict[int, int]:
        """The marks moved on to the newest segment of each journal."""
        heads = dict(marks)
        for segment in self.segments:
            number = journal_number(segment.id)
            heads[number] = max(heads.get(number, 0), sequence_of(segment.id))
        return heads


class Arrived(Protocol):
    """What came at a time with a segment's id."""

    @property
    def id(self) -> int:
        """The segment's id."""

    @property
    def arrival(self) -> int:
        """When it came. [ms since 1970, UTC]"""


AnySegment = TypeVar("AnySegment", bound=Arrived)


def in_order(segments: Iterable[AnySegment]) -> list[AnySegment]:
    """Segments by arrival; those of one journal in its order, even if the clock was set back."""
    latest: dict[int, int] = {}
    places = []
    for segment in sorted(segments, key=lambda each: each.id):
        number = journal_number(segment.id)
        latest[number] = max(latest.get(number, 0), segment.arrival)
        places.append((latest[number], segment.id, segment))
    return [segment for _, _, segment in sorted(places, key=lambda place: place[:2])]


def no_rows() -> pl.DataFrame:
    """No rows of a tail."""
    return pl.DataFrame(schema={name: ROW_TYPES[name] for name in UNVERSIONED})


class TailReader:
    """Reads all journals of a store; a segment is decoded once and dropped when it has moved."""

    def __init__(self, folder: Path) -> None:
        self._journals = OpenJournals(folder)
        self._segments: dict[int, DecodedSegment] = {}
        self._seen: dict[int, int] = {}
        self._guard = threading.Lock()

    def read(self) -> Tail:
        """What the journals hold now. Read it before the lake's snapshot, never after."""
        with self._guard:
            for journal in self._journals.all():
                self._take(journal)
            return Tail(tuple(in_order(self._segments.values())))

    def drop(self, marks: Mapping[int, int]) -> None:
        """Let go of the segments below the latest files' marks: the lake has held them longer."""
        with self._guard:
            for segment in list(self._segments):
                if sequence_of(segment) <= marks.get(journal_number(segment), 0):
                    # never wanted again: the journal may forget it at any time
                    del self._segments[segment]

    def close(self) -> None:
        """Let the journals go."""
        self._journals.close()

    def _take(self, journal: Journal) -> None:
        for segment in journal.rows_after(self._seen.get(journal.number, 0)):
            rows = decoded(segment)
            self._segments[segment.id] = DecodedSegment(segment.id, segment.arrival, rows)
            self._seen[journal.number] = sequence_of(segment.id)
