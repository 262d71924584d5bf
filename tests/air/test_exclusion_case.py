"""A report of abnormal values is a case: its end is the centre's answer; the document is Word."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from bihuan.air.error import InCase
from bihuan.air.models import Exclusion, ExclusionState
from bihuan.air.services.exclusion import answer_abnormal, look_what_if, report_abnormal
from bihuan.cases.error import NotYourStep
from bihuan.cases.procedure.document import IllegalStep
from bihuan.cases.services import take_step
from tests.air.conftest import TODAY, AirCounty
from tests.air.test_desk import FIRST, HOURS

BAD = [45.0] * 10 + [400.0] * 4 + [45.0] * 10


@pytest.fixture
def report(air: AirCounty) -> Exclusion:
    air.steady(FIRST, 20)
    air.hours("GY-S-01", "a34004", TODAY - timedelta(days=1), BAD)
    return report_abnormal(air.points["GY-S-01"], HOURS, by=air.analyst, now=air.now)


@pytest.mark.requirement("A2.8", "A2.9")
def test_a_report_opens_its_case_once_with_reason_and_evidence(
    air: AirCounty, report: Exclusion
) -> None:
    case = report.case
    assert case is not None and case.kind == "abnormal_data_report"
    assert case.facts["cause"] == "仪器故障" and "质控记录" in case.reason
    assert list(case.points.all()) == [air.points["GY-S-01"]]
    with pytest.raises(InCase, match="正在事项"):
        answer_abnormal(report, accepted=True, answer="同意", by=air.analyst, now=air.now)


@pytest.mark.requirement("A2.9", "D8")
@pytest.mark.parametrize(
    ("end", "state", "hours", "good_days"),
    [("accept", ExclusionState.ACCEPTED, 4, 20), ("refuse", ExclusionState.REFUSED, 0, 19)],
)
def test_the_case_ends_and_the_figures_follow(
    end: str,
    state: ExclusionState,
    hours: int,
    good_days: int,
    air: AirCounty,
    report: Exclusion,
) -> None:
    air.end_report(report, end)
    assert (report.state, report.removed_hours) == (state, hours)
    assert report.answer == "同意，按规定剔除" and report.answer_by == air.people.wang
    effect = look_what_if(report, by=air.analyst, now=air.now + timedelta(minutes=1))
    assert effect.with_hours.good_days == good_days


@pytest.mark.requirement("A2.8")
def test_the_document_has_number_addressee_curve_and_comparison(
    air: AirCounty, report: Exclusion
) -> None:
    client = Client()
    client.force_login(air.analyst)
    answer = client.get(f"/air/exclusions/{report.pk}/letter.docx")
    word = Document(BytesIO(answer.content))
    text = "\n".join(one.text for one in word.paragraphs)
    assert report.number in text and "生态环境监测中心" in text and "质控记录" in text
    table = word.tables[0]
    assert len(table.rows) == 5 and table.cell(1, 1).text == "400"
    assert table.cell(0, 2).text != ""
    assert len(word.inline_shapes) == 1
    page = client.get(f"/air/exclusions/{report.pk}/").content.decode()
    assert report.case is not None and report.case.number in page


def test_somebody_who_may_not_move_the_case_cannot_end_it(
    air: AirCounty, report: Exclusion
) -> None:
    assert report.case is not None
    with pytest.raises((IllegalStep, NotYourStep)):
        take_step(report.case, "accept", by=air.analyst, now=air.now)
    report.refresh_from_db()
    assert report.state == ExclusionState.SUBMITTED
