"""What the archive of the ledger takes along of this room: files of objects (附件随台账导出)."""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.db.models import QuerySet

from bihuan.accounts.models import User
from bihuan.documents.models import Attachment, PhotoPrint, StoredFile
from bihuan.documents.services.file import content_store
from bihuan.registry.archive import beside
from bihuan.registry.archive.reach import of_reached


def attachments(user: User | None) -> "QuerySet[Any]":
    """Files of the objects within a person's reach, those that were taken off as well."""
    rows = Attachment.objects.all()
    return rows if user is None or user.is_demo_master else rows.filter(of_reached(user))


def files(user: User | None) -> "QuerySet[Any]":
    """The receipts of these files."""
    keys = attachments(user).order_by().values("file")
    return StoredFile.objects.filter(pk__in=keys)


def prints(user: User | None) -> "QuerySet[Any]":
    """Fingerprints of the photographs among them."""
    return PhotoPrint.objects.filter(file__in=files(user).order_by().values("pk"))


class AttachedContents:
    """The bytes of these files, in the store of this process."""

    def digests(self, user: User | None) -> Iterator[str]:
        """Each content once, in order."""
        rows = files(user).order_by("sha256").values_list("sha256", flat=True)
        return iter(rows.distinct())

    def holds(self, sha256: str) -> bool:
        """Whether a content lies there."""
        return content_store().holds(sha256)

    def open(self, sha256: str) -> BinaryIO:
        """A content for reading."""
        return content_store().open(sha256)

    def keep(self, pieces: Iterable[bytes]) -> object:
        """Write a content."""
        return content_store().keep(pieces)


def register() -> None:
    """Called once at start (apps.py)."""
    beside.register(
        AttachedContents(),
        beside.Beside("documents.storedfile", files),
        beside.Beside("documents.photoprint", prints),
        beside.Beside("documents.attachment", attachments),
    )
