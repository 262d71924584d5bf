"""Word, Excel, PDF and templates: what a document looks like as a file."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from bihuan.documents.pdf import is_available
from bihuan.documents.word import render
from bihuan.reports.composition import Composition, Paragraph, Section, SheetChart, SheetRows
from bihuan.reports.definition import STANDARD_TEMPLATE, kind_of
from bihuan.reports.error import BadComposition, BadTemplate
from bihuan.reports.models import ReportVersion
from bihuan.reports.queries.files import NEEDED, template_in_force, word_of
from bihuan.reports.render.annex import annex
from bihuan.reports.render.table import table_xml
from bihuan.reports.services.converting import convert_waiting
from bihuan.reports.services.template import publish_template, take_back
from tests.reports.conftest import Office

MADE = datetime(2026, 11, 21, tzinfo=UTC)


def edited(change: Callable[[object], None]) -> BytesIO:
    """The standard template as somebody saved it after a change."""
    document = Document(str(STANDARD_TEMPLATE))
    change(document)
    file = BytesIO()
    document.save(file)
    file.seek(0)
    return file


def with_line(words: str) -> BytesIO:
    """The standard template with another line."""
    return edited(lambda document: document.add_paragraph(words))  # type: ignore[attr-defined]


def reread(version: ReportVersion) -> ReportVersion:
    """The version with everything that its files need."""
    return ReportVersion.objects.select_related(*NEEDED).get(pk=version.pk)


def test_a_table_repeats_its_head_and_keeps_rows_whole() -> None:
    xml = table_xml(("站点", "AQI"), [("大峪沟 & 河洛", "68")], (3, 1))
    assert xml.count("<w:tblHeader/>") == 1 and xml.count("<w:cantSplit/>") == 2
    assert "大峪沟 &amp; 河洛" in xml
    assert '<w:gridCol w:w="6633"/><w:gridCol w:w="2211"/>' in xml


def test_small_digits_become_subscripts_with_the_look_of_their_run() -> None:
    document = Document()
    document.add_paragraph().add_run("全市{{ words }}")
    document.paragraphs[0].runs[0].bold = True
    file = BytesIO()
    document.save(file)
    file.seek(0)
    made = Document(BytesIO(render(file, {"words": "PM₂.₅为35µg/m³，O₃"})))
    runs = made.paragraphs[0].runs
    assert [(one.text, bool(one.font.subscript)) for one in runs] == [
        ("全市PM", False),
        ("2.5", True),
        ("为35µg/m³，O", False),
        ("3", True),
    ]
    assert all(one.bold for one in runs)


def test_an_annex_holds_numbers_as_numbers_and_a_native_chart() -> None:
    rows = SheetRows(
        ("时间", "PM₂.₅"),
        (("01时", Decimal("35")), ("02时", None)),
        (SheetChart("小时浓度", "line", 0, (1,)),),
    )
    data = annex("附表", [("小时值", rows)], made=MADE)
    sheet = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0)
    assert sheet.to_python() == [["小时值", ""], ["时间", "PM₂.₅"], ["01时", 35.0], ["02时", "—"]]
    assert "xl/charts/chart1.xml" in ZipFile(BytesIO(data)).namelist()
    assert annex("附表", [("小时值", rows)], made=MADE) == data


@pytest.mark.requirement("A3.1")
def test_the_word_file_names_fonts_captions_page_numbers_and_people(office: Office) -> None:
    version = office.issued(office.draft())
    archive = ZipFile(BytesIO(word_of(reread(version))))
    body, styles = (archive.read(f"word/{one}.xml").decode() for one in ("document", "styles"))
    assert "方正小标宋简体" in styles and "仿宋_GB2312" in styles
    for words in ("表1　浓度", "图1　小时浓度", "编制：研判员", "签发：王科员", "样巩义市daily"):
        assert words in body
    assert "PAGE" in archive.read("word/footer1.xml").decode()
    assert "{{" not in body and "{%" not in body


def test_an_edited_template_is_used_and_can_be_taken_back(office: Office) -> None:
    version = office.draft().current
    assert version is not None
    kind = kind_of("sample.daily")
    new = with_line("抄送：市生态环境局 {{ figure.pm }}")
    publish_template(kind, new, name="日报.docx", note="加抄送", by=office.wang, now=office.now)
    body = ZipFile(BytesIO(word_of(reread(version)))).read("word/document.xml").decode()
    assert "抄送：市生态环境局 50" in body
    take_back(kind, None, by=office.wang, now=office.now)
    body = ZipFile(BytesIO(word_of(reread(version)))).read("word/document.xml").decode()
    assert "抄送" not in body
    held = template_in_force("sample.daily")
    assert held is not None and held.number == 2


@pytest.mark.parametrize(
    ("words", "fault"),
    [("{{ moon }}", "未知标记：moon"), ("{{ figure.moon }}", "moon"), ("{% for x in %}", "标记")],
)
def test_a_template_that_cannot_be_filled_in_is_refused(
    office: Office, words: str, fault: str
) -> None:
    office.draft()
    with pytest.raises(BadTemplate, match=fault):
        publish_template(
            kind_of("sample.daily"),
            with_line(words),
            name="日报.docx",
            note="",
            by=office.wang,
            now=office.now,
        )
    assert template_in_force("sample.daily") is None


def test_a_file_that_is_no_word_file_is_refused(office: Office) -> None:
    office.draft()
    with pytest.raises(BadTemplate, match="不是 Word 文件"):
        publish_template(
            kind_of("sample.daily"),
            BytesIO(b"%PDF-1.7"),
            name="日报.docx",
            note="",
            by=office.wang,
            now=office.now,
        )


def test_an_issued_file_keeps_the_template_it_was_issued_with(office: Office) -> None:
    version = office.issued(office.draft())
    before = word_of(reread(version))
    publish_template(
        kind_of("sample.daily"),
        with_line("抄送：省厅"),
        name="日报.docx",
        note="",
        by=office.wang,
        now=office.now,
    )
    assert word_of(reread(version)) == before


@pytest.mark.skipif(not is_available(), reason="no LibreOffice here")
def test_issued_documents_become_pdf_in_one_run(office: Office) -> None:
    version = office.issued(office.draft())
    assert convert_waiting(now=office.now) == 1
    pdf = reread(version).pdf
    assert pdf is not None and pdf.media_type == "application/pdf"
    assert convert_waiting(now=office.now) == 0


def test_a_composition_that_names_no_figure_is_refused() -> None:
    with pytest.raises(BadComposition, match="moon"):
        Composition("题", (Section("a", "", (Paragraph("b", "{moon}"),)),), {})
