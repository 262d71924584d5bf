"""The journal (日志): one SQLite file a writing process, one row a group commit.

The commit is the acknowledgement: WAL with `synchronous=FULL` syncs the log before it returns.
Only the mover deletes, and only what the lake holds durably.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bihuan.telemetry.error import StoreFull, TelemetryError
from bihuan.telemetry.layout import locked, sync_folder

NUMBER_SHIFT = 40
BULK = 0  # the journal number of history in bulk, which needs no journal
SUFFIX = ".sqlite3"
WAIT_MS = 30_000
TABLE = """
CREATE TABLE IF NOT EXISTS segment (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    arrival INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    raw_count INTEGER NOT NULL,
    rows BLOB NOT NULL,
    raw BLOB
)
"""


@dataclass(frozen=True, slots=True)
class Segment:
    """One group commit (段) as the journal holds it.

    Args:
        id: journal number << 40 | sequence.
        arrival: when it came. [ms since 1970, UTC]
        rows: Arrow stream of its rows.
    """

    id: int
    arrival: int
    rows: bytes


@dataclass(frozen=True, slots=True)
class RawSegment:
    """The packets of one group commit; `raw` is an Arrow stream."""

    id: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """What an append hands to the journal: two Arrow streams and their lengths."""

    arrival: int
    rows: bytes
    row_count: int
    raw: bytes | None = None
    raw_count: int = 0


def segment_id(number: int, sequence: int) -> int:
    """The id of a segment among all journals.

    >>> segment_id(1, 5)
    1099511627781
    """
    return number << NUMBER_SHIFT | sequence


def journal_number(segment: int) -> int:
    """Number of the journal that a segment came through; 0 for history in bulk.

    >>> journal_number(1099511627781)
    1
    """
    return segment >> NUMBER_SHIFT


def sequence_of(segment: int) -> int:
    """Place of a segment within its journal, rising from 1.

    >>> sequence_of(1099511627781)
    5
    """
    return segment & ((1 << NUMBER_SHIFT) - 1)


class Journal:
    """One journal file; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.number = int(path.name.partition("-")[0])
        self.name = path.name.partition("-")[2].removesuffix(SUFFIX)
        self._lock = threading.Lock()
        self._connection = _connected(path)

    def append(self, entry: Entry) -> int:
        """Commit one segment; when this returns it is on disk.

        Returns:
            The segment's id.

        Raises:
            StoreFull: the disk took no more; the transaction was rolled back.
        """
        with self._lock, _full_disk_named(self.path), self._connection as transaction:
            cursor = transaction.execute(
                "INSERT INTO segment (arrival, row_count, raw_count, rows, raw)"
                " VALUES (?, ?, ?, ?, ?)",
                (entry.arrival, entry.row_count, entry.raw_count, entry.rows, entry.raw),
            )
        assert cursor.lastrowid is not None
        return segment_id(self.number, cursor.lastrowid)

    def rows_after(self, sequence: int, *, most: int | None = None) -> list[Segment]:
        """Segments past a sequence, oldest first, until `most` rows are reached."""
        with self._lock:
            found = self._connection.execute(
                "SELECT sequence, arrival, rows FROM segment WHERE sequence > ?"
                " AND sequence <= ? AND row_count > 0 ORDER BY sequence",
                (sequence, self._bound("row_count", sequence, most)),
            ).fetchall()
        return [Segment(segment_id(self.number, s), arrival, rows) for s, arrival, rows in found]

    def raw_after(self, sequence: int, *, most: int | None = None) -> list[RawSegment]:
        """Packets of the segments past a sequence, oldest first, until `most` packets."""
        with self._lock:
            found = self._connection.execute(
                "SELECT sequence, raw FROM segment WHERE sequence > ? AND sequence <= ?"
                " AND raw_count > 0 ORDER BY sequence",
                (sequence, self._bound("raw_count", sequence, most)),
            ).fetchall()
        return [RawSegment(segment_id(self.number, s), raw) for s, raw in found]

    def raw_of(self, sequence: int) -> RawSegment | None:
        """The packets of one segment; None when it has none or has moved."""
        with self._lock:
            found = self._connection.execute(
                "SELECT raw FROM segment WHERE sequence = ? AND raw_count > 0", (sequence,)
            ).fetchone()
        return RawSegment(segment_id(self.number, sequence), found[0]) if found else None

    def head(self) -> int:
        """The last sequence ever given; 0 before the first."""
        with self._lock:
            found = self._connection.execute("SELECT seq FROM sqlite_sequence").fetchone()
        return int(found[0]) if found else 0

    def waiting(self) -> int:
        """How many segments the mover has not taken yet."""
        with self._lock:
            found = self._connection.execute("SELECT count(*) FROM segment").fetchone()
        return int(found[0])

    def forget(self, *, rows: int, raw: int) -> None:
        """Delete the segments whose rows and packets both lie at or below the lake's marks."""
        with self._lock, _full_disk_named(self.path), self._connection as transaction:
            transaction.execute(
                "DELETE FROM segment WHERE (row_count = 0 OR sequence <= ?)"
                " AND (raw_count = 0 OR sequence <= ?)",
                (rows, raw),
            )

    def close(self) -> None:
        """Let the file go; the journal stays."""
        self._connection.close()

    def _bound(self, count: str, sequence: int, most: int | None) -> int:
        if most is None:
            return (1 << NUMBER_SHIFT) - 1
        found = self._connection.execute(
            f"SELECT sequence, {count} FROM segment WHERE sequence > ? ORDER BY sequence",
            (sequence,),
        )
        total = 0
        for place, rows in found:
            total += rows
            if total >= most:
                return int(place)
        return (1 << NUMBER_SHIFT) - 1


