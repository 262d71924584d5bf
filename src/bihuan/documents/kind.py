"""What a file is, told by its content; the name only has to agree."""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from bihuan.documents.error import RefusedFile

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken (允许的类型).

    Args:
        most: largest size. [bytes]
    """

    media_type: str
    endings: tuple[str, ...]
    most: int


JPEG = FileKind("image/jpeg", (".jpg", ".jpeg"), 30 * MEGABYTE)
PNG = FileKind("image/png", (".png",), 30 * MEGABYTE)
WEBP = FileKind("image/webp", (".webp",), 30 * MEGABYTE)
HEIC = FileKind("image/heic", (".heic", ".heif"), 30 * MEGABYTE)
VIDEO = FileKind("video/mp4", (".mp4", ".mov", ".m4v"), 500 * MEGABYTE)
PDF = FileKind("application/pdf", (".pdf",), 100 * MEGABYTE)
WORD = FileKind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    (".docx",),
    50 * MEGABYTE,
)
EXCEL = FileKind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",), 50 * MEGABYTE
)
TEXT = FileKind("text/plain", (".txt", ".csv", ".log"), 50 * MEGABYTE)

KINDS = (JPEG, PNG, WEBP, HEIC, VIDEO, PDF, WORD, EXCEL, TEXT)

MOST_UNPACKED = 300 * MEGABYTE
"""An office file may not unpack to more; a small bomb would."""


def kind_of_content(head: bytes, name: str) -> FileKind:
    """The kind of a file from its first bytes; its name must agree.

    Args:
        head: the first 64 kB.
        name: as handed in.

    Raises:
        RefusedFile: a kind that is not taken, or content and name disagree.

    >>> kind_of_content(b"\\xff\\xd8\\xff\\xe0", "现场.JPG").media_type
    'image/jpeg'
    """
    ending = PurePath(name).suffix.lower()
    kind = _by_magic(head, ending)
    if kind is None:
        raise RefusedFile(f"不支持的文件类型：{name}（可上传照片、视频、PDF、Word、Excel、文本）")
    if ending not in kind.endings:
        raise RefusedFile(f"文件内容与扩展名不符：{name} 的内容是 {kind.media_type}")
    return kind


def check_office_file(data: bytes, name: str) -> None:
    """Refuse office files that carry macros, unpack to a bomb, or are broken.

    Raises:
        RefusedFile: with the reason.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise RefusedFile(f"{name} 已损坏，无法打开") from error
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise RefusedFile(f"{name} 解压后过大")
    if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
        raise RefusedFile(f"{name} 含有宏，不能上传")


def _by_magic(head: bytes, ending: str) -> FileKind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        return HEIC if head[8:12] in {b"heic", b"heix", b"mif1", b"hevc"} else VIDEO
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return {".docx": WORD, ".xlsx": EXCEL}.get(ending)
    return TEXT if ending in TEXT.endings and _is_text(head) else None


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head[: len(head) - 8].decode(encoding, errors="strict")
        except UnicodeDecodeError as error:
            if error.start < len(head) - 16:
                continue
        return True
    return False
