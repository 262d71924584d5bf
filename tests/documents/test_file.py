"""Files: judged by content, kept whole, found again."""

import hashlib
import random
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bihuan.accounts.models import User
from bihuan.documents.content.bucket import AT_HAND
from bihuan.documents.content.store import PIECE, address
from bihuan.documents.error import AlteredFile, BrokenUpload, NotStored, RefusedFile
from bihuan.documents.models import StoredFile, Upload
from bihuan.documents.services.file import (
    content_store,
    keep_file,
    open_file,
    thumbnail_of,
    twins_of,
    verify_file,
)
from bihuan.documents.services.upload import (
    add_piece,
    begin_upload,
    drop_stale_uploads,
    finish_upload,
)
from tests.buckets import Bucket, Contents
from tests.documents.conftest import NOW

pytestmark = pytest.mark.django_db
Photo = Callable[..., bytes]


def keep(data: bytes, name: str = "现场.jpg") -> StoredFile:
    return keep_file(BytesIO(data), name=name, by=None, now=NOW)


@pytest.fixture
def person() -> User:
    return User.objects.create(username="chen", name="陈")


def test_equal_bytes_lie_once_and_have_two_receipts(photo: Photo, contents: Contents) -> None:
    one, other = keep(photo()), keep(photo(), "again.jpg")
    assert one.sha256 == other.sha256
    assert one.receipt != other.receipt
    assert [name.rpartition("/")[2] for name in contents.names()] == [one.sha256]


@pytest.mark.requirement("B7.7", "B1.12")
def test_a_flipped_byte_is_found(photo: Photo, contents: Contents) -> None:
    file = keep(photo())
    verify_file(file)
    assert content_store().holds(file.sha256)
    data = bytearray(photo())
    data[100] ^= 1
    contents.put(file.sha256, bytes(data))
    with pytest.raises(AlteredFile, match="改动"):
        verify_file(file)
    contents.remove(file.sha256)
    with pytest.raises(AlteredFile, match="不见"):
        verify_file(file)
    assert not content_store().holds(file.sha256)


def test_a_content_is_read_from_any_place(contents: Contents) -> None:
    data = random.Random(7).randbytes(2 * PIECE + 77)
    kept = content_store().keep([data[:9], data[9:]])
    assert (kept.sha256, kept.size) == (hashlib.sha256(data).hexdigest(), len(data))
    with content_store().open(kept.sha256) as source:
        assert source.read(5) == data[:5]
        assert source.seek(-3, 2) == len(data) - 3
        assert source.read() == data[-3:]
        source.seek(PIECE - 1)
        assert source.read() == data[PIECE - 1 :]
    with pytest.raises(FileNotFoundError):
        content_store().open("0" * 64)
    with pytest.raises(ZeroDivisionError):
        content_store().keep(bytes(1 // number) for number in (1, 0))
    assert len(contents.names()) == 1


def test_many_parts_become_one_object_in_a_bucket(bucket: Bucket) -> None:
    data = random.Random(7).randbytes(AT_HAND + PIECE)
    kept = content_store().keep([data])
    content_store().verify(kept.sha256)
    assert bucket.names() == [address(kept.sha256)]


def test_a_bucket_that_is_gone_is_an_outage_and_no_alteration(
    bucket: Bucket, photo: Photo, settings: Any, person: User
) -> None:
    file = keep(photo())
    settings.EVIDENCE = bucket.told | {"endpoint": "http://127.0.0.1:9"}
    with pytest.raises(NotStored, match="附件存储服务没有响应"):
        verify_file(file)
    settings.EVIDENCE = bucket.told | {"bucket": "no-such-bucket"}
    for asked in (verify_file, thumbnail_of, lambda file: content_store().holds(file.sha256)):
        with pytest.raises(NotStored, match="附件存储服务没有响应"):
            asked(file)
    with pytest.raises(NotStored, match="文件没有保存"):
        keep(photo(2))
    assert StoredFile.objects.count() == 1
    upload = begin_upload(name="现场.jpg", size=len(photo(2)), by=person, now=NOW)
    add_piece(upload.pk, photo(2), offset=0, by=person)
    with pytest.raises(NotStored, match="请稍后重试"):
        finish_upload(upload.pk, by=person, now=NOW)
    settings.EVIDENCE = bucket.told
    verify_file(finish_upload(upload.pk, by=person, now=NOW))


def test_names_lose_their_folders(photo: Photo) -> None:
    assert keep(photo(), r"C:\..\..\etc\现场.jpg").name == "现场.jpg"
    assert keep(photo(), "../../etc/现场.jpg").name == "现场.jpg"


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"MZ\x90\x00" * 100, "报告.pdf", "不支持"),
        (b"%PDF-1.7", "照片.jpg", "不符"),
        (b"\x00\x01\x02", "说明.txt", "不支持"),
        (b"PK\x03\x04broken", "表.xlsx", "损坏"),
        (b"\xff\xd8\xff\xe0 no picture", "现场.jpg", "损坏"),
        (b"<html><script>", "页.html", "不支持"),
    ],
)
def test_what_is_not_taken_says_why_and_leaves_nothing(data, name, sentence, files_root) -> None:
    with pytest.raises(RefusedFile, match=sentence):
        keep(data, name)
    assert not StoredFile.objects.exists()
    assert not files_root.exists()


