"""Reading a file as a table (读取表格): Excel or CSV, whatever its encoding."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from bihuan.accounts.models import User
from bihuan.accounts.scanner import RefusedByScanner, scan
from bihuan.registry.exchange.cell import Cell, text_of
from bihuan.registry.exchange.error import UnreadableFile

MOST_ROWS = 200_000
MOST_COLUMNS = 200
HEAD_ROWS = 12
ENCODINGS = ("utf-8-sig", "gb18030")
Place = tuple[int, int]
CFB, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the file holds it: rows of cells, nothing understood yet.

    Attributes:
        merged: cells joined over several rows (合并单元格), whose words stand in each of them.
    """

    rows: Sequence[Sequence[Cell]]
    form: str
    merged: int = 0

    @property
    def told_form(self) -> str:
        """The form in words, with what was done to read it."""
        return f"{self.form}（合并 {self.merged} 处已展开）" if self.merged else self.form

    def header(self, line: int) -> list[str]:
        """The words of a row (1 = the first of the file), made different where they repeat."""
        seen: dict[str, int] = {}
        words = []
        for cell in self.rows[line - 1] if line <= len(self.rows) else ():
            text = text_of(cell).replace("\n", "")
            seen[text] = seen.get(text, 0) + 1
            words.append(text if seen[text] == 1 or not text else f"{text}（{seen[text]}）")
        return words


def read_table(data: bytes) -> Table:
    """The table of a file, told by its content and not by its name.

    Args:
        data: an Excel workbook (its first visible sheet with content) or CSV text in UTF-8 or
            GB 18030, parted by commas, semicolons or tabs.

    Raises:
        UnreadableFile: neither, protected by a password, empty or too large.

    >>> read_table("名称,编号\\n甲厂,01\\n".encode("gb18030")).rows[1]
    ['甲厂', '01']
    """
    table = _workbook(data) if data[:4] in {CFB, ZIP} else _text(data)
    if len(table.rows) > MOST_ROWS:
        raise UnreadableFile(f"文件有 {len(table.rows)} 行，一次最多导入 {MOST_ROWS} 行，请拆分")
    if not any(text_of(cell) for row in table.rows[:1000] for cell in row):
        raise UnreadableFile("文件中没有内容")
    return table


def table_handed_in(data: bytes, *, name: str, by: User, now: datetime) -> Table:
    """The table of a file that a person hands in (上传), scanned for viruses first.

    Raises:
        UnreadableFile: as `read_table`, or the scanner does not let it pass.
    """
    try:
        scan(io.BytesIO(data), name=name, by=by, now=now)
    except RefusedByScanner as error:
        raise UnreadableFile(str(error)) from error
    return read_table(data)


def _workbook(data: bytes) -> Table:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [one.name for one in book.sheets_metadata if "Visible" in str(one.visible)]
        for name in names or book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                rows = _full(sheet.to_python(skip_empty_area=False))
                return Table(rows, "Excel", _unmerge(rows, sheet.merged_cell_ranges or ()))
    except PasswordError as error:
        raise UnreadableFile("文件设有打开密码，请先取消密码") from error
    except (CalamineError, ZipError) as error:
        raise UnreadableFile("文件不是有效的 Excel 工作簿，可能已损坏") from error
    raise UnreadableFile("文件中没有内容")


def _full(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    return [
        [str(cell) if isinstance(cell, timedelta) else cell for cell in row[:MOST_COLUMNS]]
        for row in rows
    ]


def _unmerge(rows: list[list[Cell]], ranges: Iterable[tuple[Place, Place]]) -> int:
    """Write what a cell over several rows says into each of them; a title across stays alone."""
    count = 0
    for (first, column), (last, _) in ranges:
        lines = rows[first : last + 1]
        if len(lines) > 1 and column < len(lines[0]) and text_of(lines[0][column]):
            count += 1
            for line in lines[1:]:
                line[column] = lines[0][column]
    return count


def _text(data: bytes) -> Table:
    if b"\0" in data[:4096]:
        raise UnreadableFile("文件既不是 Excel 也不是 CSV 文本")
    for encoding in ENCODINGS:
        try:
            return _parted(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("无法识别文字编码，请另存为 UTF-8 编码的 CSV 或 Excel")


def _parted(text: str, encoding: str) -> Table:
    head = "\n".join(text.splitlines()[:HEAD_ROWS])
    delimiter = max(",\t;", key=head.count)
    try:
        rows = [row[:MOST_COLUMNS] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise UnreadableFile(f"CSV 无法解析：{error}") from error
    form = "CSV（UTF-8）" if encoding == ENCODINGS[0] else "CSV（GB 18030）"
    return Table(rows, form)
