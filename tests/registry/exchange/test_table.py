"""Files as people send them: encodings, separators, formulas, and what is no table."""

import io

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from bihuan.registry.exchange.cell import harmless, text_of
from bihuan.registry.exchange.error import UnreadableFile
from bihuan.registry.exchange.table import read_table
from tests.registry.exchange.given import csv_file, workbook

ROWS = [["名称", "编号"], ["甲厂，东区", "01"], ["乙；厂", "2"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_csv_is_read_in_the_encodings_that_excel_writes(encoding: str) -> None:
    assert read_table(csv_file(ROWS, encoding)).rows == ROWS


def test_tabs_and_semicolons_part_columns_as_well() -> None:
    assert read_table("名称\t编号\n甲,厂\t01\n".encode()).rows[1] == ["甲,厂", "01"]
    assert read_table("名称;编号\n甲厂;01\n".encode()).rows[1] == ["甲厂", "01"]


def test_a_workbook_keeps_numbers_and_text_apart() -> None:
    rows = read_table(workbook([["名称", "编号"], ["甲厂", 7]])).rows
    assert rows[1] == ["甲厂", 7.0]
    assert text_of(rows[1][1]) == "7"


def test_a_cell_over_several_rows_speaks_for_each_of_them() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page, plain = book.add_worksheet("表"), book.add_format()
        page.merge_range("A1:C1", "排放口一览表", plain)
        page.merge_range("A2:A3", "单位名称", plain)
        page.merge_range("B2:C2", "位置", plain)
        page.write_row("B3", ["经度", "纬度"])
        page.merge_range("A4:A5", "巩义水泥厂", plain)
        page.write_row("B4", [113.0, 34.7])
        page.write_row("B5", [113.1, 34.8])
    table = read_table(file.getvalue())
    assert table.header(3) == ["单位名称", "经度", "纬度"]
    assert [row[0] for row in table.rows[3:]] == ["巩义水泥厂", "巩义水泥厂"]
    assert [text_of(one) for one in table.rows[0]] == ["排放口一览表", "", ""]
    assert table.told_form == "Excel（合并 2 处已展开）"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "没有内容"),
        (b"\n\n , ,\n", "没有内容"),
        (b"PK\x03\x04 no zip at all", "损坏"),
        (b"\xd0\xcf\x11\xe0 no workbook", "损坏"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "既不是 Excel 也不是 CSV"),
        (b"\xff\xfe\xff", "文字编码"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_table(data)


@given(st.binary(max_size=300))
def test_noise_is_read_or_refused_but_never_breaks(data: bytes) -> None:
    try:
        read_table(data)
    except UnreadableFile as error:
        assert str(error)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=20))
def test_a_guarded_text_reads_back_as_itself(text: str) -> None:
    plain = text_of(text)
    assert text_of(harmless(plain)) == plain