def office(members: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def test_macros_and_bombs_are_refused() -> None:
    assert keep(office({"xl/workbook.xml": b"<x/>"}), "表.xlsx").size
    with pytest.raises(RefusedFile, match="宏"):
        keep(office({"word/vbaProject.bin": b"x"}), "文.docx")
    with pytest.raises(RefusedFile, match="过大"):
        keep(office({"xl/a.xml": bytes(301 << 20)}), "弹.xlsx")


def test_texts_of_both_encodings_are_taken() -> None:
    assert keep("时间,值\n".encode("gb18030") * 9, "数据.csv").media_type == "text/plain"
    assert keep("时间,值\n".encode() * 9000, "数据.csv").media_type == "text/plain"


def exif() -> Image.Exif:
    data = Image.Exif()
    data[0x8769] = {36867: "2026:11:20 14:30:05"}
    data[0x8825] = {1: "N", 2: (34.0, 45.0, 36.0), 3: "E", 4: (113.0, 1.0, 12.0)}
    return data


@pytest.mark.requirement("D12")
def test_a_photo_tells_place_and_time(photo: Photo) -> None:
    file = keep(photo(exif=exif()))
    assert file.taken_at.isoformat() == "2026-11-20T14:30:05+08:00"
    assert (round(file.longitude, 4), round(file.latitude, 4)) == (113.02, 34.76)
    assert (file.width, file.height) == (1280, 960)


@pytest.mark.requirement("D12")
def test_a_photo_used_before_is_found_when_moved_smaller_or_cropped(photo: Photo) -> None:
    first = keep(photo(1))
    keep(photo(2))
    for changed in (
        photo(1, quality=40),
        photo(1, size=(640, 480)),
        photo(1, crop=(128, 96, 1152, 864)),
        photo(1, crop=(0, 0, 1024, 960)),
    ):
        twins = twins_of(keep(changed))
        assert first in [twin.file for twin in twins]
        assert all(twin.file.pk != 0 for twin in twins)
    assert twins_of(keep(photo(3))) == []


def test_pictures_without_contrast_are_no_twins() -> None:
    def plain(grey: int) -> bytes:
        target = BytesIO()
        Image.new("RGB", (200, 200), (grey, grey, grey)).save(target, "JPEG")
        return target.getvalue()

    keep(plain(10))
    assert twins_of(keep(plain(200))) == []


def test_a_thumbnail_is_small_and_says_nothing_of_the_place(photo: Photo) -> None:
    small = thumbnail_of(keep(photo(exif=exif())))
    with Image.open(BytesIO(small)) as image:
        assert max(image.size) == 480
        assert not image.getexif()


def test_an_upload_goes_on_where_the_line_broke(
    photo: Photo, person: User, contents: Contents
) -> None:
    data = photo()
    upload = begin_upload(name="现场.jpg", size=len(data), by=person, now=NOW)
    add_piece(upload.pk, data[:1000], offset=0, by=person)
    add_piece(upload.pk, data[:1000], offset=0, by=person)
    with pytest.raises(BrokenUpload, match="应从第 1000 字节"):
        add_piece(upload.pk, data[2000:3000], offset=2000, by=person)
    with pytest.raises(BrokenUpload, match="尚缺"):
        finish_upload(upload.pk, by=person, now=NOW)
    add_piece(upload.pk, data[1000:], offset=1000, by=person)
    file = finish_upload(upload.pk, by=person, now=NOW)
    assert finish_upload(upload.pk, by=person, now=NOW) == file
    with open_file(file) as source:
        assert source.read() == data
    assert max(Image.open(BytesIO(thumbnail_of(file))).size) == 480


def test_another_person_cannot_touch_an_upload(photo: Photo, person: User) -> None:
    other = User.objects.create(username="zhao", name="赵")
    upload = begin_upload(name="现场.jpg", size=10, by=person, now=NOW)
    with pytest.raises(BrokenUpload, match="没有这个上传"):
        add_piece(upload.pk, b"0123456789", offset=0, by=other)


def test_uploads_of_a_wrong_size_are_refused(person: User) -> None:
    with pytest.raises(RefusedFile, match="空文件"):
        begin_upload(name="a.jpg", size=0, by=person, now=NOW)
    with pytest.raises(RefusedFile, match="上限"):
        begin_upload(name="a.mp4", size=1 << 40, by=person, now=NOW)


def test_stale_uploads_are_forgotten(person: User, files_root) -> None:
    upload = begin_upload(name="a.jpg", size=10, by=person, now=NOW)
    add_piece(upload.pk, b"01234", offset=0, by=person)
    assert drop_stale_uploads(NOW + timedelta(days=6)) == 0
    assert drop_stale_uploads(NOW + timedelta(days=8)) == 1
    assert not Upload.objects.exists()
    assert not [path for path in files_root.rglob("*") if path.is_file()]


def test_a_full_disk_leaves_nothing_behind(photo: Photo, monkeypatch, files_root) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bihuan.documents.content.folder.os.fsync", full)
    with pytest.raises(NotStored, match="磁盘已满"):
        keep(photo())
    assert not StoredFile.objects.exists()
    assert not [path for path in files_root.rglob("*") if path.is_file()]
