"""The archive as an Excel file (导出台账), with an entry in the audit trail."""

from datetime import datetime
from itertools import islice
from tempfile import SpooledTemporaryFile

import xlsxwriter
from django.http import FileResponse
from django.utils.timezone import localtime

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.reports.acts import Act
from bihuan.reports.models.report import ReportQuerySet
from bihuan.reports.queries.listing import HEAD, lines

MOST = 50_000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_reports(rows: ReportQuerySet, *, by: User, now: datetime) -> FileResponse:
    """The documents of a list; at most the first fifty thousand."""
    file = SpooledTemporaryFile(max_size=8 << 20)  # noqa: SIM115  FileResponse closes it
    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    count = 0
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("报告台账")
        sheet.write_row(0, 0, HEAD, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(HEAD), 18)
        for count, line in enumerate(islice(lines(rows), MOST), 1):
            sheet.write_row(count, 0, line)
    file.seek(0)
    record_act(user=by, action=Act.EXPORT, object=None, now=now, detail={"rows": count})
    name = f"报告台账_{localtime(now):%Y%m%d%H%M}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=EXCEL)
