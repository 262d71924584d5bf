"""Writing an archive: every list for people, every row for machines, and a manifest."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any

from django.db import transaction
from django.db.models import Model

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.registry.acts import Act
from bihuan.registry.archive.content import put_contents
from bihuan.registry.archive.kind import LEFT_OUT, archived_models, columns_of, is_person
from bihuan.registry.archive.reach import rows_of
from bihuan.registry.archive.row import lines_of
from bihuan.registry.exchange.output import cells, write_csv
from bihuan.registry.exchange.sheets import SHEETS
from bihuan.registry.permission import MAY_REGISTER

FORMAT = 2
KNOWN = (1, FORMAT)
"""Formats that can be read: the first knew no files."""

MANIFEST, ROWS, LISTS, PEOPLE = "manifest.json", "rows", "lists", "people.jsonl"
README = """碧环台账档案包

rows/    每类对象一个 JSON Lines 文件，一行一条，含平台编号，供重新导入
lists/   每张数据表一个 CSV，供人查看（仅限导出人的数据范围）
files/   对象的照片与文件，文件名为内容的 SHA-256
people.jsonl   台账引用到的人员（登录名和姓名，不含密码）
manifest.json  各文件的行数和 SHA-256，未收录的内容及原因

设备访问密码、推送密钥等保密内容不在包内：导回的设备须重新设置平台侧访问密码。
"""


def write_archive(file: IO[bytes], *, by: User | None, now: datetime) -> dict[str, Any]:
    """Write the registry into one ZIP file as a person sees it (导出全部台账).

    Args:
        file: written from its present place on.
        by: whose reach bounds it; None is the platform itself and takes everything.
        now: time of the act. [aware]

    Returns:
        The manifest: rows and SHA-256 of each part, which are equal for equal content.

    Raises:
        NotYours: this person may not register anything.
    """
    if by is not None and not by.may_act_as(MAY_REGISTER):
        raise NotYours("您的岗位不能导出全部台账")
    told: dict[str, Any] = {"format": FORMAT, "at": now.astimezone(UTC).isoformat(), "parts": {}}
    with (
        transaction.atomic(),
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        archive.writestr("README.txt", README)
        for model in archived_models():
            lines = lines_of(model, rows_of(model, by))
            told["parts"][model._meta.label_lower] = _put(archive, name_of(model), lines)
        told["people"] = _put(archive, PEOPLE, _people(by))
        told["files"] = put_contents(archive, by)
        if by is not None:
            _write_lists(archive, by)
        told["left_out"] = dict(LEFT_OUT)
        archive.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
        counts = {label: part["rows"] for label, part in told["parts"].items()}
        act = Act.EXPORT_ARCHIVE
        record_act(user=by, action=act, object=None, now=now, detail={"rows": counts})
    return told


def name_of(model: type[Model]) -> str:
    """Where a model's rows stand in the archive."""
    return f"{ROWS}/{model._meta.label_lower}.jsonl"


def _put(archive: zipfile.ZipFile, name: str, lines: Iterator[str]) -> dict[str, Any]:
    digest, count = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as part:
        for line in lines:
            data = f"{line}\n".encode()
            digest.update(data)
            part.write(data)
            count += 1
    return {"rows": count, "sha256": digest.hexdigest()}


def _people(by: User | None) -> Iterator[str]:
    """Everybody whom an archived row names, so that the row can be written elsewhere."""
    named: set[int] = set()
    for model in archived_models():
        for column in columns_of(model):
            if is_person(column):
                rows = rows_of(model, by).order_by()
                keys = rows.values_list(column.attname, flat=True).distinct()
                named |= {key for key in keys if key is not None}
    people = User.objects.filter(pk__in=named).order_by("username")
    for username, name in people.values_list("username", "name"):
        yield json.dumps({"name": name, "username": username}, ensure_ascii=False, sort_keys=True)


def _write_lists(archive: zipfile.ZipFile, by: User) -> None:
    for sheet in SHEETS.values():
        content = io.BytesIO()
        write_csv(sheet, cells(sheet, sheet.rows(by)), content)
        archive.writestr(f"{LISTS}/{sheet.title}.csv", content.getvalue())
