"""The query engine (查询引擎): one DuckDB in the process, reading the lake's files."""

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import duckdb
import polars as pl
import pyarrow as pa

MOST_MEMORY_MB = 4096

Tables = Mapping[str, pl.DataFrame | pa.Table]

NONE: Tables = MappingProxyType({})

NO_VIEWS: Mapping[str, str] = MappingProxyType({})


class Engine:
    """One in-memory database; each call runs on a cursor of its own, so threads do not wait.

    It is made when first asked: a process that only writes never pays for it.
    """

    def __init__(self, *, threads: int | None = None, spill: Path | None = None) -> None:
        self._threads, self._spill = threads, spill
        self._root: duckdb.DuckDBPyConnection | None = None
        self._guard = threading.Lock()

    def frame(
        self, sql: str, parameters: Sequence[object] = (), tables: Tables = NONE
    ) -> pl.DataFrame:
        """Run one statement over named tables and give back a frame."""
        with self._cursor(tables) as cursor:
            found: pl.DataFrame = cursor.sql(sql, params=list(parameters)).pl()
            return found

    def table(
        self,
        sql: str,
        parameters: Sequence[object] = (),
        tables: Tables = NONE,
        views: Mapping[str, str] = NO_VIEWS,
    ) -> pa.Table:
        """Run one statement over named tables and views and give back an Arrow table."""
        with self._cursor(tables) as cursor:
            for name, definition in views.items():
                cursor.execute(f"CREATE TEMP VIEW {name} AS {definition}")
            return cursor.sql(sql, params=list(parameters)).to_arrow_table()

    @contextmanager
    def batches(
        self, sql: str, parameters: Sequence[object], tables: Tables, *, rows: int
    ) -> Iterator[pa.RecordBatchReader]:
        """Run one statement over named tables and hand its rows out bit by bit."""
        with self._cursor(tables) as cursor:
            yield cursor.sql(sql, params=list(parameters)).to_arrow_reader(rows)

    def close(self) -> None:
        """Give the memory back."""
        if self._root is not None:
            self._root.close()

    @contextmanager
    def _cursor(self, tables: Tables) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._guard:
            self._root = self._root or self._made()
            cursor = self._root.cursor()
        try:
            cursor.execute("SET TimeZone = 'UTC'")
            for name, table in tables.items():
                arrow = table.to_arrow() if isinstance(table, pl.DataFrame) else table
                cursor.register(f"given_{name}", arrow)
                # a table of known size: of an Arrow table the planner once hashed the other side
                cursor.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM given_{name}")
            yield cursor
        finally:
            cursor.close()

    def _made(self) -> duckdb.DuckDBPyConnection:
        root = duckdb.connect()
        root.execute("SET parquet_metadata_cache = true")
        root.execute(f"SET memory_limit = '{_memory_mb()}MB'")
        if self._threads:
            root.execute(f"SET threads = {self._threads}")
        if self._spill:
            root.execute("SET temp_directory = ?", [str(self._spill)])
        return root


def _memory_mb() -> int:
    """A quarter of the machine, since a few processes of the platform share it."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return min(MOST_MEMORY_MB, machine // 4)
