"""Where the store keeps what, and which format of it this release can open."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bihuan.telemetry.error import FormatError

FORMAT = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths of one store (存储目录).

    >>> Layout(Path("var/telemetry")).rows.as_posix()
    'var/telemetry/lake/rows'
    """

    root: Path

    @property
    def format(self) -> Path:
        """The number of the format, in one line of text."""
        return self.root / "format"

    @property
    def journals(self) -> Path:
        """One SQLite file a writing process: `<number>-<name>.sqlite3`."""
        return self.root / "journal"

    @property
    def rows(self) -> Path:
        """Delta table of versions, partitioned by kind and day."""
        return self.root / "lake" / "rows"

    @property
    def raw(self) -> Path:
        """Delta table of packets, partitioned by day."""
        return self.root / "lake" / "raw"

    @property
    def audit(self) -> Path:
        """Delta table of superseded versions that were settled, partitioned like `rows`."""
        return self.root / "lake" / "audit"

    @property
    def latest(self) -> Path:
        """One Arrow file a kind: the newest datum of each series."""
        return self.root / "latest"

    @property
    def scratch(self) -> Path:
        """What a sort larger than memory spills; may be deleted when nothing runs."""
        return self.root / "scratch"

    @property
    def upkeep_lock(self) -> Path:
        """Held through a whole round of upkeep, so that one at a time runs."""
        return self.root / "upkeep.lock"

    @property
    def lock(self) -> Path:
        """Held by whoever writes to the lake."""
        return self.root / "lake.lock"


@contextmanager
def locked(path: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold an advisory lock on a file, waiting for whoever holds it now."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make a file's bytes survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_format(layout: Layout) -> int:
    """The format that the folder was written in.

    Raises:
        FormatError: the file holds no number.
    """
    text = layout.format.read_text("ascii", "replace").strip()
    if not text.isdecimal():
        raise FormatError(f"{layout.format} should hold a number, not {text[:40]!r}")
    return int(text)


def write_format(layout: Layout, number: int) -> None:
    """Replace the format number durably."""
    replace_durably(layout.format, f"{number}\n")


def replace_durably(path: Path, text: str) -> None:
    """Replace a small file; after a power cut it is the old one or the new one, whole."""
    draft = path.with_name(path.name + ".new")
    draft.write_text(text, "ascii")
    sync_file(draft)
    draft.rename(path)
    sync_folder(path.parent)
