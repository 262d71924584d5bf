"""Files of objects of the ledger in its archive: out and in again, without a loss."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bihuan.accounts.models import User
from bihuan.documents.models import Attachment, PhotoPrint, StoredFile
from bihuan.documents.services.attachment import attach_file, remove_attachment
from bihuan.documents.services.file import open_file, verify_file
from bihuan.registry.archive.error import WrongArchive
from bihuan.registry.archive.restore import restore_archive
from bihuan.registry.archive.write import write_archive
from bihuan.registry.models import Station
from tests.buckets import Bucket, Contents, Folder
from tests.people import People, Places
from tests.registry.archive.test_archive import wiped

Photo = Callable[..., bytes]


def written(by: User | None, now: datetime) -> tuple[dict[str, Any], bytes]:
    file = io.BytesIO()
    told = write_archive(file, by=by, now=now)
    return told, file.getvalue()


def emptied(settings: Any, tmp_path: Path) -> None:
    """Nothing of ledger and files is left, as on a new machine."""
    for model in (Attachment, PhotoPrint, StoredFile):
        model.objects.all().delete()
    wiped()
    settings.FILES_ROOT = tmp_path / "new machine"
    if settings.EVIDENCE:
        settings.EVIDENCE |= {"prefix": f"new machine/{tmp_path.name}"}


@pytest.fixture
def photographed(people: People, places: Places, photo: Photo, now: datetime) -> list[bytes]:
    """Two siting photographs of the station, one taken off again, and one of another county."""
    pictures = [photo(1), photo(2), photo(3)]
    for caption, data in zip(("东", "西"), pictures[:2], strict=True):
        given = {"name": f"{caption}.jpg", "caption": caption, "by": people.wang, "now": now}
        attach_file(places.station, io.BytesIO(data), **given)  # type: ignore[arg-type]
    off = Attachment.objects.get(caption="西")
    remove_attachment(places.station, off, reason="拍错", by=people.wang, now=now)
    given = {"name": "门.jpg", "caption": "大门", "by": people.zhao, "now": now}
    attach_file(places.mill, io.BytesIO(pictures[2]), **given)  # type: ignore[arg-type]
    return pictures


@pytest.mark.requirement("A13.7", "A10.29")
def test_siting_photographs_come_back_with_their_bytes(
    contents: Contents,
    photographed: list[bytes],
    places: Places,
    now: datetime,
    settings: Any,
    tmp_path: Path,
) -> None:
    before, data = written(None, now)
    assert (before["files"]["count"], before["files"]["missing"]) == (3, [])
    emptied(settings, tmp_path)
    done = restore_archive(io.BytesIO(data), by=None, now=now)
    assert done.added["documents.attachment"] == done.added["documents.storedfile"] == 3
    after, _ = written(None, now)
    assert after["parts"] == before["parts"]
    assert after["files"] == before["files"]
    for file in StoredFile.objects.all():
        verify_file(file)
    east = Attachment.objects.get(caption="东")
    assert open_file(east.file).read() == photographed[0]
    assert Station.objects.filter(pk=east.object_id).exists()
    assert Attachment.objects.get(caption="西").removed_because == "拍错"


def test_a_person_takes_out_and_brings_in_the_files_of_his_own_objects(
    photographed: list[bytes],
    places: Places,
    people: People,
    now: datetime,
    settings: Any,
    tmp_path: Path,
) -> None:
    told, data = written(people.zhao, now)
    assert told["parts"]["documents.attachment"]["rows"] == told["files"]["count"] == 1
    assert written(people.wang, now)[0]["files"]["count"] == 2
    emptied(settings, tmp_path)
    done = restore_archive(io.BytesIO(data), by=people.zhao, now=now)
    assert done.added["documents.attachment"] == 1
    assert open_file(StoredFile.objects.get()).read() == photographed[2]


def test_a_changed_or_missing_photograph_is_refused_and_a_lost_one_is_named(
    contents: Contents, photographed: list[bytes], now: datetime, settings: Any, tmp_path: Path
) -> None:
    _, data = written(None, now)
    for change in (lambda _: b"other bytes", lambda _: None):
        emptied(settings, tmp_path)
        with pytest.raises(WrongArchive, match="与清单不符"):
            restore_archive(io.BytesIO(_changed(data, change)), by=None, now=now)
        assert not StoredFile.objects.exists()
    restore_archive(io.BytesIO(data), by=None, now=now)
    file = StoredFile.objects.order_by("pk").first()
    assert file is not None
    here = Bucket(**settings.EVIDENCE) if settings.EVIDENCE else Folder(settings.FILES_ROOT)
    here.remove(file.sha256)
    assert written(None, now)[0]["files"]["missing"] == [file.sha256]


def _changed(data: bytes, change: Callable[[bytes], bytes | None]) -> bytes:
    """The archive with its first file changed, or without it."""
    target, is_first = io.BytesIO(), True
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content: bytes | None = old.read(name)
            if name.startswith("files/") and is_first:
                content, is_first = change(old.read(name)), False
            if content is not None:
                new.writestr(name, content)
    return target.getvalue()
