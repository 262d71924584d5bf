"""A folder of its own for the files of each test, and pictures to hand in."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from PIL import Image

from tests.buckets import Bucket, Contents, Folder

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path: Path) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


@pytest.fixture(params=["folder", "bucket"])
def contents(request, files_root: Path) -> Contents:
    """What lies in the store of contents, in each of its forms."""
    if request.param == "folder":
        return Folder(files_root)
    bucket: Bucket = request.getfixturevalue("bucket")
    return bucket


@pytest.fixture
def photo() -> Callable[..., bytes]:
    """A picture with structure, made from a seed; optionally cropped, smaller, or with EXIF."""

    def make(seed: int = 1, *, crop=None, size=None, quality: int = 90, exif=None) -> bytes:
        chance = np.random.default_rng(seed)
        coarse = chance.integers(0, 255, (12, 16, 3), dtype=np.uint8)
        image = Image.fromarray(coarse).resize((1280, 960), Image.Resampling.BICUBIC)
        if crop:
            image = image.crop(crop)
        if size:
            image = image.resize(size)
        target = BytesIO()
        image.save(target, "JPEG", quality=quality, **({"exif": exif} if exif else {}))
        return target.getvalue()

    return make
