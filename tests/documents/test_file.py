"""Files: judged by content, kept whole, found again."""

import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from bihuan.accounts.models import User
from bihuan.documents.error import AlteredFile, BrokenUpload, RefusedFile
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
from tests.documents.conftest import NOW

pytestmark = pytest.mark.django_db
Photo = Callable[..., bytes]


def keep(data: bytes, name: str = "现场.jpg") -> StoredFile:
    return keep_file(BytesIO(data), name=name, by=None, now=NOW)


@pytest.fixture
def person() -> User:
    return User.objects.create(username="chen", name="陈")


def test_equal_bytes_lie_once_and_have_two_receipts(photo: Photo, files_root) -> None:
    one, other = keep(photo()), keep(photo(), "again.jpg")
    assert one.sha256 == other.sha256
    assert one.receipt != other.receipt
    assert len([path for path in files_root.rglob("*") if path.is_file()]) == 1


@pytest.mark.requirement("B7.7", "B1.12")
def test_a_flipped_byte_is_found(photo: Photo) -> None:
    file = keep(photo())
    verify_file(file)
    path = content_store().path(file.sha256)
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)
    with pytest.raises(AlteredFile, match="改动"):
        verify_file(file)
    path.unlink()
    with pytest.raises(AlteredFile, match="不见"):
        verify_file(file)


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


def test_an_upload_goes_on_where_the_line_broke(photo: Photo, person: User) -> None:
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

    monkeypatch.setattr("bihuan.documents.content.os.fsync", full)
    with pytest.raises(OSError, match="space"):
        keep(photo())
    assert not StoredFile.objects.exists()
    assert not [path for path in files_root.rglob("*") if path.is_file()]
