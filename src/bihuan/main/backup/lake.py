"""The time-series store in a backup: journals first, then the snapshot of the lake.

In that order nothing falls between: what a journal lost to the lake after it was copied is in the
snapshot, and what it had lost before is there as well; the mark in the lake says which is which.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable

from bihuan.main.backup.copying import Copier
from bihuan.telemetry.layout import Layout, locked

PREFIX = "telemetry"


def copy_store(root: Path, copier: Copier) -> dict[str, int]:
    """Copy journals and lake while gateway and mover go on (复制时序库).

    The mover waits only while journals and names are copied; files of the snapshot stay on disk
    long enough to be copied after it goes on.

    Returns:
        Rows of each Delta table.
    """
    layout = Layout(root)
    if not layout.format.exists():
        return {}
    with locked(layout.lock):
        for journal in sorted(layout.journals.glob("*.sqlite3")):
            _copy_journal(journal, f"{PREFIX}/journal/{journal.name}", copier)
        copier.take_all(root, _small_files(layout), PREFIX)
        snapshots = {table: _snapshot(table, root, copier) for table in _tables(layout)}
    for files, _ in snapshots.values():
        copier.take_all(root, files, PREFIX)
    return {table.name: rows for table, (_, rows) in snapshots.items()}


def lake_counts(root: Path) -> dict[str, int]:
    """Rows of each Delta table, from the statistics of its files."""
    return {table.name: _rows(DeltaTable(table)) for table in _tables(Layout(root))}


def journal_faults(root: Path) -> list[str]:
    """Journals that SQLite finds damaged."""
    return [
        journal.name
        for journal in sorted(Layout(root).journals.glob("*.sqlite3"))
        if not _is_whole(journal)
    ]


def _copy_journal(journal: Path, name: str, copier: Copier) -> None:
    target = copier.folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(journal)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    copier.note(name)


def _small_files(layout: Layout) -> Iterator[Path]:
    """What is neither journal nor table: format, latest values, state of the roll-up, seals."""
    for path in (*layout.root.iterdir(), *(layout.root / "lake").glob("*.sealed")):
        if path.is_file() and not path.name.endswith((".lock", ".new")):
            yield path
    yield from (path for path in layout.latest.glob("*") if path.is_file())


def _tables(layout: Layout) -> list[Path]:
    tables = (layout.rows, layout.raw, layout.audit)
    return [table for table in tables if (table / "_delta_log").is_dir()]


def _snapshot(table: Path, root: Path, copier: Copier) -> tuple[list[Path], int]:
    """Copy the log now; name the data files of its newest version for later."""
    log = sorted(path for path in (table / "_delta_log").rglob("*") if path.is_file())
    copier.take_all(root, log, PREFIX)
    delta = DeltaTable(table)
    return [Path(uri.removeprefix("file://")) for uri in delta.file_uris()], _rows(delta)


def _rows(delta: DeltaTable) -> int:
    counts = pa.table(delta.get_add_actions(flatten=True))["num_records"].to_pylist()
    return sum(count or 0 for count in counts)


def _is_whole(journal: Path) -> bool:
    with closing(sqlite3.connect(journal)) as opened:
        return bool(opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
