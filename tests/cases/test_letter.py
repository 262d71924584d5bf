"""The printed order: what stands in it, and that it cannot be filled in wrongly."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from bihuan.accounts.models import Organisation
from bihuan.cases.letter import word_of
from bihuan.cases.models import Case
from bihuan.cases.services import raise_case
from bihuan.documents.word import BrokenTemplate, render
from tests.people import People


def text_of(data: bytes) -> str:
    document = Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.requirement("A5.4")
def test_an_order_says_number_unit_problem_deadline_and_asks_for_a_receipt(
    explained: Case, people: People, bodies: dict[str, Organisation], now: datetime
) -> None:
    order = raise_case(
        "assignment_order",
        title="裸土 & 扬尘 <未覆盖>",
        district=explained.district,
        reason="巡查发现裸土约 300 平方米",
        fields={"matter": "裸地扬尘", "advice": "立即覆盖"},
        by=people.wang,
        now=now,
        lead=bodies["town"],
    )
    text = text_of(word_of(order, now=now))
    for words in (
        order.number,
        "裸土 & 扬尘 <未覆盖>",
        "大峪沟镇政府",
        "立即覆盖",
        "2026年11月21日 12:30",
        "回  执",
        "巩义分局",
    ):
        assert words in text
    assert "{{" not in text


def test_an_unknown_placeholder_is_said(tmp_path: Path) -> None:
    template = tmp_path / "错.docx"
    document = Document()
    document.add_paragraph("{{ 没有这一项 }}")
    document.save(str(template))
    with pytest.raises(BrokenTemplate, match="没有这一项"):
        render(template, {})
