"""How the store itself is (存储状况): format, what waits, the last move, size on disk."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bihuan.telemetry.layout import FORMAT, read_format
from bihuan.telemetry.reader import Reader


@dataclass(frozen=True, slots=True)
class StoreCondition:
    """What the health page shows of the store.

    Args:
        format: number of the folder's format; `readable` is what this release writes.
        waiting: segments in the journals that the mover has not taken.
        last_move: when the mover last replaced the latest values; None for a new store.
        lake_bytes: size of the lake's files. [bytes]
        journal_bytes: size of the journals. [bytes]
    """

    format: int
    readable: int
    waiting: int
    last_move: datetime | None
    lake_bytes: int
    journal_bytes: int


def store_condition(reader: Reader) -> StoreCondition:
    """The store as it stands now (存储状况).

    Raises:
        FormatError: the folder's format cannot be read.
        OSError: its files cannot be read.
    """
    layout = reader.layout
    return StoreCondition(
        format=read_format(layout),
        readable=FORMAT,
        waiting=reader.counts().waiting,
        last_move=_newest_change(layout.latest),
        lake_bytes=sum(_size(folder) for folder in (layout.rows, layout.raw, layout.audit)),
        journal_bytes=_size(layout.journals),
    )


def _newest_change(folder: Path) -> datetime | None:
    moments = [path.stat().st_mtime for path in folder.glob("*.arrow")]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def _size(folder: Path) -> int:
    sizes = 0
    for path in folder.rglob("*"):
        try:
            sizes += path.stat().st_size
        except FileNotFoundError:  # merged or vacuumed since it was listed
            continue
    return sizes
