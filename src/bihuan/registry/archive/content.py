"""The bytes of files in an archive: each under its SHA-256 (附件内容)."""

import hashlib
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from bihuan.accounts.models import User
from bihuan.registry.archive.beside import Contents, contents
from bihuan.registry.archive.error import WrongArchive

FILES = "files"
PIECE = 1 << 20


def put_contents(archive: zipfile.ZipFile, by: User | None) -> dict[str, Any]:
    """Write every content within reach; what is gone from the disk is named in the answer."""
    store = contents()
    told: dict[str, Any] = {"count": 0, "bytes": 0, "missing": []}
    for digest in store.digests(by) if store else ():
        try:
            told["bytes"] += _put(archive, store, digest)
            told["count"] += 1
        except FileNotFoundError:
            told["missing"].append(digest)
    return told


def take_contents(archive: zipfile.ZipFile, told: dict[str, Any]) -> None:
    """Keep the contents that rows of the ledger name and that are not here yet.

    Raises:
        WrongArchive: there are not as many as the manifest promises, or one was changed.
    """
    store = contents()
    held = {name for name in archive.namelist() if name.startswith(f"{FILES}/")}
    if len(held) != told.get("count", 0):
        raise WrongArchive("档案包中的附件与清单不符，可能被改动")
    for digest in store.digests(None) if store else ():
        name = f"{FILES}/{digest}"
        if store is None or name not in held or store.holds(digest):
            continue
        if _digest(archive, name) != digest:
            raise WrongArchive(f"档案包中的附件 {digest[:12]}… 与清单不符，可能被改动")
        with archive.open(name) as part:
            store.keep(_pieces(part))


def _put(archive: zipfile.ZipFile, store: Contents, digest: str) -> int:
    size = 0
    with store.open(digest) as source:
        entry = zipfile.ZipInfo(f"{FILES}/{digest}")
        with archive.open(entry, "w", force_zip64=True) as part:
            for piece in _pieces(source):
                part.write(piece)
                size += len(piece)
    return size


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as part:
        for piece in _pieces(part):
            digest.update(piece)
    return digest.hexdigest()


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece
