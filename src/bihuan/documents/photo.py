"""What a photograph tells: place and time, and a fingerprint that finds it again."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import BytesIO
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from bihuan.documents.error import RefusedFile

MOST_PIXELS = 120_000_000
THUMBNAIL = 480
SHANGHAI = ZoneInfo("Asia/Shanghai")

PARTS = {
    "whole": (0.0, 0.0, 1.0, 1.0),
    "centre": (0.1, 0.1, 0.9, 0.9),
    "left": (0.0, 0.0, 0.8, 1.0),
    "right": (0.2, 0.0, 1.0, 1.0),
    "top": (0.0, 0.0, 1.0, 0.8),
    "bottom": (0.0, 0.2, 1.0, 1.0),
}
"""Parts of a picture that get a fingerprint each, so that a cropped copy still meets one."""


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What a photograph says of itself (照片信息); None where it says nothing.

    Args:
        taken_at: aware; a camera without a zone is read as Beijing time.
        longitude, latitude: WGS-84. [degrees]
        prints: 64-bit difference hash by part, as signed whole numbers.
    """

    width: int
    height: int
    taken_at: datetime | None
    longitude: float | None
    latitude: float | None
    prints: dict[str, int]


def photo_facts(data: bytes) -> PhotoFacts:
    """Read a photograph.

    Raises:
        RefusedFile: it cannot be read as a picture, or is too large to unpack.
    """
    try:
        with Image.open(BytesIO(data)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise RefusedFile("照片像素过大")
            exif = image.getexif()
            place = exif.get_ifd(ExifTags.IFD.GPSInfo)
            taken = _taken_at(exif.get_ifd(ExifTags.IFD.Exif))
            upright = ImageOps.exif_transpose(image).convert("L")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise RefusedFile("照片已损坏，无法读取") from error
    longitude, latitude = _place(place)
    prints = {name: difference_hash(_cut(upright, box)) for name, box in PARTS.items()}
    return PhotoFacts(upright.width, upright.height, taken, longitude, latitude, prints)


def thumbnail(data: bytes) -> bytes:
    """A small upright JPEG without what the camera wrote into it."""
    with Image.open(BytesIO(data)) as image:
        small = ImageOps.exif_transpose(image).convert("RGB")
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    target = BytesIO()
    small.save(target, "JPEG", quality=82)
    return target.getvalue()


def difference_hash(picture: Image.Image) -> int:
    """Difference hash (dHash): 64 signs of neighbouring brightness, as a signed number.

    >>> difference_hash(Image.new("L", (64, 64), 128))
    0
    """
    small = np.asarray(picture.resize((9, 8), Image.Resampling.BOX), dtype=np.int16)
    bits = np.packbits((small[:, 1:] > small[:, :-1]).reshape(-1))
    return int.from_bytes(bits.tobytes(), "big", signed=True)


def distances(value: int, others: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """In how many of 64 bits a fingerprint differs from others. shape (n,)

    >>> distances(0, np.array([0, 1, -1])).tolist()
    [0, 1, 64]
    """
    differing = (others ^ np.int64(value)).view(np.uint64)
    return np.bitwise_count(differing).astype(np.int64)


def _cut(picture: Image.Image, box: tuple[float, float, float, float]) -> Image.Image:
    left, top, right, bottom = box
    width, height = picture.size
    return picture.crop((left * width, top * height, right * width, bottom * height))


def _taken_at(exif: dict[int, str]) -> datetime | None:
    said = str(exif.get(ExifTags.Base.DateTimeOriginal, "")).strip("\x00 ")
    try:
        taken = datetime.strptime(said, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 zone follows
    except ValueError:
        return None
    return taken.replace(tzinfo=_zone(str(exif.get(ExifTags.Base.OffsetTimeOriginal, ""))))


def _zone(offset: str) -> timezone | ZoneInfo:
    try:
        hours, minutes = offset.strip("\x00 ").split(":")
        sign = -1 if hours.startswith("-") else 1
        return timezone(timedelta(hours=int(hours), minutes=sign * int(minutes)))
    except ValueError:
        return SHANGHAI


def _place(gps: dict[int, object]) -> tuple[float | None, float | None]:
    longitude = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W")
    latitude = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S")
    if longitude is None or latitude is None:
        return None, None
    return longitude, latitude


def _degrees(gps: dict[int, object], tag: int, reference: int, negative: str) -> float | None:
    parts = gps.get(tag)
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    return -value if gps.get(reference) == negative else value
