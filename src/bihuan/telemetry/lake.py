"""The lake (湖): three Delta tables, each with marks that say what it already holds.

A mark is a Delta application transaction, so rows and mark land in one atomic commit: after a
crash at any place a row is either in the lake with its mark, or still in the journal.
"""

import json
import logging
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import polars as pl
import pyarrow as pa
from deltalake import (
    CommitProperties,
    DeltaTable,
    PostCommitHookProperties,
    Schema,
    Transaction,
    WriterProperties,
    write_deltalake,
)

from bihuan.telemetry.layout import Layout, replace_durably, sync_file, sync_folder
from bihuan.telemetry.schema import POLARS_INSTANT, ROW_SCHEMA, ROW_TYPES, day_column

log = logging.getLogger(__name__)

LAKE_INSTANT = pa.timestamp("us", tz="UTC")

STATISTICS = ("point", "start", "arrival", "version", "marks", "segment")

NO_HOOKS = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)


def _stored(schema: pa.Schema, *more: pa.Field) -> pa.Schema:
    """The same columns with the lake's microseconds; Delta knows no other instant."""
    instant = pa.types.is_timestamp
    fields = [f.with_type(LAKE_INSTANT) if instant(f.type) else f for f in (*schema, *more)]
    return pa.schema([f.with_nullable(True) for f in fields])


ROWS_STORED = _stored(ROW_SCHEMA, pa.field("day", pa.date32()))

RAW_STORED = _stored(
    pa.schema(
        [
            ("device", pa.string()),
            ("received", LAKE_INSTANT),
            ("packet", pa.binary()),
            ("outcome", pa.string()),
            ("segment", pa.int64()),
            ("index", pa.int32()),
            ("day", pa.date32()),
        ]
    )
)


def stored_rows(versions: pl.DataFrame) -> pa.Table:
    """Versions as the lake keeps them, each with its day."""
    instants = [name for name, kind in ROW_TYPES.items() if kind == POLARS_INSTANT]
    finer = [pl.col(name).cast(pl.Datetime("us", "UTC")) for name in instants]
    return versions.with_columns(*finer, day_column()).select(ROWS_STORED.names).to_arrow()


@dataclass(frozen=True, slots=True)
class TableShape:
    """How one Delta table of the lake is laid out on disk."""

    schema: pa.Schema
    partitions: tuple[str, ...]
    statistics: tuple[str, ...]
    row_group: int
    compression_level: int


