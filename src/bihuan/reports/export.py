"""The archive and plans as Excel files (导出台账、计划), with an entry in the audit trail."""

from collections.abc import Iterator
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
from bihuan.reports.queries.listing import HEAD, kind_titles, lines
from bihuan.reports.queries.plan import STANDING_WORDS, PlanProgress

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


PLAN_HEAD = ("类别", "名称", "期间", "报送对象", "应交时间", "交付时间", "状态", "回执", "警告")
WARNING_HEAD = ("次数", "名称", "期间首日", "期间末日", "应交时间", "作出人", "作出时间", "理由")


def export_plan(progress: PlanProgress, *, by: User, now: datetime) -> FileResponse:
    """A plan's documents and data with their times, and the warnings with what they deduct."""
    file = SpooledTemporaryFile(max_size=8 << 20)  # noqa: SIM115  FileResponse closes it
    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(file, options) as book:
        for name, head, rows in (
            ("逐份时限", PLAN_HEAD, _plan_lines(progress)),
            ("警告与扣款", WARNING_HEAD, _warning_lines(progress)),
        ):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, head, book.add_format({"bold": True}))
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(head), 18)
            for count, line in enumerate(rows, 1):
                sheet.write_row(count, 0, line)
    file.seek(0)
    detail = {"rows": len(progress.expected)}
    record_act(user=by, action=Act.EXPORT_PLAN, object=progress.plan, now=now, detail=detail)
    name = f"文稿计划_{localtime(now):%Y%m%d%H%M}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=EXCEL)


def _plan_lines(progress: PlanProgress) -> Iterator[list[str]]:
    for one in progress.expected:
        handed = one.handover
        proof = [handed.receipt, handed.file.name if handed.file else ""] if handed else []
        yield [
            "数据报送" if one.item.is_data else "文稿",
            one.kind.title,
            one.period.words,
            one.item.receiver,
            f"{localtime(one.due_at):%Y-%m-%d %H:%M}",
            f"{localtime(one.issued_at):%Y-%m-%d %H:%M}" if one.issued_at else "",
            STANDING_WORDS[one.standing],
            " ".join(part for part in proof if part),
            "已警告" if one.warning else "",
        ]


def _warning_lines(progress: PlanProgress) -> Iterator[list[str]]:
    titles = kind_titles()
    for count, one in enumerate(progress.warnings, 1):
        yield [
            f"{count}",
            one.item.title or titles.get(one.item.kind, one.item.kind),
            f"{one.first}",
            f"{one.last}",
            f"{localtime(one.due_at):%Y-%m-%d %H:%M}",
            f"{one.by}",
            f"{localtime(one.at):%Y-%m-%d %H:%M}",
            one.reason,
        ]
    share = "未填合同金额" if progress.deduction is None else f"{progress.deduction} 元"
    rate = f"{progress.plan.deduction.normalize():f}‰"
    yield ["合计", f"应计扣款 {progress.charged} 次，每次 {rate}：{share}（试算，以双方确认为准）"]
