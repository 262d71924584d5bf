"""Where a platform keeps its data (数据位置): the present one, or an empty one to restore into."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from bihuan.documents.content.bucket import BucketStore
from bihuan.main.backup.error import NotEmpty

FILES: Final = "files"
HARMLESS: Final = frozenset({"lock", "lake.lock", "upkeep.lock"})


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of a platform's data beside the business database.

    Attributes:
        telemetry: root of the time-series store.
        files: documents and evidence by content.
        anchors: heads of chains.
        archive: archived audit entries.
        bucket: where contents lie instead of `files`; uploads that are not finished stay there.
    """

    telemetry: Path
    files: Path
    anchors: Path
    archive: Path
    bucket: BucketStore | None = None

    @property
    def plain(self) -> Mapping[str, Path]:
        """Folders that are copied file by file, by their name in the backup."""
        return {FILES: self.files, "anchors": self.anchors, "archive": self.archive}

    def require_empty(self) -> None:
        """Refuse a place that holds anything.

        Raises:
            NotEmpty: naming the folder or the bucket.
            NotStored: the bucket does not answer.
        """
        for folder in (self.telemetry, *self.plain.values()):
            if any(path.name not in HARMLESS for path in files_in(folder)):
                raise NotEmpty(f"文件夹 {folder} ")
        if self.bucket and next(iter(self.bucket.contents()), None):
            raise NotEmpty(f"附件存储桶 {self.bucket.name} ")


def here() -> Place:
    """Where this platform keeps its data."""
    return Place(
        settings.TELEMETRY_ROOT,
        settings.FILES_ROOT,
        settings.ANCHORS,
        settings.ARCHIVE,
        BucketStore(settings.EVIDENCE) if settings.EVIDENCE else None,
    )


def beneath(root: Path) -> Place:
    """A place of its own, for a drill."""
    return Place(root / "telemetry", root / "files", root / "anchors", root / "archive")


def files_in(folder: Path) -> Iterator[Path]:
    """Every file beneath a folder, in order."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
