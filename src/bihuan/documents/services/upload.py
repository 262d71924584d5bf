"""Uploads in pieces: begun, continued after a broken line, finished into a kept file."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bihuan.accounts.models import User
from bihuan.documents.content.folder import FULL
from bihuan.documents.error import BrokenUpload, NotStored, RefusedFile
from bihuan.documents.kind import KINDS
from bihuan.documents.models import StoredFile, Upload
from bihuan.documents.services.file import LaidDown, enter_file, lay_down

LARGEST = max(kind.most for kind in KINDS)
KEPT_FOR = timedelta(days=7)


def begin_upload(
    *, name: str, size: int, by: User, now: datetime, key: UUID | None = None
) -> Upload:
    """Begin an upload (开始上传), or go on with the one that the sender gave this key.

    Raises:
        RefusedFile: empty, or larger than anything that is taken.
        BrokenUpload: the key is another person's.
    """
    known = Upload.objects.filter(pk=key).first() if key else None
    if known is not None and known.begun_by_id != by.pk:
        raise BrokenUpload("没有这个上传，请重新选择文件")
    if known is not None:
        return known
    if size <= 0:
        raise RefusedFile(f"{name} 是空文件")
    if size > LARGEST:
        raise RefusedFile(f"{name} 超过上限 {LARGEST >> 20} MB")
    given = {"pk": key} if key else {}
    return Upload.objects.create(name=name[-255:], size=size, begun_by=by, begun_at=now, **given)


@transaction.atomic
def add_piece(upload_id: UUID, piece: bytes, *, offset: int, by: User) -> Upload:
    """Add the piece that begins at `offset` (续传); one that is known already changes nothing.

    Raises:
        BrokenUpload: unknown, another person's, or the piece leaves a gap or runs over; the
            sentence says where to go on.
        NotStored: the disk cannot take it; send the piece again.
    """
    upload = _own(upload_id, by)
    if offset + len(piece) <= upload.received:
        return upload
    if offset != upload.received or offset + len(piece) > upload.size:
        raise BrokenUpload(f"应从第 {upload.received} 字节继续，共 {upload.size} 字节")
    _write(_part(upload), piece, offset)
    upload.received = offset + len(piece)
    upload.save(update_fields=["received"])
    return upload


def finish_upload(upload_id: UUID, *, by: User, now: datetime) -> StoredFile:
    """Turn a whole upload into a kept file (完成上传); asked twice, it gives the same file.

    Raises:
        BrokenUpload: pieces are missing, or it is not this person's.
        RefusedFile: the content is not taken; the upload is dropped.
        NotStored: the store cannot take it; the pieces stay, finish it again.
    """
    waiting = Upload.objects.filter(pk=upload_id, begun_by=by, file=None).first()
    laid = None
    if waiting is not None and waiting.received == waiting.size:
        with _part(waiting).open("rb") as source:
            laid = lay_down(source, name=waiting.name, by=by, now=now)
    return _finished(upload_id, laid, by=by)


@transaction.atomic
def _finished(upload_id: UUID, laid: LaidDown | None, *, by: User) -> StoredFile:
    upload = _own(upload_id, by)
    if upload.file is not None:
        return upload.file
    if laid is None:
        raise BrokenUpload(f"尚缺 {upload.size - upload.received} 字节")
    path = _part(upload)
    upload.file = enter_file(laid)
    upload.save(update_fields=["file"])
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
    return upload.file


def drop_stale_uploads(now: datetime) -> int:
    """Forget uploads that nobody continued for a week (残留清理); how many there were."""
    stale = Upload.objects.filter(begun_at__lt=now - KEPT_FOR)
    for upload in stale.filter(file=None):
        _part(upload).unlink(missing_ok=True)
    return stale.delete()[0]


def _own(upload_id: UUID, by: User) -> Upload:
    upload = Upload.objects.select_for_update(of=("self",)).filter(pk=upload_id, begun_by=by)
    found = upload.select_related("file").first()
    if found is None:
        raise BrokenUpload("没有这个上传，请重新选择文件")
    return found


def _write(path: Path, piece: bytes, offset: int) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("r+b" if path.exists() else "w+b") as file:
            file.truncate(offset)
            file.seek(offset)
            file.write(piece)
    except OSError as error:
        raise NotStored(FULL) from error


def _part(upload: Upload) -> Path:
    return Path(settings.FILES_ROOT) / "uploads" / str(upload.pk)
