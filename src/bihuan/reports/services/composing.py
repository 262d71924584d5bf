"""Composing a version (取数成稿): ask the kind, keep figures, pictures and sheets."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from bihuan.documents.services.file import content_store
from bihuan.reports.composition import (
    Composition,
    Drawn,
    Picture,
    PictureQuery,
    Sheet,
    SheetQuery,
    SheetRows,
)
from bihuan.reports.definition import Asked, FigureSet, kind_of, query_of
from bihuan.reports.figure import Reading
from bihuan.reports.models import FigureKind, Report, ReportVersion, StoredFigure
from bihuan.reports.wire import composition_json, row_of, sheet_bytes


@dataclass(frozen=True, slots=True)
class Composed:
    """A whole document in memory: text, pictures and sheets by key."""

    composition: Composition
    pictures: Mapping[str, Drawn]
    sheets: Mapping[str, bytes]

    @property
    def hash(self) -> str:
        """Of all that it says; equal data and rules give equal hashes."""
        said = {
            "composition": composition_json(self.composition),
            "figures": {key: one.printed for key, one in self.composition.figures.items()},
            "pictures": {key: digest(one.data.encode()) for key, one in self.pictures.items()},
            "sheets": {key: digest(data) for key, data in self.sheets.items()},
        }
        return digest(json.dumps(said, ensure_ascii=False, sort_keys=True).encode())


def asked_of(report: Report) -> Asked:
    """What a report asks its kind for."""
    return Asked(
        kind=report.kind,
        period=report.period,
        district=report.district_id,
        district_name=report.district.name,
        subject=report.subject,
        title=report.called,
    )


def compose(asked: Asked, reading: Reading) -> Composed:
    """Compose a document; nothing is written."""
    figures = FigureSet(reading)
    composition = kind_of(asked.kind).compose(asked, figures)
    pictures = {one.key: draw(one, reading) for one in composition.pictures()}
    sheets = {one.key: sheet_bytes(rows_of(one, reading)) for one in composition.sheets}
    return Composed(composition, pictures, sheets)


def draw(picture: Picture, reading: Reading) -> Drawn:
    """Ask a picture's query."""
    drawn = query_of(picture.query, PictureQuery).draw(picture.arguments, reading)
    reading.memory[_name(picture)] = drawn.data
    return drawn


def shown_by(picture: Picture, reading: Reading) -> str:
    """The numbers behind a picture; once a reading, however often it is composed and checked."""
    held: str | None = reading.memory.get(_name(picture))
    return draw(picture, reading).data if held is None else held


def _name(picture: Picture) -> str:
    asked = json.dumps(picture.arguments, ensure_ascii=False, sort_keys=True)
    return f"picture.{picture.query}.{asked}"


def rows_of(sheet: Sheet, reading: Reading) -> SheetRows:
    """Ask a sheet's query."""
    return query_of(sheet.query, SheetQuery).rows(sheet.arguments, reading)


def digest(data: bytes) -> str:
    """Short name of some content."""
    return hashlib.sha256(data).hexdigest()


@transaction.atomic
def write_composed(version: ReportVersion, composed: Composed, *, now: datetime) -> None:
    """Put what was composed into a draft, in place of what it said."""
    version.composition = composition_json(composed.composition) | {"files": _keep(composed)}
    version.content_hash = composed.hash
    version.composed_at = now
    version.checked_at = version.unequal = None
    version.save()
    version.figures.all().delete()
    StoredFigure.objects.bulk_create(_of(version, _rows(composed)), batch_size=500)
    report = version.report
    report.title = composed.composition.title[:200]
    report.current = version
    report.save(update_fields=["title", "current"])


def _keep(composed: Composed) -> dict[str, str]:
    """Where the bytes of pictures and sheets lie, by key."""
    store = content_store()
    parts: dict[str, bytes] = {key: one.paint() for key, one in composed.pictures.items()}
    parts |= composed.sheets
    return {key: store.keep([data]).sha256 for key, data in parts.items()}


def _rows(composed: Composed) -> Iterable[StoredFigure]:
    yield from (row_of(figure) for figure in composed.composition.figures.values())
    for picture in composed.composition.pictures():
        shown = digest(composed.pictures[picture.key].data.encode())
        yield _part(FigureKind.PICTURE, picture, picture.caption, shown)
    for sheet in composed.composition.sheets:
        yield _part(FigureKind.SHEET, sheet, sheet.title, digest(composed.sheets[sheet.key]))


def _part(what: FigureKind, part: Picture | Sheet, label: str, shown: str) -> StoredFigure:
    return StoredFigure(
        what=what,
        key=part.key,
        label=label[:120],
        query=part.query,
        arguments=dict(part.arguments),
        value=shown,
        is_text=True,
        style="plain",
        printed=shown[:12],
    )


def _of(version: ReportVersion, rows: Iterable[StoredFigure]) -> Iterable[StoredFigure]:
    for row in rows:
        row.version = version
        yield row


def stored_file(version: ReportVersion, key: str) -> bytes:
    """The bytes of a picture or sheet of a version."""
    files: dict[str, Any] = version.composition.get("files", {})
    with content_store().open(files[key]) as source:
        return source.read()
