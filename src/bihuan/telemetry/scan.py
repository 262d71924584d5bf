"""Reading the lake: which files can hold what is asked, and the SQL over just these."""

from collections.abc import Sequence

import polars as pl

from bihuan.telemetry.engine import Engine
from bihuan.telemetry.lake import Snapshot
from bihuan.telemetry.schema import (
    KEY,
    POLARS_INSTANT,
    ROW_TYPES,
    SERIES_KEY,
    Mark,
    day_column,
    empty_rows,
)

COLUMNS = ", ".join(f'"{name}"' for name in ROW_TYPES)  # `end` is a word of SQL


def path_list(files: pl.DataFrame) -> str:
    """The paths of some files as a list in SQL."""
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in files["path"]) + "]"


def source(files: pl.DataFrame) -> str:
    """The files as a DuckDB table; `kind` and `day` come from the folders' names."""
    return f"read_parquet({path_list(files)}, hive_partitioning = true)"


def in_store_types(frame: pl.DataFrame) -> pl.DataFrame:
    """The lake's microseconds back to the store's milliseconds."""
    instants = [name for name, kind in ROW_TYPES.items() if kind == POLARS_INSTANT]
    return frame.with_columns(
        pl.col(name).cast(POLARS_INSTANT) for name in instants if name in frame.columns
    )


def versions_held(engine: Engine, tables: Sequence[Snapshot], keys: pl.DataFrame) -> pl.DataFrame:
    """Every version of some data in some tables of the lake.

    Args:
        keys: the columns of KEY, one row a datum; repeated ones do no harm.
    """
    found = [_versions_of(engine, _holding(snapshot, keys), keys) for snapshot in tables]
    return merged(found)


def merged(tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Versions of several tables, each version once; settling writes it to the second first."""
    some = [table for table in tables if table.height]
    if len(some) < 2:
        return some[0] if some else empty_rows()
    return pl.concat(some).unique([*KEY, "version"])


def _holding(snapshot: Snapshot, keys: pl.DataFrame) -> pl.DataFrame:
    """The files whose partition and range of starts and points meet some key."""
    wanted = (
        keys.with_columns(day_column())
        .group_by("kind", "day")
        .agg(
            pl.col("start").min().alias("from"),
            pl.col("start").max().alias("to"),
            pl.col("point").min().alias("low"),
            pl.col("point").max().alias("high"),
        )
    )
    return snapshot.files.join(wanted, on=["kind", "day"], maintain_order="left").filter(
        pl.col("min_start") <= pl.col("to"),
        pl.col("max_start") >= pl.col("from"),
        pl.col("min_point") <= pl.col("high"),
        pl.col("max_point") >= pl.col("low"),
    )


def _versions_of(engine: Engine, files: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    if files.is_empty():
        return empty_rows()
    bounds: Sequence[object] = [
        keys["start"].min(),
        keys["start"].max(),
        keys["point"].min(),
        keys["point"].max(),
    ]
    found = engine.frame(
        f"SELECT {COLUMNS} FROM {source(files)} SEMI JOIN wanted USING ({', '.join(KEY)})"
        " WHERE start BETWEEN ? AND ? AND point BETWEEN ? AND ?",
        bounds,
        {"wanted": keys},
    )
    return in_store_types(found)


def newest_of(engine: Engine, files: pl.DataFrame) -> pl.DataFrame:
    """Of some files the newest data of each series, and everything marked FUTURE."""
    if files.is_empty():
        return empty_rows()
    future = f"marks & {Mark.FUTURE.value} <> 0"
    series = ", ".join(SERIES_KEY)
    found = engine.frame(
        f"WITH held AS (SELECT {COLUMNS} FROM {source(files)}),"
        f" last AS (SELECT {series}, max(start) AS start FROM held WHERE NOT {future}"
        f" GROUP BY {series})"
        f" SELECT {COLUMNS} FROM held SEMI JOIN last USING ({series}, start) WHERE NOT {future}"
        f" UNION ALL SELECT {COLUMNS} FROM held WHERE {future}"
    )
    return in_store_types(found)
