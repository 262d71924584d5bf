"""Files to import, and imports brought to an end without a worker."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from bihuan.accounts.models import User
from bihuan.registry.exchange import carry_out, services
from bihuan.registry.exchange.sheets import SHEETS
from bihuan.registry.models import ImportRun, ImportState

Rows = Sequence[Sequence[object]]


def csv_file(rows: Rows, encoding: str = "utf-8-sig") -> bytes:
    """The rows as CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def workbook(rows: Rows) -> bytes:
    """The rows as an Excel workbook, numbers as numbers."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("表")
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
    return file.getvalue()


def checked(key: str, data: bytes, *, by: User, now: datetime) -> ImportRun:
    """An import up to its preview, with the columns as they were proposed."""
    run = services.start_import(SHEETS[key], name=f"{key}.csv", data=data, by=by, now=now)
    carry_out.check(run)
    return run


def written(key: str, data: bytes, *, by: User, now: datetime) -> ImportRun:
    """An import up to its end."""
    run = checked(key, data, by=by, now=now)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportState.WRITING)
    carry_out.write(run, now=now)
    return run


def undone(run: ImportRun, *, by: User, now: datetime) -> None:
    """An import taken back."""
    ImportRun.objects.filter(pk=run.pk).update(state=ImportState.UNDOING)
    carry_out.undo(run, by=by, now=now)
