"""Contents in a bucket of an object store that speaks S3."""

import io
import logging
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from bihuan.documents.content.store import PIECE, ContentStore, Kept, Lying, address, written
from bihuan.documents.error import NotStored

if TYPE_CHECKING:  # a name of the stubs alone
    from obstore import ReadableFile

log = logging.getLogger(__name__)

AT_HAND = 16 << 20
"""What waits in memory until its address is known; more waits on the disk. [bytes]"""
PART = 8 << 20
AT_ONCE = 4
HERE_OR_THERE = (BaseError, OSError)
SHA256 = re.compile("[0-9a-f]{64}")
HELP = "请稍后重试；仍不成功，请联系运维人员"
NOT_WRITTEN = f"文件没有保存：附件存储服务暂时不可用，{HELP}"
NOT_READ = f"附件暂时无法读取：附件存储服务没有响应，{HELP}"


class BucketStore(ContentStore):
    """A bucket, under a prefix (对象存储桶).

    Every request is signed over the SHA-256 of its body, and a large file becomes an object only
    when all its parts are there: what the bucket shows is whole.

    Args:
        told: bucket, prefix, and what differs from the usual AWS variables: endpoint, region,
            access_key_id, secret_access_key.
    """

    def __init__(self, told: Mapping[str, str]) -> None:
        self._store = _opened(tuple(sorted(told.items())))
        self.name = f"s3://{told['bucket']}/{told.get('prefix', '')}".rstrip("/")

    def holds(self, sha256: str) -> bool:
        """Whether a content lies there."""
        with _outage(NOT_READ):
            try:
                obstore.head(self._store, address(sha256))
            except FileNotFoundError:
                self._require_bucket()
                return False
            return True

    def keep(self, pieces: Iterable[bytes]) -> Kept:
        """Hash it here, then send it under its address."""
        with (
            _outage(NOT_WRITTEN, HERE_OR_THERE),
            tempfile.SpooledTemporaryFile(max_size=AT_HAND) as file,
        ):
            kept = written(pieces, file)
            file.seek(0)
            obstore.put(
                self._store,
                address(kept.sha256),
                file,
                chunk_size=PART,
                max_concurrency=AT_ONCE,
            )
            return kept

    def open(self, sha256: str) -> BinaryIO:
        """The content for reading; it comes piece by piece as it is read."""
        with _outage(NOT_READ):
            try:
                found = obstore.open_reader(self._store, address(sha256), buffer_size=PIECE)
            except FileNotFoundError:
                self._require_bucket()
                raise
            return io.BufferedReader(_Reader(found), PIECE)

    def contents(self) -> Iterator[Lying]:
        """Every content in the bucket under this prefix."""
        with _outage(NOT_READ):
            for page in obstore.list(self._store, chunk_size=1000):
                for one in page:
                    sha256 = one["path"].rpartition("/")[2]
                    if SHA256.fullmatch(sha256) and one["path"] == address(sha256):
                        yield Lying(sha256, one["size"], one["last_modified"].timestamp())

    def _require_bucket(self) -> None:
        """A bucket that is gone answers like a content that is gone; only a list tells them apart.

        Raises:
            BaseError: there is no such bucket.
        """
        next(iter(obstore.list(self._store, chunk_size=1)), None)


class _Reader(io.RawIOBase):
    """An object as a raw file, for Python's own buffer."""

    def __init__(self, file: "ReadableFile") -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _outage(NOT_READ, HERE_OR_THERE):
            data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def readall(self) -> bytes:
        with _outage(NOT_READ, HERE_OR_THERE):
            return bytes(self._file.readall())

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


@contextmanager
def _outage(words: str, kinds: tuple[type[Exception], ...] = (BaseError,)) -> Iterator[None]:
    """Say an outage in the user's words; the cause goes to the log, where somebody must act."""
    try:
        yield
    except kinds as error:
        log.error("evidence bucket failed error=%s", " ".join(str(error).split())[:400])
        raise NotStored(words) from error


@lru_cache(maxsize=4)
def _opened(told: tuple[tuple[str, str], ...]) -> S3Store:
    """One client a process: it keeps its connections."""
    config: dict[str, Any] = dict(told)
    return S3Store(
        config.pop("bucket"),
        prefix=config.pop("prefix", None),
        client_options={
            "allow_http": config.get("endpoint", "").startswith("http://"),
            "connect_timeout": timedelta(seconds=3),
            "timeout": timedelta(seconds=30),
        },
        retry_config={
            "max_retries": 3,
            "retry_timeout": timedelta(seconds=10),
            "backoff": {"init_backoff": timedelta(milliseconds=100), "base": 2},
        },
        **config,
    )
