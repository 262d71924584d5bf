"""Exports of lists (台账导出): narrowed as the page is, bounded by what the person sees."""

import tempfile
from collections.abc import Callable
from datetime import date, datetime
from typing import IO, Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localdate

from bihuan.accounts.error import NotYours
from bihuan.accounts.export import Content, ExportAsk
from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.accounts.services.export import permit_export, watermark_of
from bihuan.registry.acts import Act
from bihuan.registry.exchange.error import ExchangeError
from bihuan.registry.exchange.output import MOST_EXCEL_ROWS, cells, write_csv, write_workbook
from bihuan.registry.exchange.sheet import Sheet
from bihuan.registry.permission import MAY_REGISTER

Narrow = Callable[[QueryDict, User, date], "QuerySet[Any]"]
_narrowing: dict[str, Narrow] = {}

IN_MEMORY = 4 * 1024 * 1024
WRITERS = {"csv": write_csv, "xlsx": write_workbook}


def export_list(sheet: Sheet, form: str, *, query: QueryDict, by: User, now: datetime) -> IO[bytes]:
    """Write a list as this person sees it, and put the export on record (导出).

    Args:
        sheet: the list.
        form: csv or xlsx.
        query: filters of the list's page; those that the list does not know narrow nothing.
        by: who takes it out.
        now: time of the act. [aware]

    Returns:
        The file, at its beginning; on disk where it is large.

    Raises:
        NotYours: the list holds personal data and this person may not register anything.
        ApprovalNeeded: personal or bulk content without an approval in force.
        ExchangeError: more rows than an Excel page holds.
    """
    if sheet.personal and not by.may_act_as(MAY_REGISTER):
        raise NotYours(f"您的岗位不能导出{sheet.title}")
    rows = chosen_rows(sheet, query, by, now)
    total = rows.order_by().count()
    if form == "xlsx" and total > MOST_EXCEL_ROWS:
        raise ExchangeError("行数超过 Excel 上限，请先筛选，或导出 CSV")
    filters = {name: value for name, value in query.items() if value and name != "page"}
    ask = _ask(sheet, filters, total)
    permit = permit_export(ask, by=by, now=now, can_be_marked=form == "xlsx")
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    mark = watermark_of(permit, now=now)
    count = WRITERS[form](sheet, cells(sheet, rows), file, mark.lines() if mark else ())
    file.seek(0)
    detail = {"sheet": sheet.title, "form": form, "rows": count, "filters": filters}
    if permit.request is not None:
        detail["approval"] = permit.request.pk
    record_act(user=by, action=Act.EXPORT_LIST, object=None, now=now, detail=detail)
    return file


def _ask(sheet: Sheet, filters: dict[str, Any], rows: int) -> ExportAsk:
    """What the export holds; an approved file is a workbook, since CSV carries no watermark."""
    address = reverse("registry:export_list", args=[sheet.key, "xlsx"])
    target = f"{address}?{urlencode(sorted(filters.items()))}" if filters else address
    contents = frozenset({Content.PERSONAL if sheet.personal else Content.LEDGER})
    return ExportAsk(f"{sheet.title}台账", target, contents, rows)


def narrow_by(key: str, narrow: Narrow) -> None:
    """Say how the filters of a list's page narrow its export, where the list itself does not."""
    _narrowing[key] = narrow


def chosen_rows(sheet: Sheet, query: QueryDict, user: User, now: datetime) -> "QuerySet[Any]":
    """The rows of the list that the filters choose, in the list's order."""
    if sheet.narrow:
        return sheet.narrow(query, user)
    narrow = _narrowing.get(sheet.key)
    return narrow(query, user, localdate(now)) if narrow else sheet.rows(user)
