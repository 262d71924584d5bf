"""Contents in a local folder."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from bihuan.documents.content.store import ContentStore, Kept, address, written
from bihuan.documents.error import NotStored

FULL = "文件没有保存：服务器磁盘已满或无法写入，请稍后重试；仍不成功，请联系运维人员"


class FolderStore(ContentStore):
    """A folder of this machine; a file appears when its bytes are on the disk."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where a content lies, whether it does or not."""
        return self.root / address(sha256)

    def holds(self, sha256: str) -> bool:
        """Whether a content lies there."""
        return self.path(sha256).is_file()

    def keep(self, pieces: Iterable[bytes]) -> Kept:
        """Write beside its place, then move it there.

        Raises:
            NotStored: the disk is full or cannot be written; nothing is left behind.
        """
        try:
            return self._kept(pieces)
        except OSError as error:
            raise NotStored(FULL) from error

    def open(self, sha256: str) -> BinaryIO:
        """The content for reading.

        Raises:
            FileNotFoundError: it is not there.
        """
        return self.path(sha256).open("rb")

    def _kept(self, pieces: Iterable[bytes]) -> Kept:
        self.root.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.root, prefix=".part-", delete=False) as file:
            try:
                kept = written(pieces, file)
                file.flush()
                os.fsync(file.fileno())
                self._settle(Path(file.name), kept.sha256)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        return kept

    def _settle(self, part: Path, sha256: str) -> None:
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        part.replace(target)
        for folder in (target.parent, target.parent.parent, self.root):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
