"""Notices of the upper level: read row by row, agreed with ours, taken in by a person."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from bihuan.accounts.error import NotYours
from bihuan.air.error import WrongState
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import CountyFigure, CountyImport, Review
from bihuan.air.queries.benchmark import benchmark_screen
from bihuan.air.queries.published import SAME, preview_of
from bihuan.air.series.block import midnight
from bihuan.air.series.values import values_at
from bihuan.air.services.county_import import UnreadableFigures, check_counties, decide_counties
from bihuan.air.site import sites_of
from bihuan.main import clock
from tests.air.conftest import AirCounty

OCTOBER = DaySpan(date(2026, 10, 1), date(2026, 10, 31))
HEAD = ["排名", "县（市、区）", "综合指数", "PM₂.₅（μg/m³）", "PM₁₀", "O₃-8h", "NO2", "SO2", "CO"]
HEAD.append("优良天数")
NOTICE = (
    (1, "登封市", 3.861, 38, 66, 102, 25, 7, 0.9, 25),
    (2, "新密市", 4.12, 40.3, 72, 96, 29, 8, "1.O", 24),
    (3, "巩义市", 4.329, 45, 80, 70, 30, 9, 0.8, 31),
    ("第四", "荥阳市", 4.55, -1, 79, 88, 34, 9, 1.1, 18),
    (5, "登封市", 4.6, 38, 66, 102, 25, 7, 0.9, 25),
    ("—", "新郑市", None, None, None, None, None, None, None, None),
)


def workbook(rows: Sequence[Sequence[object]] = NOTICE) -> bytes:
    """A notice as the city sends it: a title above the head, no column of days."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("排名")
        sheet.write_string(0, 0, "郑州市各县（市、区）10月环境空气质量排名")
        for line, row in enumerate((HEAD, *rows), 1):
            for place, cell in enumerate(row):
                sheet.write(line, place, cell)
    return file.getvalue()


def checked(air: AirCounty, content: bytes, period: DaySpan | None = OCTOBER) -> CountyImport:
    """A notice that was read and not confirmed yet."""
    return check_counties(
        content,
        name="通报.xlsx" if content[:2] == b"PK" else "通报.csv",
        source="郑州市 10 月通报",
        period=period,
        district=air.district,
        by=air.analyst,
        now=air.now,
    )


def taken(air: AirCounty, text: str) -> int:
    """A table as text, confirmed."""
    return decide_counties(checked(air, text.encode()), take=True, by=air.analyst, now=air.now)


@pytest.mark.requirement("A6.3", "A6.4")
def test_a_notice_in_excel_names_every_bad_row_and_takes_in_the_others(air: AirCounty) -> None:
    made = checked(air, workbook())
    assert [(one["line"], one["column"], one["given"]) for one in made.faults] == [
        (4, "CO", "1.O"),
        (6, "PM2.5", "-1"),
        (6, "排名", "第四"),
        (7, "县市", "登封市"),
    ]
    assert made.faults[-1]["sentence"] == "与第 3 行是同一县市、同一时段"
    assert not CountyFigure.objects.exists(), "reading changes nothing"
    assert decide_counties(made, take=True, by=air.analyst, now=air.now) == 3
    own = CountyFigure.objects.get(county="巩义市")
    assert (own.place, own.pm2_5, own.good_days, own.imported) == (3, Decimal(45), 31, made)
    assert (own.first, own.last) == (OCTOBER.first, OCTOBER.last)
    assert CountyFigure.objects.get(county="新郑市").pm2_5 is None, "unpublished is no zero"
    with pytest.raises(WrongState):
        decide_counties(made, take=True, by=air.analyst, now=air.now)


@pytest.mark.requirement("A6.4")
@pytest.mark.parametrize(
    ("published", "place", "because"),
    [
        ("4.37", 3, "一致：按本级综合指数在公布值中的名次相同"),
        ("4.329", 2, "名次差异来自综合指数：本级 4.371，公布 4.329"),
        ("4.37", 1, "公布名次与公布综合指数的次序不同"),
    ],
)
def test_the_published_place_is_reconciled_with_ours(
    air: AirCounty, published: str, place: int, because: str
) -> None:
    air.steady(OCTOBER.first, 31, codes=["GY-S-01", "GY-S-02"])
    text = (
        "县市,综合指数,优良天数,排名\n登封市,3.861,25,1\n新密市,4.34,24,2\n"
        f"巩义市,{published},31,{place}\n荥阳市,4.55,18,4\n"
    )
    (found,) = preview_of(checked(air, text.encode()), user=air.analyst, now=air.now).agreements
    rows = {one.name: (one.ours, one.published, one.because) for one in found.rows}
    assert rows["good_days"] == (31, 31, "一致（在修约范围内）")
    assert rows["place"][:2] == (3, place) and rows["place"][2].startswith(because)


