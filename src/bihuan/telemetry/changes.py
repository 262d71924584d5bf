"""What has changed since a reader last looked (变更游标): the spans that rules must judge again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from bihuan.telemetry.engine import Engine
from bihuan.telemetry.error import TelemetryError
from bihuan.telemetry.journal import NUMBER_SHIFT, segment_id
from bihuan.telemetry.scan import in_store_types, source
from bihuan.telemetry.schema import INSTANT, ROW_TYPES, day_column

CHANGE_SCHEMA = pa.schema(
    [
        pa.field("point", pa.int32()),
        pa.field("kind", pa.string()),
        pa.field("day", pa.date32()),
        pa.field("start_min", INSTANT),
        pa.field("start_max", INSTANT),
    ]
)
"""One row a point, kind and Shanghai day in which something is new or newer."""

TOUCHED = ("point", "kind", "day", "start")


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a reader has read.

    Args:
        version: version of the lake's table then; only says which files are worth a look.
        marks: journal number to the last sequence read; this alone decides what is new.
    """

    version: int
    marks: Mapping[int, int]

    def text(self) -> str:
        """The cursor as the text that a reader keeps."""
        return json.dumps({"version": self.version, "marks": dict(self.marks)})


BEGINNING = Cursor(-1, {})


def cursor_of(text: str | None) -> Cursor:
    """The cursor that a reader kept; None is the beginning of all data.

    Raises:
        TelemetryError: the text is not a cursor of this store.
    """
    if text is None:
        return BEGINNING
    try:
        content = json.loads(text)
        marks = {int(number): int(sequence) for number, sequence in content["marks"].items()}
        return Cursor(int(content["version"]), marks)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TelemetryError(f"{text[:80]!r} is not a cursor") from error


def touched_in_lake(engine: Engine, files: pl.DataFrame, cursor: Cursor) -> pl.DataFrame:
    """Where files of the lake hold rows past the cursor: TOUCHED, one row a span's end."""
    files = _unread(files, cursor)
    if files.is_empty():
        return pl.DataFrame(schema={name: TYPES[name] for name in TOUCHED})
    found = engine.frame(
        f"SELECT point, kind, day, unnest([min(start), max(start)]) AS start FROM {source(files)}"
        f" WHERE segment > {_threshold(cursor)} GROUP BY point, kind, day"
    )
    return in_store_types(found).select(TOUCHED)


def _unread(files: pl.DataFrame, cursor: Cursor) -> pl.DataFrame:
    """Without the files of a single journal that was read to their end."""
    if "max_segment" not in files.columns:
        return files
    journal = pl.col("max_segment") // (1 << NUMBER_SHIFT)
    single = pl.col("min_segment") // (1 << NUMBER_SHIFT) == journal
    return files.filter(~single | (pl.col("max_segment") > _read_to(journal, cursor)))


def touched_in_tail(rows: pl.DataFrame, cursor: Cursor) -> pl.DataFrame:
    """Where accepted rows of the tail lie past the cursor."""
    journal = pl.col("segment") // (1 << NUMBER_SHIFT)
    unread = rows.filter(pl.col("segment") > _read_to(journal, cursor))
    return unread.with_columns(day_column()).select(TOUCHED)


def _read_to(journal: pl.Expr, cursor: Cursor) -> pl.Expr:
    """The last segment read of a journal."""
    read = {number: segment_id(number, sequence) for number, sequence in cursor.marks.items()}
    return journal.replace_strict(read, default=0, return_dtype=pl.Int64)


def spans(touched: list[pl.DataFrame]) -> pa.Table:
    """The touched starts as CHANGE_SCHEMA."""
    return (
        pl.concat(touched)
        .group_by("point", "kind", "day")
        .agg(pl.col("start").min().alias("start_min"), pl.col("start").max().alias("start_max"))
        .sort("point", "kind", "day")
        .to_arrow()
        .cast(CHANGE_SCHEMA)
    )


TYPES = {**ROW_TYPES, "day": pl.Date}


def _threshold(cursor: Cursor) -> str:
    cases = [f"WHEN {n} THEN {segment_id(n, s)}" for n, s in cursor.marks.items()]
    return f"CASE segment >> {NUMBER_SHIFT} {' '.join(cases)} ELSE 0 END" if cases else "0"
