"""Writing the rows of many files into few sorted ones."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake.transaction import AddAction

from bihuan.telemetry.engine import Engine
from bihuan.telemetry.layout import sync_file, sync_folder
from bihuan.telemetry.scan import path_list
from bihuan.telemetry.upkeep.partition import Partition

COMPRESSION_LEVEL = 3

Span = tuple[Any, Any]
"""First and last value of the first sort column in one file; both None for all of them."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What of some files goes into new ones, and in which order.

    Args:
        order: columns to sort by; all rows of one value of the first share a file.
        changed: SQL of columns that are not simply copied, by name.
        without: rows to leave out, by the columns of this frame.
    """

    order: Sequence[str]
    changed: Mapping[str, str] = field(default_factory=dict)
    without: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class Sorter:
    """Writes sorted files of about so many rows, one at a time, in bounded memory."""

    engine: Engine
    rows_per_file: int

    def small(self, partition: Partition) -> Partition:
        """The partition's files that are worth merging; what this writes never is."""
        return partition.only(pl.col("rows") < self.rows_per_file // 4)

    def write(self, partition: Partition, selection: Selection, *, prefix: str) -> list[AddAction]:
        """Write the partition's rows into files that are on disk but in no log yet.

        Args:
            prefix: of the new files' names; it tells later what was done to them.
        """
        written = [
            self._written(partition, selection, span, prefix=prefix)
            for span in self._spans(partition.files, selection.order[0])
        ]
        sync_folder(partition.folder)
        return [action for action in written if action is not None]

    def _spans(self, files: pl.DataFrame, column: str) -> list[Span]:
        total = int(files["rows"].sum())
        if total <= self.rows_per_file:
            return [(None, None)]
        even = -(-total // -(-total // self.rows_per_file))
        counts = self.engine.frame(
            f'SELECT "{column}" AS value, count(*) AS count FROM read_parquet({path_list(files)})'
            " GROUP BY ALL ORDER BY ALL"
        )
        slot = (pl.col("count").cum_sum() - 1) // even
        spans = counts.group_by(slot.alias("slot"), maintain_order=True).agg(
            pl.col("value").first().alias("low"), pl.col("value").last().alias("high")
        )
        return list(spans.select("low", "high").iter_rows())

    def _written(
        self, partition: Partition, selection: Selection, span: Span, *, prefix: str
    ) -> AddAction | None:
        path = partition.folder / f"{prefix}-{uuid.uuid4()}.parquet"
        shape = partition.table.shape
        names = [name for name in shape.schema.names if name not in shape.partitions]
        schema = pa.schema([shape.schema.field(name) for name in names])
        tables = {} if selection.without is None else {"without": selection.without}
        sql, parameters = _statement(partition.files, selection, names, span)
        with (
            self.engine.batches(sql, parameters, tables, rows=shape.row_group) as batches,
            pq.ParquetWriter(
                path, schema, compression="zstd", compression_level=COMPRESSION_LEVEL
            ) as writer,
        ):
            for batch in batches:
                rows = pa.Table.from_batches([batch]).cast(schema)
                writer.write_table(rows, row_group_size=shape.row_group)
        sync_file(path)
        return _described(path, partition)


def _statement(
    files: pl.DataFrame, selection: Selection, names: Sequence[str], span: Span
) -> tuple[str, list[Any]]:
    columns = ", ".join(
        f"{selection.changed.get(n, f'held.{_named(n)}')} AS {_named(n)}" for n in names
    )
    source = f"read_parquet({path_list(files)}, hive_partitioning = false) AS held"
    if selection.without is not None:
        source += f" ANTI JOIN without USING ({', '.join(map(_named, selection.without.columns))})"
    where = "" if span == (None, None) else f" WHERE {_named(selection.order[0])} BETWEEN ? AND ?"
    order = ", ".join(map(_named, selection.order))
    return f"SELECT {columns} FROM {source}{where} ORDER BY {order}", list(span) if where else []


def _named(column: str) -> str:
    return f'"{column}"'


def _described(path: Path, partition: Partition) -> AddAction | None:
    metadata = pq.read_metadata(path)
    if not metadata.num_rows:
        path.unlink()
        return None
    stat = path.stat()
    return AddAction(
        path=str(path.relative_to(partition.table.path)),
        size=stat.st_size,
        partition_values=partition.named,
        modification_time=stat.st_mtime_ns // 1_000_000,
        data_change=False,
        stats=json.dumps(_statistics(metadata, partition.table.shape.statistics)),
    )


def _statistics(metadata: pq.FileMetaData, names: Sequence[str]) -> dict[str, Any]:
    """What Delta keeps of a file, so that readers can pass over it."""
    places = {metadata.schema.column(n).path: n for n in range(metadata.num_columns)}
    found: dict[str, Any] = {"numRecords": metadata.num_rows}
    found |= {"minValues": {}, "maxValues": {}, "nullCount": {}}
    for name in names:
        groups = range(metadata.num_row_groups)
        parts = [metadata.row_group(g).column(places[name]).statistics for g in groups]
        found["minValues"][name] = _as_json(min(part.min for part in parts))
        found["maxValues"][name] = _as_json(max(part.max for part in parts))
        found["nullCount"][name] = sum(part.null_count for part in parts)
    return found


def _as_json(value: Any) -> Any:
    return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if isinstance(value, datetime) else value
