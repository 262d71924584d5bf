"""One cell of a table as a spreadsheet hands it over (单元格)."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Cell = str | int | float | bool | date | datetime | time | timedelta | Decimal | None

CLEAR = "（空）"
"""What somebody writes into a cell to empty the field; an empty cell leaves it as it is."""

EXACT_DIGITS = 1e15
"""Excel keeps 15 digits of a number; longer codes typed as numbers have lost their end."""

_EDGES = " \t\r\n\u3000\u00a0\u200b\u200e\u200f\u2060\ufeff"
_FORMULA = re.compile(r"'(?=[=+\-@])")


def text_of(cell: Cell) -> str:
    """The cell as text, without blanks and invisible characters at its edges.

    >>> text_of(3.0), text_of(" 有限公司\u3000"), text_of(True), text_of(None)
    ('3', '有限公司', '是', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e18:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    return _FORMULA.sub("", str(cell).strip(_EDGES), count=1)


def harmless(text: str) -> str:
    """The text with a quote before what a spreadsheet would run as a formula (防公式注入).

    >>> harmless("=HYPERLINK()"), harmless("-"), text_of(harmless("@cmd"))
    ("'=HYPERLINK()", "'-", '@cmd')
    """
    return "'" + text if text[:1] in {"=", "+", "-", "@"} else text


def is_inexact(cell: Cell) -> bool:
    """Whether a number is so long that Excel has lost its last digits (精度丢失)."""
    return isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) > EXACT_DIGITS
