"""The manifest of a backup (备份清单): what there is, so that a copy can be compared."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from bihuan.main.backup.error import BackupError

NAME: Final = "manifest.json"
DRILL: Final = "drill.json"
PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class FileNote:
    """A file of the backup: size [bytes], time of change [s since 1970], SHA-256."""

    size: int
    changed: float
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    Attributes:
        at: when it was begun, ISO 8601.
        version: release of the platform.
        engine: ``sqlite`` or ``postgresql``.
        files: path within the backup to its note.
        tables: table of the business database to its count of rows.
        lake: Delta table to its count of rows.
        migrations: newest applied migration of each app.
        settings: names of the variables that were set; never their values.
    """

    at: str
    version: str
    engine: str
    files: Mapping[str, FileNote] = field(default_factory=dict)
    tables: Mapping[str, int] = field(default_factory=dict)
    lake: Mapping[str, int] = field(default_factory=dict)
    migrations: Mapping[str, str] = field(default_factory=dict)
    settings: tuple[str, ...] = ()

    @property
    def moment(self) -> datetime:
        """When the backup was begun."""
        return datetime.fromisoformat(self.at)

    @property
    def size(self) -> int:
        """All files together. [bytes]"""
        return sum(note.size for note in self.files.values())

    def write(self, folder: Path) -> None:
        """Put the manifest beside its files; a folder without it is no backup."""
        draft = folder / f"{NAME}.new"
        draft.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), "utf-8")
        draft.rename(folder / NAME)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup.

    Raises:
        BackupError: the folder is no backup, or an unfinished one.
    """
    try:
        told = json.loads((folder / NAME).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BackupError(f"{folder} 不是完整的备份：读不到 {NAME}") from error
    files = {path: FileNote(**note) for path, note in told.pop("files").items()}
    settings = tuple(told.pop("settings"))
    return Manifest(**told, files=files, settings=settings)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's content."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def note_of(path: Path, known: FileNote | None = None) -> FileNote:
    """Size, time and digest; a digest that is known of the unchanged file is not computed anew."""
    stat = path.stat()
    if known and (known.size, known.changed) == (stat.st_size, stat.st_mtime):
        return known
    return FileNote(stat.st_size, stat.st_mtime, sha256_of(path))
