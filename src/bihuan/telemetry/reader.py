"""Reading the store (读取): Arrow tables out, from the lake and the journals as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
import pyarrow as pa

from bihuan.telemetry.changes import Cursor, cursor_of, spans, touched_in_lake, touched_in_tail
from bihuan.telemetry.completeness import CompletenessQuery, counted
from bihuan.telemetry.engine import Engine
from bihuan.telemetry.ingest import ACCEPTED, DUPLICATES, FUTURE, NEWER, PACKETS
from bihuan.telemetry.journal import OpenJournals, journal_number, sequence_of
from bihuan.telemetry.lake import Lake
from bihuan.telemetry.latest import LatestReader, ends_of, with_tail
from bihuan.telemetry.moment import Moment, moved_by, present_moment
from bihuan.telemetry.packet import (
    DevicePackets,
    RawPacket,
    decoded_packets,
    packet_in_lake,
    packets_of_device,
    the_packet,
)
from bihuan.telemetry.query import SeriesQuery, answered, versions_of
from bihuan.telemetry.relation import Relation, Span
from bihuan.telemetry.resend import admitted
from bihuan.telemetry.scan import versions_held
from bihuan.telemetry.schema import SERIES_KEY, DatumKey, Kind, to_rows
from bihuan.telemetry.tail import TailReader
from bihuan.telemetry.upgrade import opened


@dataclass(frozen=True, slots=True)
class Counts:
    """What the lake has taken in since it was made: rows in = accepted + duplicates.

    Args:
        accepted: versions stored; `newer` of them superseded one, `future` were from the future.
        duplicates: rows that said what the store knew.
        packets: raw packets.
        waiting: segments that the mover has not taken yet.
    """

    accepted: int
    duplicates: int
    newer: int
    future: int
    packets: int
    waiting: int


class Reader:
    """One process's view of a store; safe to use from several threads, never waits for a writer.

    Args:
        root: folder of the store; made when it is not there.
    """

    def __init__(self, root: Path) -> None:
        self.layout = opened(root)
        self._lake = Lake(self.layout)
        self._engine = Engine()
        self._tail = TailReader(self.layout.journals)
        self._journals = OpenJournals(self.layout.journals)
        self._latest = LatestReader(self.layout.latest)

    def series(self, query: SeriesQuery) -> pa.Table:
        """The latest version of each datum, ordered by point, factor, statistic and start.

        Returns:
            ROW_SCHEMA; what is acknowledged is there, whether it has moved or not.
        """
        return answered(self._engine, self._moment(), query)

    def latest(self, points: Sequence[int] | None = None, *, kind: Kind | None = None) -> pa.Table:
        """The newest datum of every series, never one from the future.

        Args:
            points: None asks for all of them; so does None for the kind.

        Returns:
            ROW_SCHEMA, ordered by point, factor, statistic and kind. A datum without a value is
            one: its flag says why.
        """
        kinds = [str(kind)] if kind else [str(each) for each in Kind]
        tail = self._tail.read()  # before the head: a journal forgets only what the head shows
        head, states = self._latest.states(kinds)
        self._tail.drop(head.marks)
        past = tail.past(head.marks).filter(pl.col("kind").is_in(kinds))
        if points is not None:
            states = states.filter(pl.col("point").is_in(list(points)))
            past = past.filter(pl.col("point").is_in(list(points)))
        return to_rows(with_tail(states, past, self._held).sort(SERIES_KEY))

    def versions(self, key: DatumKey) -> pa.Table:
        """Every version of a datum, the settled ones too, oldest first."""
        return to_rows(versions_of(self._engine, self._moment(), key))

    def relation(self, kind: Kind, start: datetime, end: datetime) -> Relation:
        """The latest versions of a kind over [start, end), for SQL in bulk."""
        moment, span = self._moment(), Span(kind, start, end)
        tail = self._accepted_tail(moment, span.rows_of(moment.tail))
        return Relation(self._engine, span, span.files_of(moment.rows), tail)

    def completeness(self, query: CompletenessQuery) -> pa.Table:
        """How many data each series holds and how many were due: COMPLETENESS_SCHEMA."""
        span = query.span
        return counted(self.relation(span.kind, span.start, span.end), query)

    def cursor(self) -> str:
        """The cursor of a reader that wants to hear only of what comes from now on."""
        moment = self._moment()
        return Cursor(moment.rows.version, moment.marks).text()

    def changes_since(self, cursor: str | None) -> tuple[pa.Table, str]:
        """Where something is new or newer since a cursor, and the cursor to ask with next time.

        A duplicate changes nothing. What is read with the new cursor is told once, whether it
        was still in a journal or had moved.

        Args:
            cursor: None is the beginning of all data.

        Raises:
            TelemetryError: the text is not a cursor.
        """
        since, moment = cursor_of(cursor), self._moment()
        accepted = self._accepted_tail(moment, moment.tail)
        files = self._lake.rows.files_since(since.version, moment.rows)
        moved = touched_in_lake(self._engine, files, since)
        return spans([moved, touched_in_tail(accepted, since)]), Cursor(
            moment.rows.version, moment.marks
        ).text()

    def raw_packet(
        self, segment: int, index: int, *, arrival: datetime | None = None
    ) -> RawPacket | None:
        """The packet a datum came in, found by the datum's `segment` and `index`.

        Args:
            arrival: the datum's; a large store answers sooner with it.

        Returns:
            None when the datum came without a packet, or the packet's time of keeping is over.
        """
        if index < 0:
            return None
        for journal in self._journals.all():
            if journal.number == journal_number(segment):
                held = journal.raw_of(sequence_of(segment))
                if held is not None:
                    return the_packet(decoded_packets(held), segment, index)
        raw = self._lake.raw.snapshot()
        return packet_in_lake(self._engine, raw, segment, index, arrival)

    def raw_of_device(
        self, device: str, start: datetime, end: datetime, limit: int = 1000
    ) -> pa.Table:
        """The oldest `limit` packets received from a device in [start, end): PACKET_SCHEMA."""
        waiting = [s for journal in self._journals.all() for s in journal.raw_after(0)]
        raw = self._lake.raw.snapshot()
        wanted = DevicePackets(device, start, end, limit)
        tail = [decoded_packets(s) for s in waiting if not moved_by(raw, s.id)]
        return packets_of_device(self._engine, raw, wanted, tail)

    def counts(self) -> Counts:
        """What the lake has taken in since it was made, and what waits for it."""
        waiting = sum(journal.waiting() for journal in self._journals.all())
        rows, raw = self._lake.rows.snapshot(), self._lake.raw.snapshot()
        return Counts(
            accepted=rows.mark(ACCEPTED),
            duplicates=rows.mark(DUPLICATES),
            newer=rows.mark(NEWER),
            future=rows.mark(FUTURE),
            packets=raw.mark(PACKETS),
            waiting=waiting,
        )

    def close(self) -> None:
        """Let files and memory go."""
        self._tail.close()
        self._journals.close()
        self._engine.close()

    def _moment(self) -> Moment:
        moment = present_moment(self._tail, self._lake)
        self._tail.drop(self._latest.head().marks)
        return moment

    def _held(self, keys: pl.DataFrame) -> pl.DataFrame:
        return versions_held(self._engine, self._lake.versions(), keys)

    def _accepted_tail(self, moment: Moment, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of the tail with their versions."""
        head, states = self._latest.states(rows["kind"].unique().to_list())
        ends = ends_of(states) if head.version >= moment.rows.version else None
        held = lambda keys: versions_held(self._engine, moment.tables, keys)  # noqa: E731
        return admitted(rows, ends, held).accepted
