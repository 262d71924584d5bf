"""The Excel annex (附表): numbers as numbers, charts that Excel itself draws."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from bihuan.reports.composition import SheetChart, SheetRows

SHEET_NAME_MOST = 31
CHARTS_APART = 18
WIDEST, NARROWEST = 40, 9


def annex(title: str, sheets: Sequence[tuple[str, SheetRows]], *, made: datetime) -> bytes:
    """A workbook with a sheet each (Excel 附表); equal inputs give equal bytes.

    Args:
        sheets: title and rows.
        made: time that the file says it was made.
    """
    file = BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": title, "created": made.replace(tzinfo=None)})
        for place, (name, rows) in enumerate(sheets, 1):
            _write(book, f"{place}.{_plain(name)}"[:SHEET_NAME_MOST], name, rows)
    return file.getvalue()


def _write(book: Any, name: str, title: str, rows: SheetRows) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format(
        {"bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#E8EEF7"}
    )
    sheet.write_string(0, 0, title, bold)
    sheet.write_row(1, 0, rows.head, head)
    formats: dict[int | None, Any] = {}
    for place, row in enumerate(rows.rows, 2):
        for column, cell in enumerate(row):
            _cell(book, sheet, place, column, cell, formats)
    for column, words in enumerate(rows.head):
        longest = max([len(words), *(len(str(row[column] or "")) for row in rows.rows[:200])])
        sheet.set_column(column, column, min(WIDEST, max(NARROWEST, longest * 1.4)))
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for place, chart in enumerate(rows.charts):
        at = (2 + place * CHARTS_APART, len(rows.head) + 1)
        sheet.insert_chart(*at, _chart(book, name, rows, chart))


def _cell(
    book: Any,
    sheet: Any,
    row: int,
    column: int,
    cell: str | Decimal | None,
    formats: dict[int | None, Any],
) -> None:
    places = -int(cell.as_tuple().exponent) if isinstance(cell, Decimal) else None
    if places not in formats:
        look: dict[str, Any] = {"border": 1, "align": "center"}
        if places is not None:
            look["num_format"] = "0." + "0" * places if places > 0 else "0"
        formats[places] = book.add_format(look)
    if isinstance(cell, Decimal):
        sheet.write_number(row, column, float(cell), formats[places])
    else:
        sheet.write_string(row, column, cell or "—", formats[places])


def _chart(book: Any, name: str, rows: SheetRows, chart: SheetChart) -> Any:
    made = book.add_chart({"type": chart.kind})
    last = len(rows.rows) + 1
    for column in chart.values:
        made.add_series(
            {
                "name": [name, 1, column],
                "categories": [name, 2, chart.names, last, chart.names],
                "values": [name, 2, column, last, column],
            }
        )
    made.set_title({"name": chart.title, "name_font": {"size": 12}})
    made.set_legend({"position": "bottom"})
    made.set_size({"width": 720, "height": 320})
    made.show_na_as_empty_cell()
    return made


def _plain(name: str) -> str:
    return "".join(one for one in name if one not in "[]:*?/\\'")
