"""Opening a store's folder: new, of this format, or brought up from an older one.

Format 1: a journal's table had no `row_count` and `raw_count`, so the mover had to decode a
segment to learn whether it held anything. Format 2 has both.
"""

import logging
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

from bihuan.telemetry.error import FormatError
from bihuan.telemetry.journal import TABLE, journal_paths
from bihuan.telemetry.lake import Lake
from bihuan.telemetry.layout import FORMAT, Layout, locked, read_format, write_format

log = logging.getLogger(__name__)


def opened(root: Path) -> Layout:
    """The layout of a store that this release can read and write.

    Raises:
        FormatError: the folder is of a newer or unknown format.
    """
    layout = Layout(root)
    if not layout.format.exists():
        _create(layout)
    number = read_format(layout)
    if number != FORMAT:
        _upgrade(layout, number)
    return layout


def _create(layout: Layout) -> None:
    for folder in (layout.journals, layout.latest, layout.rows.parent):
        folder.mkdir(parents=True, exist_ok=True)
    with locked(layout.lock):
        if not layout.format.exists():
            Lake(layout).create()
            write_format(layout, FORMAT)


def _upgrade(layout: Layout, number: int) -> None:
    if number > FORMAT or number not in UPGRADES:
        raise FormatError(
            f"{layout.root} has format {number}; this release reads {min(UPGRADES)} to {FORMAT}"
        )
    with locked(layout.lock):
        for step in range(read_format(layout), FORMAT):
            UPGRADES[step](layout)
            write_format(layout, step + 1)
            log.info("store upgraded root=%s format=%d", layout.root, step + 1)


def _count_segments(layout: Layout) -> None:
    """From 1 to 2: each journal in one transaction, its sequence going on where it was."""
    for path in journal_paths(layout.journals):
        with sqlite3.connect(path, isolation_level=None) as connection:
            connection.create_function("rows_in", 1, _rows_in, deterministic=True)
            if not _has_counts(connection):
                connection.executescript(COUNT_SEGMENTS)
        connection.close()


def _has_counts(connection: sqlite3.Connection) -> bool:
    return "row_count" in {column[1] for column in connection.execute("PRAGMA table_info(segment)")}


def _rows_in(stream: bytes | None) -> int:
    return len(pa.ipc.open_stream(stream).read_all()) if stream else 0


COUNT_SEGMENTS = f"""
BEGIN IMMEDIATE;
ALTER TABLE segment RENAME TO segment_1;
{TABLE};
INSERT INTO segment (sequence, arrival, row_count, raw_count, rows, raw)
    SELECT sequence, arrival, rows_in(rows), rows_in(raw), rows, raw FROM segment_1;
DELETE FROM sqlite_sequence WHERE name = 'segment';
UPDATE sqlite_sequence SET name = 'segment' WHERE name = 'segment_1';
DROP TABLE segment_1;
COMMIT;
"""

UPGRADES: Mapping[int, Callable[[Layout], None]] = MappingProxyType({1: _count_segments})
