"""The business database in a backup: SQLite's online copy, or PostgreSQL's tables as files.

PostgreSQL is dumped by our own statements in one snapshot, so that a machine without the client
programs, or with those of another release, can back up and restore alike.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from bihuan.main.backup.error import BackupError, NotEmpty

SQLITE: Final = "database/business.sqlite3"
TABLES: Final = "database/tables"


def engine_of(alias: str = DEFAULT_DB_ALIAS) -> str:
    """``sqlite`` or ``postgresql``."""
    return str(connections[alias].vendor)


def dump_database(folder: Path) -> tuple[list[str], dict[str, int]]:
    """Put a consistent copy of the business database into a backup's folder (导出业务库).

    Returns:
        Names of the files, and the count of rows of each table, both of the same moment.
    """
    if engine_of() == "sqlite":
        (folder / SQLITE).parent.mkdir(parents=True, exist_ok=True)
        source = str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])
        return [SQLITE], _copy_sqlite(source, folder / SQLITE)
    (folder / TABLES).mkdir(parents=True, exist_ok=True)
    counts = _copy_tables_out(folder / TABLES)
    return [f"{TABLES}/{table}.copy" for table in counts], counts


def load_sqlite(folder: Path, target: Path) -> None:
    """Put the business database of a backup where no tables are (恢复 SQLite 业务库).

    Raises:
        NotEmpty: there are tables.
        BackupError: the backup is of PostgreSQL.
    """
    if target.exists() and counts_in(target):
        raise NotEmpty("业务库")
    _require(folder / SQLITE)
    target.parent.mkdir(parents=True, exist_ok=True)
    for beside in ("-wal", "-shm"):
        Path(f"{target}{beside}").unlink(missing_ok=True)
    shutil.copyfile(folder / SQLITE, target)


def load_postgresql(folder: Path, alias: str) -> None:
    """Fill an empty PostgreSQL database from a backup (恢复 PostgreSQL 业务库).

    Raises:
        NotEmpty: there are tables.
        BackupError: the backup is of SQLite.
    """
    if counts_of(alias):
        raise NotEmpty("业务库")
    _require(folder / TABLES)
    call_command("migrate", database=alias, interactive=False, verbosity=0)
    _copy_tables_in(folder / TABLES, connections[alias])


def counts_in(file: Path) -> dict[str, int]:
    """Rows of every table of an SQLite file."""
    with closing(sqlite3.connect(file)) as opened:
        names = opened.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        tables = sorted(name for (name,) in names)
        return {table: _count(opened.cursor(), table) for table in tables}


def counts_of(alias: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """Rows of every table; nothing for an empty database."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        return {table: _count(cursor, table) for table in _tables(connection)}


def newest_migrations() -> dict[str, str]:
    """The newest applied migration of each app."""
    applied = MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations()
    return dict(sorted(applied))


def _copy_sqlite(source: str, target: Path) -> dict[str, int]:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy, pages=4096, sleep=0.01)
        copy.execute("PRAGMA journal_mode=DELETE")
        if (said := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise BackupError(f"业务库副本未通过完整性检查：{said}")
    return counts_in(target)


def _copy_tables_out(folder: Path) -> dict[str, int]:
    connection = connections[DEFAULT_DB_ALIAS]
    counts, is_outermost = {}, not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for table in _tables(connection):
            with (
                (folder / f"{table}.copy").open("wb") as file,
                cursor.copy(f"COPY {_quoted(table)} TO STDOUT (FORMAT binary)") as out,
            ):
                for piece in out:
                    file.write(piece)
            counts[table] = _count(cursor, table)
    return counts


def _copy_tables_in(folder: Path, connection: BaseDatabaseWrapper) -> None:
    """Every table in one transaction; foreign keys are looked at when it ends."""
    tables = sorted(folder.glob("*.copy"))
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        names = ", ".join(_quoted(path.stem) for path in tables)
        cursor.execute(f"TRUNCATE {names}")
        for path in tables:
            statement = f"COPY {_quoted(path.stem)} FROM STDIN (FORMAT binary)"
            with cursor.copy(statement) as into, path.open("rb") as file:
                while piece := file.read(1 << 20):
                    into.write(piece)
        for path in tables:
            _reset_sequences(cursor, path.stem)


def _reset_sequences(cursor: Any, table: str) -> None:
    for column in _serial_columns(cursor, table):
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, %s),"
            f" COALESCE((SELECT max({_quoted(column)}) FROM {_quoted(table)}), 0) + 1, false)",
            [_quoted(table), column],
        )


def _serial_columns(cursor: Any, table: str) -> Iterator[str]:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = %s"
        " AND pg_get_serial_sequence(%s, column_name) IS NOT NULL",
        [table, _quoted(table)],
    )
    return (row[0] for row in cursor.fetchall())


def _tables(connection: BaseDatabaseWrapper) -> list[str]:
    return sorted(connection.introspection.table_names())


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {_quoted(table)}")
    return int(cursor.fetchone()[0])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _require(path: Path) -> None:
    if not path.exists():
        raise BackupError(f"备份中没有 {path.name}：请用与备份相同种类的数据库恢复")