def test_a_corrected_notice_shows_what_changes_and_repeats_nothing(air: AirCounty) -> None:
    head = "县市,首日,末日,PM2.5,排名\n"
    assert (
        taken(air, head + "新密市,2026-10-01,2026-10-31,39,2\n登封市,2026-10-01,2026-10-31,38,1")
        == 2
    )
    later = checked(
        air,
        (head + "新密市,2026-10-01,2026-10-31,39.5,2\n登封市,2026/10/1,2026/10/31,38,1").encode(),
    )
    preview = preview_of(later, user=air.analyst, now=air.now)
    assert [one.change for one in preview.rows] == ["更正：PM2.5 39→39.5", SAME]
    assert preview.fresh == 1 and preview.agreements == []
    assert decide_counties(later, take=True, by=air.analyst, now=air.now) == 1
    assert CountyFigure.objects.filter(county="新密市").count() == 2, "the earlier one stays"


@pytest.mark.requirement("A6.3", "A6.4", "A6.6")
def test_a_pasted_table_gives_gaps_and_a_missing_county_stays_missing(air: AirCounty) -> None:
    air.steady(OCTOBER.first, 31, codes=["GY-S-01", "GY-S-02"])
    text = (
        "县市\t首日\t末日\tSO2\tNO2\tCO\tO3\tPM10\tPM2.5\t综合指数\t优良天数\t排名\n"
        "新密市\t2026-10-01\t2026-10-31\t9\t30\t0.8\t70\t80\t39\t4.121\t28\t1\n"
        "新郑市\t2026-10-01\t2026-10-31\t\t\t\t\t\t\t\t\t\n"
    )
    assert taken(air, text) == 2
    sites = sites_of(air.analyst, air.now)
    found = benchmark_screen(values_at(air.now), sites, "巩义市", None)
    assert [row.figure.county for row in found.rows] == ["新密市", "新郑市"]
    gap = dict(zip(("so2", "no2", "co", "pm10", "pm2_5", "o3"), found.rows[0].gaps, strict=True))
    assert gap["pm2_5"] == Decimal("6.00")
    assert found.rows[0].shares[4] == pytest.approx(1.0)
    assert set(found.rows[1].gaps) == {None}


@pytest.mark.requirement("A1.8")
def test_an_official_figure_is_reconciled_and_its_difference_explained(air: AirCounty) -> None:
    air.steady(OCTOBER.first, 31, codes=["GY-S-01", "GY-S-02"])
    wrong = midnight(OCTOBER.first)
    Review.objects.create(
        point=air.points["GY-S-01"],
        factor="a34004",
        start=wrong,
        end=wrong + timedelta(days=16),
        state="invalid",
        reason="instrument",
        note="x",
        by=air.analyst,
        at=air.now,
    )
    air.hours("GY-S-01", "a34004", OCTOBER.first, [95.0] * 24 * 16)
    taken(air, "县市,首日,末日,SO2,NO2,CO,PM2.5,PM10\n巩义市,2026-10-01,2026-10-31,9,31,0.8,58,90")
    sites = sites_of(air.analyst, air.now)
    found = benchmark_screen(values_at(air.now), sites, "巩义市", None)
    because = {row.name: row.because for row in found.reconciled}
    assert because["so2"] == because["no2"] == "一致（在修约范围内）"
    assert because["pm2_5"] == "上级未计入本级的审核与剔除：按原始值计算一致"
    assert "待确认" in because["pm10"]
    assert because["o3"] == because["composite"] == "一方没有数值，无法核对"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("县市,PM2.5\n新密市,39", "没有时段"),
        ("姓名,电话\n甲,1", "没有找到表头"),
        ("县市,首日,末日,PM2.5\n新密市,2026-10-31,2026-10-01,39", "末日早于首日"),
    ],
)
def test_a_file_without_a_usable_row_is_refused(
    air: AirCounty, content: str, sentence: str
) -> None:
    with pytest.raises(UnreadableFigures, match=sentence):
        checked(air, content.encode(), None)
    assert not CountyImport.objects.exists()


def test_people_of_another_county_take_nothing_in(air: AirCounty) -> None:
    made = checked(air, workbook())
    with pytest.raises(NotYours):
        decide_counties(made, take=True, by=air.people.zhao, now=air.now)


@pytest.mark.requirement("A6.3")
def test_a_notice_goes_from_upload_over_preview_to_the_table(
    air: AirCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock.timezone, "now", lambda: air.now)
    client = Client()
    client.force_login(air.analyst)
    template = client.get("/air/benchmark/template.xlsx").getvalue()
    sheet = CalamineWorkbook.from_filelike(BytesIO(template)).get_sheet_by_index(0)
    assert sheet.to_python()[0][0] == "县市"
    assert "请选择文件" in client.post("/air/benchmark/imports/check", {"source": "x"}).text
    told = {"source": "10 月通报", "first": "2026-10-01", "last": "2026-10-31"}
    file = SimpleUploadedFile("通报.xlsx", workbook())
    answer = client.post("/air/benchmark/imports/check", {**told, "file": file})
    page = client.get(answer.headers["Location"]).text
    for words in ("有问题的行", "1.O", "确认导入 3 行", "与本级核对", "综合排名"):
        assert words in page
    done = client.post(f"{answer.headers['Location']}decide", {"take": "1"}, follow=True).text
    assert "已导入 3 行公布数据" in done
    assert "登封市" in client.get("/air/benchmark/").text
    other = Client()
    other.force_login(air.people.zhao)
    assert other.get(answer.headers["Location"]).status_code == 403
