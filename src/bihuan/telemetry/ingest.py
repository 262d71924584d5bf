"""Writing to the lake: the one path on which rows get versions, marks and counts."""

from collections.abc import Iterable, Mapping

import polars as pl

from bihuan.telemetry.engine import Engine
from bihuan.telemetry.journal import journal_numbers
from bihuan.telemetry.lake import Lake, stored_rows
from bihuan.telemetry.latest import (
    NOTHING,
    LatestFiles,
    LatestHead,
    advanced,
    ends_of,
    no_series,
)
from bihuan.telemetry.resend import Resolution, admitted
from bihuan.telemetry.scan import newest_of, versions_held
from bihuan.telemetry.schema import KEY, Mark

ACCEPTED = "count:accepted"
DUPLICATES = "count:duplicates"
NEWER = "count:newer"
FUTURE = "count:future"
PACKETS = "count:packets"


def mark_name(journal: int) -> str:
    """Name of the application transaction that carries a journal's mark.

    >>> mark_name(3)
    'journal-3'
    """
    return f"journal-{journal}"


class LakeWriter:
    """Gives rows their versions and commits them; the caller holds the lake's lock."""

    def __init__(self, lake: Lake, files: LatestFiles, engine: Engine) -> None:
        self._lake = lake
        self._files = files
        self._engine = engine
        self._head = NOTHING
        self._states: dict[str, pl.DataFrame] = {}

    def take(self, rows: pl.DataFrame, marks: Mapping[int, int]) -> Resolution:
        """Commit rows and marks as one Delta commit, sync it and replace the latest files.

        Args:
            rows: rows of the tail, first come first.
            marks: journal number to the last sequence among the rows.
        """
        self.catch_up()
        kinds = rows["kind"].unique().to_list()
        ends = pl.concat([ends_of(no_series()), *(ends_of(self._state(kind)) for kind in kinds)])
        verdict = admitted(rows, ends, self._held)
        self._commit(verdict, marks)
        self._advance(verdict.accepted)
        self._publish(kinds, {**self._head.marks, **marks})
        return verdict

    def catch_up(self) -> None:
        """Take in what others committed, or what a crash left out of the latest files."""
        head = self._files.head()
        if head != self._head:
            self._head, self._states = head, {}
        snapshot = self._lake.rows.snapshot()
        if self._head.version == snapshot.version:
            return
        added = newest_of(self._engine, self._lake.rows.files_since(self._head.version, snapshot))
        self._advance(added.sort(*KEY, "version"))
        numbers = journal_numbers(self._lake.layout.journals)
        self._publish(added["kind"].unique(), {n: snapshot.mark(mark_name(n)) for n in numbers})

    def _held(self, keys: pl.DataFrame) -> pl.DataFrame:
        return versions_held(self._engine, self._lake.versions(), keys)

    def _state(self, kind: str) -> pl.DataFrame:
        if kind not in self._states:
            self._states[kind] = self._files.read(kind)
        return self._states[kind]

    def _commit(self, verdict: Resolution, marks: Mapping[int, int]) -> None:
        accepted = verdict.accepted
        ahead = int(((accepted["marks"] & Mark.FUTURE.value) != 0).sum())
        counts = {
            ACCEPTED: accepted.height,
            DUPLICATES: verdict.duplicates,
            NEWER: verdict.newer,
            FUTURE: ahead,
        }
        before = self._lake.rows.snapshot()
        transactions = {mark_name(number): sequence for number, sequence in marks.items()}
        transactions |= {name: before.mark(name) + count for name, count in counts.items()}
        self._lake.rows.append(stored_rows(accepted), transactions)
        self._lake.rows.seal()

    def _advance(self, accepted: pl.DataFrame) -> None:
        kinds = accepted["kind"].unique().to_list()
        for kind in kinds:
            part = accepted if len(kinds) == 1 else accepted.filter(kind=kind)
            self._states[kind] = advanced(self._state(kind), part)

    def _publish(self, kinds: Iterable[str], marks: Mapping[int, int]) -> None:
        for kind in kinds:
            self._files.write(kind, self._state(kind))
        self._head = LatestHead(self._lake.rows.snapshot().version, marks)
        self._files.write_head(self._head)
