"""The printed order: what stands in it, and that it cannot be filled in wrongly."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from docx import Document

from bihuan.accounts.models import District, Organisation
from bihuan.cases.circular import circular
from bihuan.cases.letter import word_of
from bihuan.cases.models import Case
from bihuan.cases.queries.statistics import Asked
from bihuan.cases.services import raise_case
from bihuan.cases.version_document import procedure_of
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


@pytest.mark.requirement("A4.7")
def test_a_circular_counts_what_the_ledger_holds(
    people: People, bodies: dict[str, Organisation], now: datetime, districts: dict[str, District]
) -> None:
    def raised(title: str, lead: str, ago: int) -> Case:
        return raise_case(
            "assignment_order",
            title=title,
            district=districts["410181105"],
            reason="巡查发现",
            by=people.wang,
            now=now - timedelta(days=ago),
            lead=bodies[lead],
        )

    raised("裸土未覆盖", "town", 3)
    raised("道路积尘", "town", 0)
    raised("夜市油烟", "city_management", 0)
    procedure = procedure_of(Case.objects.all()[0].version)
    month = Asked(now - timedelta(days=30), now + timedelta(days=1))
    document = Document(BytesIO(circular(month, procedure, by=people.wang, now=now)))
    bodies_table, overdue, listed = document.tables
    rows = [[cell.text for cell in row.cells] for row in bodies_table.rows[1:]]
    assert rows == [
        ["大峪沟镇政府", "2", "0", "2", "1", "0", "尚无办结"],
        ["城管局", "1", "0", "1", "0", "0", "尚无办结"],
        ["合计", "3", "0", "3", "1", "0", "尚无办结"],
    ]
    assert [row.cells[1].text for row in overdue.rows[1:]] == ["裸土未覆盖"]
    assert len(listed.rows) - 1 == Case.objects.count() == 3
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "本期共交办单 3 件，已销号 0 件，办理中 3 件，其中逾期未办 1 件" in text
    client = Client()
    client.force_login(people.zhao)
    answer = client.get("/cases/statistics/assignment_order.docx")
    assert answer.status_code == 200
    other = Document(BytesIO(answer.content))
    assert "交办单 0 件" in "\n".join(paragraph.text for paragraph in other.paragraphs)


def test_an_unknown_placeholder_is_said(tmp_path: Path) -> None:
    template = tmp_path / "错.docx"
    document = Document()
    document.add_paragraph("{{ 没有这一项 }}")
    document.save(str(template))
    with pytest.raises(BrokenTemplate, match="没有这一项"):
        render(template, {})
