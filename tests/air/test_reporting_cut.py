"""The firms' cuts in a special report: read from the orders' feedback, missing ones said."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings

from bihuan.accounts.models import Organisation, User
from bihuan.cases.models import Case
from bihuan.cases.services import Answer, add_evidence, raise_case, take_step
from bihuan.documents.services.file import keep_file
from bihuan.reports.definition import (
    Asked,
    Composition,
    FigureQuery,
    FigureSet,
    Period,
    Reading,
    kind_of,
    query_of,
)
from bihuan.reports.wording import bare_numbers, filled
from tests.air.conftest import TODAY, AirCounty
from tests.cases.conftest import picture

FIRST, LAST = TODAY - timedelta(days=5), TODAY - timedelta(days=1)


@pytest.fixture
def lead(air: AirCounty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    """The township's government, which undertakes the orders."""
    monkeypatch.setattr(settings, "FILES_ROOT", tmp_path / "files")
    air.steady(FIRST, 5)
    made = Organisation.objects.create(
        name="大峪沟镇政府", kind="township", district_id="410181105"
    )
    User.objects.filter(pk=air.people.township.pk).update(organisation=made)
    air.people.township.refresh_from_db()
    return made


def ordered(air: AirCounty, lead: Organisation, site: str, cut: dict[str, str] | None) -> Case:
    """An order of the second day; fed back after the last one, where a cut is given."""
    start = air.now - timedelta(days=4)
    case = raise_case(
        "assignment_order",
        title=f"{site}扬尘",
        district=air.district,
        reason="物料未覆盖",
        fields={"matter": "工业企业", "site": site},
        lead=lead,
        by=air.people.wang,
        now=start,
    )
    if cut is None:
        return case
    by, done = air.people.township, air.now - timedelta(hours=2)
    take_step(case, "accept", by=by, now=start)
    take_step(case, "no_visit", by=by, now=start, answer=Answer(fields={"text": "电话核实"}))
    photo = BytesIO(picture(case.pk))
    file = keep_file(photo, name=f"整改后{case.pk}.jpg", by=by, now=done)
    add_evidence(Case.objects.get(pk=case.pk), "feed_back", file, by=by, now=done)
    fields = {"text": "已停产", "done_at": done.isoformat(), **cut}
    return take_step(case, "feed_back", by=by, now=done, answer=Answer(fields=fields))


def report(air: AirCounty, first: date = FIRST) -> Composition:
    """The special report of the days."""
    kind = kind_of("air.special")
    asked = Asked(kind.code, Period(kind.period, first, LAST), air.district.pk, air.district.name)
    return kind.compose(asked, FigureSet(Reading(air.now)))


def told(made: Composition) -> str:
    """The paragraph of field supervision as it is printed."""
    text = next(one.text for one in made.paragraphs() if one.key.startswith("supervision"))
    assert bare_numbers(text) == []
    return filled(text, made.figures)


@pytest.mark.requirement("A3.13")
def test_cuts_of_the_periods_orders_stand_in_the_special_report(
    air: AirCounty, lead: Organisation
) -> None:
    dust = {"cut": "1.5", "cut_unit": "吨", "cut_item": "颗粒物"}
    case = ordered(air, lead, "甲建材厂", dust)
    ordered(air, lead, "乙铸造厂", {"cut": "12.50", "cut_unit": "千克", "cut_item": "颗粒物"})
    ordered(air, lead, "丙印刷厂", {"cut": "3", "cut_unit": "千克", "cut_item": "挥发性有机物"})
    ordered(air, lead, "丁工地", {"cut": "20"})
    ordered(air, lead, "戊工地", None)
    made = report(air)
    assert told(made) == (
        "现场督导：本期全市下达交办单（含巡查等各类来源）5件，已提交整改反馈4件。"
        "其中3件填报减排量，合计颗粒物1512.5千克、挥发性有机物3千克；"
        "其余2件未填报，减排合计不完整。"
    )
    table = next(one for one in made.blocks() if one.key == "cuts")
    rows = [[filled(cell, made.figures) for cell in row] for row in getattr(table, "rows", ())]
    assert rows[0] == [case.number, "甲建材厂", "颗粒物", "1500"] and len(rows) == 3
    again = Reading(air.now)
    for key, figure in made.figures.items():
        if figure.query.startswith("air.cut."):
            answer = query_of(figure.query, FigureQuery).answer(figure.arguments, again)
            assert answer == figure.answer, key
    assert made.figures["cut_1"].value == Decimal("1512.5")


@pytest.mark.requirement("A3.13")
def test_a_report_without_cuts_says_what_is_missing(air: AirCounty, lead: Organisation) -> None:
    assert told(report(air)) == "本期没有下达交办单，没有现场督导反馈和企业减排数据。"
    ordered(air, lead, "甲建材厂", {"cut": "约三吨", "cut_unit": "吨", "cut_item": "颗粒物"})
    ordered(air, lead, "丁工地", None)
    assert told(report(air)) == (
        "现场督导：本期全市下达交办单（含巡查等各类来源）2件，已提交整改反馈1件。"
        "2件均未填报减排量，企业减排情况缺少数据，不能与监测结果对照。"
    )
    assert "本期没有下达交办单" in told(report(air, LAST)), "orders of other days do not count"
