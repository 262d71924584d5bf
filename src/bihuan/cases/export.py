"""Cases as a file (导出), row by row, with an entry in the audit trail."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from tempfile import SpooledTemporaryFile

import xlsxwriter
from django.http import FileResponse, Http404
from django.utils.timezone import localtime

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.cases.acts import CaseAct
from bihuan.cases.forms.listing import kinds
from bihuan.cases.queries.listing import CaseListing, CaseRow

MOST = 50_000
HEAD = (
    "编号",
    "类型",
    "标题",
    "行政区划",
    "企业",
    "状态",
    "环节",
    "待办方",
    "经办人",
    "创建时间",
    "期限",
    "办结时间",
    "是否按期",
    "催办次数",
    "退回次数",
)
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export_cases(listing: CaseListing, form: str, *, by: User, now: datetime) -> FileResponse:
    """The cases of a list as CSV or Excel; at most the first fifty thousand.

    Raises:
        Http404: no such form of file.
    """
    if form not in FORMS:
        raise Http404(form)
    file = SpooledTemporaryFile(max_size=8 << 20)  # noqa: SIM115  FileResponse closes it
    rows = _lines(listing)
    count = _write_csv(file, rows) if form == "csv" else _write_workbook(file, rows)
    file.seek(0)
    record_act(user=by, action=CaseAct.EXPORT, object=None, now=now, detail={"rows": count})
    name = f"事项_{localtime(now):%Y%m%d%H%M}.{form}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=FORMS[form])


def _lines(listing: CaseListing) -> Iterator[list[str]]:
    titles = dict(kinds())
    for row in islice(listing.rows(), MOST):
        yield [_harmless(cell) for cell in _cells(row, titles)]


def _cells(row: CaseRow, titles: dict[str, str]) -> list[str]:
    on_time = {True: "按期", False: "逾期", None: ""}[row.on_time]
    return [
        row.number,
        titles.get(row.kind, row.kind),
        row.title,
        row.district,
        row.unit,
        str(row.state.label),
        row.stage,
        row.holder,
        row.handler,
        _said(row.raised_at),
        _said(row.deadline),
        _said(row.closed_at),
        on_time,
        str(row.urges),
        str(row.returns),
    ]


def _said(moment: datetime | None) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def _harmless(text: str) -> str:
    """Text that Excel does not take for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def _write_csv(file: "SpooledTemporaryFile[bytes]", rows: Iterator[list[str]]) -> int:
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)  # type: ignore[type-var]
    writer = csv.writer(text)
    writer.writerow(HEAD)
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    text.detach()
    return count


def _write_workbook(file: "SpooledTemporaryFile[bytes]", rows: Iterator[list[str]]) -> int:
    options = {"constant_memory": True, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("事项")
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, HEAD, bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(HEAD), 16)
        count = 0
        for count, row in enumerate(rows, start=1):
            sheet.write_row(count, 0, row)
    return count
