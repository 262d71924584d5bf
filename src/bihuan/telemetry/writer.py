"""The store (时序库) as the rest of the platform sees it: Arrow tables in, Arrow tables out."""

from datetime import datetime
from pathlib import Path

import pyarrow as pa

from bihuan.telemetry.error import ReadOnlyStore, TelemetryError
from bihuan.telemetry.intake import (
    ARRIVAL,
    NOBODY,
    Authorship,
    arrivals_of,
    checked_packets,
    checked_rows,
)
from bihuan.telemetry.journal import Entry, Journal, create_journal
from bihuan.telemetry.mover import Mover
from bihuan.telemetry.reader import Reader
from bihuan.telemetry.schema import APPEND_SCHEMA, EPOCH, Mark, milliseconds, require_aware

LZ4 = pa.ipc.IpcWriteOptions(compression="lz4")


class Store(Reader):
    """One process's door to the time series; safe to use from several threads.

    Args:
        root: folder of the store; made when it is not there.
        journal: name of the writing process; None opens the store for reading only.
    """

    def __init__(self, root: Path, *, journal: str | None = None) -> None:
        super().__init__(root)
        self._journal = Journal(create_journal(self.layout.journals, journal)) if journal else None
        self._mover: Mover | None = None
        _warm_up()

    def append(self, rows: pa.Table, raw: pa.Table | None = None, *, now: datetime) -> int:
        """Put rows and the packets they came from into the journal, in one transaction.

        On return they are on disk: this is what an acknowledgement may rest on.

        Args:
            rows: APPEND_SCHEMA, one row a value.
            raw: RAW_SCHEMA; `raw_index` of a row counts into it.
            now: the time of arrival.

        Returns:
            The segment's id; with `raw_index` it finds the packet of a datum again.

        Raises:
            BadRows: the tables break the schema; nothing was written.
            StoreFull: the disk took no more; nothing was written.
            ReadOnlyStore: the store was opened without a journal.
        """
        return self._write(rows, raw, NOBODY, now)

    def correct(self, rows: pa.Table, *, author: str, reason: str, now: datetime) -> int:
        """Append a newer version of some data (数据修正); the old ones stay readable.

        Args:
            rows: APPEND_SCHEMA; a null value withdraws the datum. `source` is set here.
            author: who answers for it; `reason` why, both kept with each version.
            now: the time of the correction.

        Returns:
            The segment's id.

        Raises:
            TelemetryError: author or reason is empty; and what `append` raises.
        """
        if not author.strip() or not reason.strip():
            raise TelemetryError(
                f"a correction needs an author and a reason: {author!r} {reason!r}"
            )
        return self._write(_as_correction(rows), None, Authorship(author, reason), now)

    def append_bulk(self, rows: pa.Table, *, now: datetime) -> None:
        """Put history straight into the lake, under the same rules as `append`.

        On return it is on disk. If it is cut off, do it again: what went in counts as duplicate.

        Args:
            rows: APPEND_SCHEMA without packets, some millions at a time: they are held in memory
                a few times over. Sorted by point, factor, statistic, kind and start they go
                several times as fast.
                A further column `arrival` may say when each row came first, as a store that is
                moved here knows it; it is not later than `now`.
            now: the time of arrival of rows that do not say.

        Raises:
            BadRows: the table breaks the schema; nothing was written.
        """
        require_aware(now, "now")
        self._require_journal()
        arrivals = arrivals_of(rows, now=now)
        plain = rows if arrivals is None else rows.drop_columns([ARRIVAL])
        checked = checked_rows(plain, packets=0, now=now)
        if arrivals is not None:
            checked = checked.append_column(ARRIVAL, arrivals)
        if self._mover is None:
            self._mover = Mover(self.layout.root)
        self._mover.load(checked, now=now)

    def close(self) -> None:
        """Let files and memory go."""
        super().close()
        for part in (self._journal, self._mover):
            if part is not None:
                part.close()

    def _write(
        self, rows: pa.Table, raw: pa.Table | None, authorship: Authorship, now: datetime
    ) -> int:
        require_aware(now, "now")
        journal = self._require_journal()
        packets = None if raw is None else checked_packets(raw)
        count = 0 if packets is None else len(packets)
        checked = checked_rows(rows, packets=count, now=now, authorship=authorship)
        return journal.append(
            Entry(
                arrival=milliseconds(now),
                rows=streamed(checked),
                row_count=len(checked),
                raw=None if packets is None else streamed(packets),
                raw_count=count,
            )
        )

    def _require_journal(self) -> Journal:
        if self._journal is None:
            raise ReadOnlyStore(f"store {self.layout.root} was opened without a journal name")
        return self._journal


def streamed(table: pa.Table) -> bytes:
    """A table as an Arrow stream, lz4 inside."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=LZ4) as writer:
        writer.write_table(table)
    stream: bytes = sink.getvalue().to_pybytes()
    return stream


def _warm_up() -> None:
    """The first conversion takes seconds on a busy machine: not while a device waits."""
    streamed(checked_rows(APPEND_SCHEMA.empty_table(), packets=0, now=EPOCH))


def _as_correction(rows: pa.Table) -> pa.Table:
    kept = rows.drop_columns([n for n in ("source", "marks") if n in rows.column_names])
    for name, content in (("source", "correction"), ("marks", Mark.CORRECTED.value)):
        content = pa.scalar(content, APPEND_SCHEMA.field(name).type)
        kept = kept.append_column(name, pa.repeat(content, len(rows)))
    return kept
