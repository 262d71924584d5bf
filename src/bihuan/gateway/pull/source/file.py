"""Files laid into a folder (文件交换), each taken once by its content."""

import csv
import hashlib
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from bihuan.gateway.pull.error import PullFailed, WrongSetting
from bihuan.gateway.pull.setting import FileSetting
from bihuan.gateway.pull.source.fetched import Row, rows_of_json

MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that was not taken yet."""

    name: str
    sha256: str
    data: bytes

    def rows(self, path: str) -> list[Row]:
        """Its rows.

        Raises:
            PullFailed: it cannot be read.
        """
        if self.name.lower().endswith(".json"):
            return rows_of_json(self.data, path)
        text = _text(self.data)
        rows = list(csv.DictReader(io.StringIO(text)))
        if not rows:
            raise PullFailed("文件没有数据行", helps_again=False)
        return [{str(name).strip(): value for name, value in row.items()} for row in rows]


def new_files(
    setting: FileSetting, known: Collection[str], *, now: datetime
) -> Iterator[FoundFile]:
    """The folder's files that were not taken yet, by name; one that is still written waits.

    Raises:
        WrongSetting: the folder does not exist or lies outside the exchange folder.
    """
    root = Path(settings.EXCHANGE_ROOT).resolve()
    folder = (root / setting.folder).resolve()
    if not folder.is_relative_to(root) or not folder.is_dir():
        raise WrongSetting(f"交换文件夹中没有“{setting.folder}”，请管理员建立")
    for file in sorted(folder.glob(setting.pattern)):
        found = _found(file, setting, now)
        if found is not None and found.sha256 not in known:
            yield found


def _found(file: Path, setting: FileSetting, now: datetime) -> FoundFile | None:
    try:
        about = file.stat()
        if not file.is_file() or file.is_symlink():
            return None
        if now.timestamp() - about.st_mtime < setting.settle_s or about.st_size > MOST_BYTES:
            return None
        data = file.read_bytes()
    except OSError as error:
        raise PullFailed(f"读不了文件“{file.name}”：{error.strerror}", helps_again=True) from error
    return FoundFile(file.name, hashlib.sha256(data).hexdigest(), data)


def _text(data: bytes) -> str:
    """UTF-8 or, as office programs save it, GB 18030."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
