"""Copying files: what has not changed since the backup before is linked instead (硬链接)."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bihuan.documents.content.bucket import BucketStore
from bihuan.documents.content.store import address, pieces_of, written
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
        stat = source.stat()
        if not self._linked(name, stat.st_size, stat.st_mtime):
            shutil.copy2(source, target)
            self.notes[name] = note_of(target)

    def take_all(self, folder: Path, names: Iterable[Path], prefix: str) -> None:
        """Copy files of a folder under a prefix, with their paths within the folder."""
        for path in names:
            self.take(path, f"{prefix}/{path.relative_to(folder).as_posix()}")

    def take_contents(self, bucket: BucketStore, prefix: str) -> None:
        """Copy what lies in a bucket under a prefix, laid out as in a local folder."""
        for one in bucket.contents():
            name = f"{prefix}/{address(one.sha256)}"
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if name in self.notes or self._linked(name, one.size, one.changed):
                continue
            with bucket.open(one.sha256) as source, target.open("wb") as file:
                kept = written(pieces_of(source), file)
            self.notes[name] = FileNote(kept.size, one.changed, kept.sha256)

    def note(self, name: str) -> None:
        """Note a file that somebody else has put into the folder."""
        self.notes[name] = note_of(self.folder / name)

    def _linked(self, name: str, size: int, changed: float) -> bool:
        """Link the file of this name in the backup before, where it has not changed since."""
        if self.before is None:
            return False
        folder, manifest = self.before
        note, kept = manifest.files.get(name), folder / name
        if note is None or (note.size, note.changed) != (size, changed) or not kept.exists():
            return False
        os.link(kept, self.folder / name)
        self.notes[name] = note
        return True
