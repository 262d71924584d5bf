"""Where bytes lie: one place for each content, written whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bihuan.documents.error import AlteredFile

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written: the content's address and its size. [bytes]"""

    sha256: str
    size: int


class ContentStore:
    """Files under their SHA-256 (按内容存放), in two levels of folders.

    A file appears under its address only when its bytes are on disk.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where a content lies, whether it does or not."""
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def keep(self, pieces: Iterable[bytes]) -> Kept:
        """Write a content; one that lies there already is not written twice.

        Raises:
            OSError: the disk is full or cannot be written; nothing is left behind.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        size = 0
        with tempfile.NamedTemporaryFile(dir=self.root, prefix=".part-", delete=False) as file:
            try:
                for piece in pieces:
                    digest.update(piece)
                    size += len(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
                self._settle(Path(file.name), digest.hexdigest())
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        return Kept(digest.hexdigest(), size)

    def open(self, sha256: str) -> BinaryIO:
        """The content for reading.

        Raises:
            FileNotFoundError: it is not there.
        """
        return self.path(sha256).open("rb")

    def verify(self, sha256: str) -> None:
        """Read a content and compare its hash.

        Raises:
            AlteredFile: it is gone, or other bytes lie there.
        """
        digest = hashlib.sha256()
        try:
            with self.open(sha256) as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
        except FileNotFoundError as error:
            raise AlteredFile(f"附件 {sha256} 不见了") from error
        if digest.hexdigest() != sha256:
            raise AlteredFile(f"附件 {sha256} 的内容被改动")

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
