"""Paper of the county's reports: templates, pictures and sheets, with and without data."""

from datetime import date, timedelta
from io import BytesIO

import numpy as np
import pytest
from docx import Document
from PIL import Image

from bihuan.air.reporting import sheet
from bihuan.air.reporting.kinds import HERE, KINDS
from bihuan.air.reporting.picture import canvas, registered
from bihuan.documents.word import names_in, render
from bihuan.reports.definition import (
    Asked,
    FigureSet,
    PictureQuery,
    Reading,
    kind_of,
    period_around,
    query_of,
)
from bihuan.reports.render.context import NAMES, Imprint, word_context
from tests.air.conftest import TODAY, AirCounty

YESTERDAY = TODAY - timedelta(days=1)


def _dot() -> bytes:
    file = BytesIO()
    Image.new("RGB", (4, 3)).save(file, "PNG")
    return file.getvalue()


TINY = _dot()
SAID = {
    "district": "410181",
    "first": "2026-11-14",
    "last": "2026-11-20",
    "choice": "2026",
    "kind": "week",
    "item": "pm2_5",
}


@pytest.mark.requirement("A3.1")
def test_every_tag_of_the_templates_is_known() -> None:
    files = {kind.template for kind in KINDS} | set(HERE.glob("*.docx"))
    for file in files:
        assert names_in(BytesIO(file.read_bytes())) <= NAMES, file.name


@pytest.mark.requirement("A3.1")
@pytest.mark.parametrize("has_data", [True, False])
def test_a_daily_report_becomes_a_word_file(air: AirCounty, has_data: bool) -> None:
    if has_data:
        air.steady(YESTERDAY, 1)
    kind = kind_of("air.daily")
    asked = Asked(kind.code, period_around(kind.period, YESTERDAY), "410181", "巩义市")
    made = kind.compose(asked, FigureSet(Reading(air.now)))
    imprint = Imprint("日报〔2026〕1号", asked.period.words, "巩义市", "环境局", air.now)
    context = word_context(made, imprint, lambda _: TINY)
    document = Document(BytesIO(render(kind.template, context)))
    texts = [one.text for one in document.paragraphs]
    cells = [one.text for row in document.tables[0].rows for one in row.cells]
    assert "审核前数据，仅供内部参考" in texts
    assert cells[0].split("\n")[:2] == ["昨日AQI", "72" if has_data else "NA"]
    assert not [one for one in (*texts, *cells) if "{{" in one or "None" in one]


def test_every_picture_is_drawn_alike_from_alike_data(
    air: AirCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canvas, "DOTS", 40)
    air.steady(date(2026, 11, 14), 7)
    air.weather("GY-S-01", date(2026, 11, 14), 7, wind_speed=2.0, wind_direction=90.0)
    for picture in registered.QUERIES:
        first = query_of(picture.name, PictureQuery).draw(SAID, Reading(air.now))
        assert first.paint().startswith(b"\x89PNG"), picture.name
    again = picture.draw(SAID, Reading(air.now))
    assert (again.data, again.paint()) == (first.data, first.paint())


def test_a_district_without_stations_gets_a_sentence_for_every_picture(
    air: AirCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canvas, "DOTS", 40)
    nowhere = SAID | {"district": "410199"}
    said = {one.draw(nowhere, Reading(air.now)).data for one in registered.QUERIES}
    assert said == {'"没有评价点位"', '"没有乡镇站"', '"没有可发布的日AQI"'}


@pytest.mark.requirement("A3.9")
def test_the_picture_of_the_days_shows_the_days_of_the_page(air: AirCounty) -> None:
    air.steady(date(2026, 11, 14), 7)
    air.hours("GY-S-01", "a34004", YESTERDAY, np.full(24, 75.0))
    shown = registered.course.days(SAID, Reading(air.now))
    assert '"aqi": [70.0, 70.0' not in shown.data
    assert '"aqi": [72.0, 72.0, 72.0, 72.0, 72.0, 72.0, 100.0]' in shown.data


@pytest.mark.requirement("A3.1")
def test_sheets_of_the_annex_hold_the_days_and_the_reason_for_missing(air: AirCounty) -> None:
    air.steady(date(2026, 11, 14), 3)
    days = sheet.days(SAID, Reading(air.now))
    assert [row[0] for row in days.rows] == [f"2026-11-{n}" for n in range(14, 21)]
    assert [str(row[1]) for row in days.rows] == ["72"] * 3 + ["NA"] * 4
    assert days.rows[-1][2] == "无数据"
    compared = sheet.compared(SAID, Reading(air.now))
    assert {row[3] for row in compared.rows} == {"无同期数据"}
    assert [row[-1] for row in compared.rows][-3:] == ["%", "天", "百分点"]
    year = SAID | {"first": "2026-01-01", "last": "2026-11-20", "kind": "year"}
    assert "上期" not in sheet.compared(year, Reading(air.now)).head
    towns = sheet.townships(SAID, Reading(air.now))
    assert len(towns.rows) == 3 and towns.charts[0].kind == "bar"
    assert len(sheet.hours(SAID, Reading(air.now)).rows) == 7 * 24
