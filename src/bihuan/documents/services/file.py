"""Files: taken in whole or in pieces, kept by content, found again."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import BinaryIO

import numpy as np
from django.conf import settings
from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.scanner import RefusedByScanner, scan
from bihuan.documents.content.bucket import BucketStore
from bihuan.documents.content.folder import FolderStore
from bihuan.documents.content.store import ContentStore, pieces_of
from bihuan.documents.error import RefusedFile
from bihuan.documents.kind import (
    EXCEL,
    HEIC,
    WORD,
    FileKind,
    check_office_file,
    kind_of_content,
)
from bihuan.documents.models import PhotoPrint, StoredFile
from bihuan.documents.photo import distances, photo_facts, thumbnail

HEAD = 64 * 1024
ALIKE = 6
"""Fingerprints that differ in no more bits than this are of one picture. [of 64 bits]"""


@dataclass(frozen=True, slots=True)
class LaidDown:
    """A file whose bytes are stored and that is not written down yet.

    Attributes:
        row: its receipt, unsaved.
        prints: fingerprints of a photograph, by part.
    """

    row: StoredFile
    prints: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Twin:
    """An earlier file that shows the same picture (疑似重复使用的照片)."""

    file: StoredFile
    differing_bits: int


def content_store() -> ContentStore:
    """The store of this process: a bucket where one is set, else the folder of files."""
    if settings.EVIDENCE:
        return BucketStore(settings.EVIDENCE)
    return FolderStore(Path(settings.FILES_ROOT))


def keep_file(
    source: BinaryIO, *, name: str, by: User | None, now: datetime, is_ours: bool = False
) -> StoredFile:
    """Take a file (收件): scan it, judge it by content, keep it, give a receipt.

    Args:
        source: readable and seekable.
        name: as handed in; folders before it are dropped.
        is_ours: written by the platform itself.

    Raises:
        RefusedFile: a virus, kind, size or content; nothing was kept.
        NotStored: the store cannot take it; nothing was kept.
    """
    return enter_file(lay_down(source, name=name, by=by, now=now, is_ours=is_ours))


def lay_down(
    source: BinaryIO, *, name: str, by: User | None, now: datetime, is_ours: bool = False
) -> LaidDown:
    """The part of taking a file that may take long: scan, judge, store; so outside a transaction.

    Raises:
        RefusedFile, NotStored: as `keep_file`.
    """
    plain = PurePath(name.replace("\\", "/")).name[-255:]
    if not is_ours:
        scan_file(source, name=plain, by=by, now=now)
    kind = kind_of_content(source.read(HEAD), plain)
    _check_size(source, kind, plain)
    row = StoredFile(name=plain, media_type=kind.media_type, kept_at=now, kept_by=by)
    prints = _read_facts(source, kind, row)
    source.seek(0)
    kept = content_store().keep(pieces_of(source))
    row.sha256, row.size = kept.sha256, kept.size
    row.receipt = f"FJ{now:%Y%m%d}{secrets.token_hex(5).upper()}"
    return LaidDown(row, prints)


@transaction.atomic
def enter_file(laid: LaidDown) -> StoredFile:
    """Write down a file whose bytes lie in the store (登记)."""
    laid.row.save()
    PhotoPrint.objects.bulk_create(
        PhotoPrint(file=laid.row, part=part, value=value) for part, value in laid.prints.items()
    )
    return laid.row


def scan_file(source: BinaryIO, *, name: str, by: User | None, now: datetime) -> None:
    """Let pass what the scanner finds clean; it may take long, so outside any transaction.

    Raises:
        RefusedFile: a virus, or nobody could look.
    """
    try:
        scan(source, name=name, by=by, now=now)
    except RefusedByScanner as error:
        raise RefusedFile(str(error)) from error


def open_file(file: StoredFile) -> BinaryIO:
    """The bytes of a kept file.

    Raises:
        FileNotFoundError: they are gone; `verify_file` says so in the audit's words.
        NotStored: the store does not answer.
    """
    return content_store().open(file.sha256)


def verify_file(file: StoredFile) -> None:
    """Compare a kept file with its hash.

    Raises:
        AlteredFile: gone or changed.
        NotStored: the store does not answer.
    """
    content_store().verify(file.sha256)


def thumbnail_of(file: StoredFile) -> bytes:
    """A small JPEG of a photograph.

    Raises:
        RefusedFile: it is no photograph that can be drawn here.
    """
    if not file.is_photo or file.media_type == HEIC.media_type:
        raise RefusedFile(f"{file.name} 没有缩略图")
    with open_file(file) as source:
        return thumbnail(source.read())


def twins_of(file: StoredFile, *, alike: int = ALIKE) -> list[Twin]:
    """Earlier photographs that show the same picture, whole or cropped, nearest first.

    Each part of this picture is held against the whole of others, and its whole against their
    parts. Pictures without any contrast (fingerprint 0) say nothing.
    """
    mine = dict(file.prints.values_list("part", "value"))
    others = list(
        PhotoPrint.objects.filter(file_id__lt=file.pk)
        .exclude(value=0)
        .values_list("file_id", "part", "value")
    )
    if not others or not mine:
        return []
    owner = np.array([row[0] for row in others])
    is_whole = np.array([row[1] == "whole" for row in others])
    value = np.array([row[2] for row in others], dtype=np.int64)
    nearest: dict[int, int] = {}
    for part, print_value in mine.items():
        compared = is_whole if part != "whole" else np.ones_like(is_whole)
        found = distances(print_value, value[compared]) if print_value else np.empty(0)
        for place in np.flatnonzero(found <= alike):
            pk = int(owner[compared][place])
            nearest[pk] = min(nearest.get(pk, 64), int(found[place]))
    files = StoredFile.objects.in_bulk(nearest)
    ordered = sorted(nearest.items(), key=lambda pair: (pair[1], pair[0]))
    return [Twin(files[pk], bits) for pk, bits in ordered]


def _check_size(source: BinaryIO, kind: FileKind, name: str) -> None:
    size = source.seek(0, 2)
    source.seek(0)
    if size > kind.most:
        raise RefusedFile(f"{name} 大小 {size >> 20} MB，超过上限 {kind.most >> 20} MB")


def _read_facts(source: BinaryIO, kind: FileKind, row: StoredFile) -> dict[str, int]:
    """Note on the row what the content says; fingerprints of a photograph come back."""
    source.seek(0)
    if kind in (WORD, EXCEL):
        check_office_file(source.read(), row.name)
    if not row.is_photo or kind is HEIC:
        return {}
    facts = photo_facts(source.read())
    row.width, row.height, row.taken_at = facts.width, facts.height, facts.taken_at
    row.longitude, row.latitude = facts.longitude, facts.latitude
    return facts.prints
