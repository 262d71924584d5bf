"""Lists as files (导出): templates and exports, Excel and CSV, one row in memory at a time."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet
from xlsxwriter.worksheet import Worksheet

from bihuan.registry.exchange.cell import CLEAR, Cell, harmless, text_of
from bihuan.registry.exchange.sheet import Column, Listed, Sheet

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
SHEET_NAME, HELP_NAME, MARK_NAME = "数据", "填写说明", "导出说明"
MOST_EXCEL_ROWS = 1_048_575
FETCH = 2000
HELP = (
    "第一行是表头，可以调整顺序、增删列；上传后还可以手工对应。",
    f"空单元格表示不修改；要清空某项，填写“{CLEAR}”。",
    "编码、信用代码、MN 等长编码请存为文本，以免 Excel 丢失末几位。",
    "上传后先预览，列出每一处问题；点击“确认导入”之前不改动任何数据。",
    "示例行请删除或覆盖后再上传。",
)


def cells(sheet: Sheet, rows: "QuerySet[Any]") -> Iterator[list[Cell]]:
    """The rows of an export as cells, read from the database piece by piece."""
    columns = sheet.exported
    found = rows.values_list(*(column.path for column in columns))
    for row in found.iterator(FETCH):
        yield [column.parser.write(value) for column, value in zip(columns, row, strict=True)]


def write_csv(
    sheet: Sheet, rows: Iterable[list[Cell]], file: IO[bytes], mark: Sequence[str] = ()
) -> int:
    """Write CSV in UTF-8 with the mark that Excel wants; returns how many rows.

    Raises:
        ValueError: a watermark, which CSV cannot carry.
    """
    if mark:
        raise ValueError("CSV carries no watermark")
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    text.write(BOM)
    writer = csv.writer(text)
    writer.writerow([column.title for column in sheet.exported])
    count = 0
    for row in rows:
        writer.writerow([harmless(_plain(cell)) for cell in row])
        count += 1
    text.detach()
    return count


def write_workbook(
    sheet: Sheet, rows: Iterable[list[Cell]], file: IO[bytes], mark: Sequence[str] = ()
) -> int:
    """Write an Excel workbook row by row; returns how many rows.

    A watermark (水印) stands on a page of its own, at the foot of every printed page and in the
    file's properties.
    """
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False}) as book:
        page = book.add_worksheet(SHEET_NAME)
        _head(book, page, sheet.exported)
        count = 0
        for count, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                _put(page, count, place, cell)
        if mark:
            _mark(book, page, mark)
    return count


def _mark(book: xlsxwriter.Workbook, page: Worksheet, mark: Sequence[str]) -> None:
    book.set_properties({"author": mark[0], "comments": "\n".join(mark)})
    page.set_footer("&L" + "  ".join(mark[:2]).replace("&", "&&") + "&R&P / &N")
    notes = book.add_worksheet(MARK_NAME)
    notes.set_column(0, 0, 80)
    for line, words in enumerate(mark):
        notes.write_string(line, 0, words)


def write_template(sheet: Listed, file: IO[bytes], advice: Sequence[str] = HELP) -> None:
    """Write an empty workbook with an example row and a page of explanations (模板)."""
    columns = sheet.importable
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet(SHEET_NAME)
        text = book.add_format({"num_format": "@"})
        page.set_column(0, len(columns) - 1, 18, text)
        _head(book, page, columns)
        for place, column in enumerate(columns):
            page.write_string(1, place, column.example, text)
        _explain(book, sheet, advice)


def _explain(book: xlsxwriter.Workbook, sheet: Listed, advice: Sequence[str]) -> None:
    page = book.add_worksheet(HELP_NAME)
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 1, 20)
    page.set_column(2, 3, 56, wrap)
    page.write_string(0, 0, f"{sheet.title}：{sheet.note}", bold)
    for place, words in enumerate(advice, start=1):
        page.write_string(place, 0, f"{place}. {words}")
    top = len(advice) + 2
    for place, title in enumerate(("列", "是否必填", "格式", "说明")):
        page.write_string(top, place, title, bold)
    for line, column in enumerate(sheet.importable, start=top + 1):
        told = (column.title, "必填" if column.required else "", column.parser.note, column.help)
        for place, cell in enumerate(told):
            page.write_string(line, place, cell)


def _head(book: xlsxwriter.Workbook, page: Worksheet, columns: Iterable[Column]) -> None:
    plain = {"bold": True, "bg_color": "#EAF1FA", "bottom": 1}
    optional = book.add_format(plain)
    required = book.add_format({**plain, "font_color": "#B42318"})
    page.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        page.set_column(place, place, max(12, 2 * len(column.title) + 4))
        page.write_string(0, place, column.title, required if column.required else optional)


def _put(page: Worksheet, row: int, place: int, cell: Cell) -> None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if float(f"{cell:.16G}") == cell:  # what the workbook keeps of a number
            page.write_number(row, place, cell)
        else:
            page.write_string(row, place, repr(cell))
    elif text := text_of(cell):
        page.write_string(row, place, text)


def _plain(cell: Cell) -> str:
    return repr(cell) if isinstance(cell, float) and not cell.is_integer() else text_of(cell)