class OpenJournals:
    """Every journal of a store, those of other processes included, each opened once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[Path, Journal] = {}

    def all(self) -> list[Journal]:
        """The journals that exist now, by number."""
        for path in journal_paths(self._folder):
            if path not in self._open:
                self._open[path] = Journal(path)
        return list(self._open.values())

    def close(self) -> None:
        """Let the files go."""
        for journal in self._open.values():
            journal.close()


def journal_paths(folder: Path) -> list[Path]:
    """Every journal of a store, by number."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def journal_numbers(folder: Path) -> list[int]:
    """The number of every journal of a store, and 0 for history in bulk."""
    return [0, *(int(path.name.partition("-")[0]) for path in journal_paths(folder))]


def create_journal(folder: Path, name: str) -> Path:
    """The file of the journal of this name; a new name gets the next number.

    Raises:
        TelemetryError: the name holds something other than letters, digits, `-`, `_` and `.`.
    """
    if not name or set(name) - set("abcdefghijklmnopqrstuvwxyz0123456789-_."):
        raise TelemetryError(f"journal name {name!r}: use lower-case letters, digits, - _ .")
    with locked(folder / "lock"):
        paths = journal_paths(folder)
        for path in paths:
            if path.name.partition("-")[2] == name + SUFFIX:
                return path
        number = 1 + max((int(path.name.partition("-")[0]) for path in paths), default=0)
        path = folder / f"{number:04d}-{name}{SUFFIX}"
        _create(path)
        sync_folder(folder)
        return path


def _create(path: Path) -> None:
    """Under another name first, so that no reader ever meets half a journal."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    connection = sqlite3.connect(draft)
    connection.execute("PRAGMA page_size = 16384")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(TABLE)
    connection.commit()
    connection.close()
    draft.rename(path)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False, timeout=WAIT_MS / 1000)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("PRAGMA wal_autocheckpoint = 500")
    return connection


@contextmanager
def _full_disk_named(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode & 0xFF
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise StoreFull(f"journal {path.name} could not be written: {error}") from error
        raise
