"""What every store of contents can do, wherever the bytes lie."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO, Protocol

from bihuan.documents.error import AlteredFile

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written: the content's address and its size. [bytes]"""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies in a store: address, size [bytes], time of writing [s since 1970]."""

    sha256: str
    size: int
    changed: float


class ContentStore(Protocol):
    """Files under their SHA-256 (按内容存放).

    A content appears under its address only when all its bytes are there.
    """

    def holds(self, sha256: str) -> bool:
        """Whether a content lies there.

        Raises:
            NotStored: the store does not answer.
        """

    def keep(self, pieces: Iterable[bytes]) -> Kept:
        """Write a content whole or not at all; equal contents lie once.

        Raises:
            NotStored: the store cannot take it; nothing is left behind.
        """

    def open(self, sha256: str) -> BinaryIO:
        """The content for reading, seekable.

        Raises:
            FileNotFoundError: it is not there.
            NotStored: the store does not answer, now or while it is read.
        """

    def verify(self, sha256: str) -> None:
        """Read a content and compare its hash.

        Raises:
            AlteredFile: it is gone, or other bytes lie there.
            NotStored: the store does not answer, so nothing is said of the content.
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


def address(sha256: str) -> str:
    """Where a content lies within its store, in two levels of folders.

    >>> address("abcdef")
    'ab/cd/abcdef'
    """
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def written(pieces: Iterable[bytes], file: IO[bytes]) -> Kept:
    """Write pieces into an open file and tell what they are."""
    digest = hashlib.sha256()
    size = 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        file.write(piece)
    return Kept(digest.hexdigest(), size)


def pieces_of(source: IO[bytes]) -> Iterator[bytes]:
    """The bytes from here to the end, piece by piece."""
    while piece := source.read(PIECE):
        yield piece
