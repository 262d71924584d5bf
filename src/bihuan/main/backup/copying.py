"""Copying files: what has not changed since the backup before is linked instead (硬链接)."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bihuan.main.backup.manifest import FileNote, Manifest, note_of


@dataclass(slots=True)
class Copier:
    """Fills a backup's folder and notes what it put there.

    Attributes:
        folder: of the backup.
        before: folder and manifest of the backup before, where there is one.
    """

    folder: Path
    before: tuple[Path, Manifest] | None = None
    notes: dict[str, FileNote] = field(default_factory=dict)

    def take(self, source: Path, name: str) -> None:
        """Copy one file under this name, or link the same file of the backup before."""
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        known = self._known(source, name)
        if known is not None:
            os.link(known[0], target)
            self.notes[name] = known[1]
            return
        shutil.copy2(source, target)
        self.notes[name] = note_of(target)

    def take_all(self, folder: Path, names: Iterable[Path], prefix: str) -> None:
        """Copy files of a folder under a prefix, with their paths within the folder."""
        for path in names:
            self.take(path, f"{prefix}/{path.relative_to(folder).as_posix()}")

    def note(self, name: str) -> None:
        """Note a file that somebody else has put into the folder."""
        self.notes[name] = note_of(self.folder / name)

    def _known(self, source: Path, name: str) -> tuple[Path, FileNote] | None:
        if self.before is None:
            return None
        folder, manifest = self.before
        note, stat = manifest.files.get(name), source.stat()
        same = note and (note.size, note.changed) == (stat.st_size, stat.st_mtime)
        kept = folder / name
        return (kept, note) if same and note and kept.exists() else None