ROWS_SHAPE = TableShape(ROWS_STORED, ("kind", "day"), STATISTICS, 131_072, 1)
RAW_SHAPE = TableShape(RAW_STORED, ("day",), ("received", "segment"), 32_768, 1)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of a Delta table: its files with statistics, and its marks.

    Args:
        files: one row a file: `path` (absolute), the partition columns, `size`, `rows`, and
            `min_x`, `max_x` of the columns that carry statistics.
    """

    version: int
    files: pl.DataFrame
    table: DeltaTable = field(repr=False)
    _marks: dict[str, int] = field(default_factory=dict, repr=False)

    def mark(self, name: str) -> int:
        """Number of an application transaction; 0 when it never happened."""
        if name not in self._marks:
            self._marks[name] = self.table.transaction_version(name) or 0
        return self._marks[name]


class LakeTable:
    """One Delta table; the snapshot is cached until the log's version changes."""

    def __init__(self, path: Path, shape: TableShape) -> None:
        self.path = path
        self.shape = shape
        self._log = path / "_delta_log"
        self._note = path.with_suffix(".sealed")
        self._refresh = threading.Lock()
        self._snapshot: Snapshot | None = None

    def create(self) -> None:
        """Make the table if it is not there; its automatic checkpoints stay off."""
        if DeltaTable.is_deltatable(self.path):
            return
        DeltaTable.create(
            self.path,
            Schema.from_arrow(self.shape.schema),
            partition_by=list(self.shape.partitions),
            configuration={
                "delta.dataSkippingStatsColumns": ",".join(self.shape.statistics),
                "delta.logRetentionDuration": "interval 6 hours",
                "delta.deletedFileRetentionDuration": "interval 2 hours",
            },
        )
        self.seal()

    def snapshot(self) -> Snapshot:
        """The newest version; one `stat` when nothing changed."""
        with self._refresh:
            if self._snapshot is None or self._has_moved_on(self._snapshot.version):
                self._snapshot = self._loaded()
            return self._snapshot

    def append(self, data: pa.Table, marks: Mapping[str, int]) -> None:
        """One commit of rows and marks; not durable before `seal`. Hold the lake's lock."""
        write_deltalake(
            self.snapshot().table,
            data.cast(self.shape.schema),
            mode="append",
            writer_properties=WriterProperties(
                compression="ZSTD",
                compression_level=self.shape.compression_level,
                max_row_group_size=self.shape.row_group,
            ),
            commit_properties=CommitProperties(
                app_transactions=[Transaction(name, number) for name, number in marks.items()],
                max_commit_retries=15,
            ),
            post_commithook_properties=NO_HOOKS,
        )
        self._snapshot = None

    def files_since(self, version: int, snapshot: Snapshot) -> pl.DataFrame:
        """Where to look for the rows of later commits: the files these added.

        All files of the snapshot when a log entry, or a file that was merged since, is gone.
        """
        added = self._added(range(version + 1, snapshot.version + 1)) if version >= 0 else None
        if added is None or not all(path.exists() for path in added):
            return snapshot.files.select("path")
        return pl.DataFrame({"path": [str(path) for path in added]}, schema={"path": pl.String})

    def _added(self, versions: range) -> list[Path] | None:
        """Files with new rows of some commits; None when the log no longer tells."""
        try:
            adds = [a["add"] for v in versions for a in self._actions(v) if "add" in a]
        except FileNotFoundError:
            return None
        return [self.path / unquote(add["path"]) for add in adds if add["dataChange"]]

    def seal(self) -> None:
        """Sync every file, log entry and folder that the last seal had not seen.

        Only after this may a journal forget what the commits carried. A commit that a power cut
        tore is rolled back: its rows are still in the journals. Hold the lake's lock.
        """
        sealed = newest = self._sealed()
        while self._entry(newest + 1).exists():
            if not self._is_whole(newest + 1):
                self._roll_back(newest + 1)
                break
            newest += 1
            self._sync_added(newest)
            sync_file(self._entry(newest))
        if newest != sealed:
            sync_folder(self._log)
            sync_folder(self.path)
            replace_durably(self._note, f"{newest}\n")

    def _is_whole(self, version: int) -> bool:
        """Whether a commit and its files are complete on this machine's disk."""
        try:
            adds = [action["add"] for action in self._actions(version) if "add" in action]
        except ValueError:
            return False
        return bool(self._entry(version).stat().st_size) and all(map(self._has_size, adds))

    def _has_size(self, add: Mapping[str, Any]) -> bool:
        file = self.path / unquote(add["path"])
        return file.exists() and file.stat().st_size == add["size"]

    def _roll_back(self, version: int) -> None:
        log.error("torn commit rolled back table=%s version=%d", self.path.name, version)
        torn = [
            e for e in self._log.glob("*.json") if e.stem.isdecimal() and int(e.stem) >= version
        ]
        for entry in sorted(torn, reverse=True):
            entry.unlink()
        sync_folder(self._log)
        self._snapshot = None

    def _sync_added(self, version: int) -> None:
        adds = [a["add"]["path"] for a in self._actions(version) if "add" in a]
        files = [self.path / unquote(path) for path in adds]
        folders = {
            folder for file in files for folder in file.parents if self.path in folder.parents
        }
        for file in files:
            sync_file(file)
        for folder in folders:
            sync_folder(folder)

    def _sealed(self) -> int:
        return int(self._note.read_text("ascii")) if self._note.exists() else -1

    def _entry(self, version: int) -> Path:
        return self._log / f"{version:020d}.json"

    def _actions(self, version: int) -> Iterator[dict[str, Any]]:
        for line in self._entry(version).read_text("utf-8").splitlines():
            yield json.loads(line)

    def _has_moved_on(self, version: int) -> bool:
        return self._entry(version + 1).exists() or not self._entry(version).exists()

    def _loaded(self) -> Snapshot:
        table = DeltaTable(self.path)
        actions = pl.DataFrame(pa.table(table.get_add_actions(flatten=True)))
        return Snapshot(table.version(), self._files(actions), table)

    def _files(self, actions: pl.DataFrame) -> pl.DataFrame:
        # the largest first: DuckDB guesses the size of all files by that of the first, and a
        # small one once made it hash the lake instead of a few corrections
        ranges = [
            pl.col(f"{end}.{name}").alias(f"{end}_{name}")
            for name in self.shape.statistics
            for end in ("min", "max")
            if f"{end}.{name}" in actions.columns
        ]
        return actions.select(
            (pl.lit(f"{self.path}/") + pl.col("path")).alias("path"),
            *(pl.col(f"partition.{name}").alias(name) for name in self.shape.partitions),
            pl.col("size_bytes").alias("size"),
            pl.col("num_records").alias("rows"),
            *ranges,
        ).sort("rows", descending=True)


class Lake:
    """The three tables of a store."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.rows = LakeTable(layout.rows, ROWS_SHAPE)
        self.raw = LakeTable(layout.raw, RAW_SHAPE)
        self.audit = LakeTable(layout.audit, ROWS_SHAPE)

    def create(self) -> None:
        """Make what is not there yet."""
        for table in (self.rows, self.raw, self.audit):
            table.create()

    def versions(self) -> tuple[Snapshot, Snapshot]:
        """The tables that hold versions.

        Rows first: settling writes to the audit table before it deletes from the rows, so read
        in this order a version may be met twice but never missed.
        """
        return self.rows.snapshot(), self.audit.snapshot()
