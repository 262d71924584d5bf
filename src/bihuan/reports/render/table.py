"""Tables as WordprocessingML (表格): written at once, since one cell at a time is slow."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

TEXT_WIDTH = 8844
"""Between the margins of an official A4 page. [twentieths of a point]"""

SHORT = 24
"""Rows of a table that stays on one page."""

BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
    for side, size in (
        ("top", 8),
        ("left", 4),
        ("bottom", 8),
        ("right", 4),
        ("insideH", 4),
        ("insideV", 4),
    )
)
MARGINS = "".join(
    f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in (("left", 60), ("right", 60))
)
HEAD_FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="黑体"/>'
BODY_FONT = (
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312"/>'
)
SIZE = '<w:sz w:val="21"/><w:szCs w:val="21"/>'
SPACING = '<w:spacing w:before="20" w:after="20" w:line="280" w:lineRule="exact"/>'
NO_INDENT = '<w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>'


def table_xml(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int] = ()
) -> str:
    """A table across the page whose head is repeated on every page and whose rows stay whole.

    A short table stays on one page, a long one keeps its first and last rows together, so that
    neither its head nor the note beneath it stands alone.

    Args:
        widths: shares of the columns; equal ones where empty.
    """
    columns = _columns(len(head), widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    last = len(rows) - 1
    lines = [_row(head, columns, is_head=True, is_kept=True)]
    lines += [
        _row(row, columns, is_kept=last < SHORT or place < 1 or place > last - 2)
        for place, row in enumerate(rows)
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{BORDERS}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{MARGINS}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def _columns(count: int, widths: Sequence[int]) -> list[int]:
    shares = list(widths) if len(widths) == count else [1] * count
    return [TEXT_WIDTH * share // sum(shares) for share in shares]


def _row(
    cells: Sequence[str], columns: Sequence[int], *, is_head: bool = False, is_kept: bool = False
) -> str:
    keep = "<w:keepNext/>" if is_kept else ""
    mark = "<w:cantSplit/><w:tblHeader/>" if is_head else "<w:cantSplit/>"
    font = f"{HEAD_FONT if is_head else BODY_FONT}{SIZE}"
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"<w:p><w:pPr>{keep}{SPACING}{NO_INDENT}</w:pPr><w:r><w:rPr>{font}</w:rPr>"
        f"{_lines(cell)}</w:r></w:p></w:tc>"
        for cell, width in zip(cells, columns, strict=True)
    )
    return f"<w:tr><w:trPr>{mark}</w:trPr>{made}</w:tr>"


def _lines(cell: str) -> str:
    """The words of a cell; a line break stands where they hold one."""
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in cell.split("\n"))
    return "<w:br/>".join(parts)
