"""Deriving every number of a document again (数据核对)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.reports.acts import Act
from bihuan.reports.composition import Picture, Sheet
from bihuan.reports.definition import FigureQuery, query_of
from bihuan.reports.error import UnknownDefinition
from bihuan.reports.figure import Answer, Reading, Style, printed
from bihuan.reports.models import FigureKind, ReportVersion, StoredFigure
from bihuan.reports.services.composing import digest, rows_of, shown_by
from bihuan.reports.wire import figure_of, sheet_bytes

GONE = "查询已不存在"


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that would be another one now (不一致项)."""

    figure: StoredFigure
    after: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found (核对结果)."""

    count: int
    differences: tuple[Difference, ...]


def check_version(version: ReportVersion, reading: Reading) -> Checked:
    """Derive all figures, pictures and sheets of a version again (逐项核对).

    A number is equal when its value and its printed text are; a picture or sheet when the data
    behind it are.
    """
    rows = list(version.figures.all())
    found = [(row, derived(row, reading)) for row in rows]
    wrong = [Difference(row, after) for row, after in found if after is not None]
    return Checked(len(rows), tuple(wrong))


def derived(row: StoredFigure, reading: Reading) -> str | None:
    """What a figure would be printed as now; None where nothing has changed."""
    try:
        return _WAYS[FigureKind(row.what)](row, reading)
    except UnknownDefinition:
        return GONE


def answer_now(row: StoredFigure, reading: Reading) -> Answer:
    """What a figure's query says now.

    Raises:
        UnknownDefinition: nobody answers it any more.
    """
    return query_of(row.query, FigureQuery).answer(row.arguments, reading)


def _figure(row: StoredFigure, reading: Reading) -> str | None:
    now = answer_now(row, reading)
    after = printed(now, Style(row.style), row.missing)
    is_equal = now.value == figure_of(row).value and after == row.printed
    return None if is_equal else after


def _picture(row: StoredFigure, reading: Reading) -> str | None:
    picture = Picture(row.key, row.label, row.query, row.arguments)
    return _changed(row, shown_by(picture, reading).encode())


def _sheet(row: StoredFigure, reading: Reading) -> str | None:
    sheet = Sheet(row.key, row.label, row.query, row.arguments)
    return _changed(row, sheet_bytes(rows_of(sheet, reading)))


def _changed(row: StoredFigure, data: bytes) -> str | None:
    now = digest(data)
    return None if now == row.value else now[:12]


_WAYS: Mapping[FigureKind, Callable[[StoredFigure, Reading], str | None]] = {
    FigureKind.FIGURE: _figure,
    FigureKind.PICTURE: _picture,
    FigureKind.SHEET: _sheet,
}


def note_check(version: ReportVersion, checked: Checked, *, by: User | None, now: datetime) -> None:
    """Keep when a version was checked and how many figures differ (核对记录)."""
    version.checked_at, version.unequal = now, len(checked.differences)
    ReportVersion.objects.filter(pk=version.pk).update(
        checked_at=now, unequal=len(checked.differences)
    )
    detail = {"figures": checked.count, "unequal": len(checked.differences)}
    record_act(user=by, action=Act.CHECK, object=version, now=now, detail=detail)
