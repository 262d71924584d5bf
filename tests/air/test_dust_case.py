"""Days of dust follow their own procedure; only its end deducts, and AQI stays."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.air.error import InCase
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import DustCase, DustState
from bihuan.air.queries.dust import dust_hints, dust_screen
from bihuan.air.series.mask import Treatment
from bihuan.air.series.values import values_at
from bihuan.air.services.dust import answer_dust, report_dust
from bihuan.cases.services import Answer
from bihuan.cases.services.step import locked, move
from bihuan.cases.version_document import procedure_of
from bihuan.regulations.air.pollutant import Pollutant
from tests.air.conftest import TODAY, AirCounty

DAY = TODAY - timedelta(days=2)


def reported(air: AirCounty) -> DustCase:
    air.steady(TODAY - timedelta(days=7), 7)
    storm = [80.0] * 8 + [420.0] * 8 + [80.0] * 8
    for code in air.points:
        air.hours(code, "a34002", DAY, storm)
    told = "上风向站点 PM₁₀ 同时骤升，卫星显示沙尘带"
    return report_dust(
        air.district, first=DAY, last=DAY, evidence=told, by=air.analyst, now=air.now
    )


def walk(air: AirCounty, dust: DustCase, *steps: str) -> None:
    for code in steps:
        assert dust.case is not None
        case = locked(dust.case)
        procedure = procedure_of(case.version)
        route = next(one for one in procedure.steps if one.code == code)
        answer = Answer(fields={"text": "同意"})
        move(case, procedure, route, by=air.people.wang, now=air.now, answer=answer, waiting=[])
    dust.refresh_from_db()


@pytest.mark.requirement("A2.9")
def test_only_the_end_of_the_case_deducts_and_the_index_stays(air: AirCounty) -> None:
    dust = reported(air)
    assert dust.case is not None and dust.case.kind == "dust_report"
    assert dust.case.deadline is not None and dust.case.deadline <= air.now + timedelta(hours=6)
    span = DaySpan(DAY, DAY)
    row = air.site("GY-S-01").row
    before = values_at(air.now)
    assert before.days(span, Treatment.DEDUCTED)[Pollutant.PM10][row, 0] > 150
    with pytest.raises(InCase):
        answer_dust(dust, accepted=True, answer="认定", by=air.analyst, now=air.now)
    screen = dust_screen(before, dust, now=air.now)
    (day,) = screen.days
    assert (day.pm10, day.index) == ("193", "129")
    kept, gone = screen.effect.rows[0][1:]
    assert int(kept) > int(gone) == 80
    walk(air, dust, "hand_in", "send", "receive", "accept")
    assert (dust.state, dust.answer) == (DustState.ACCEPTED, "同意")
    after = values_at(air.now)
    deducted = after.days(span, Treatment.DEDUCTED)[Pollutant.PM10][row, 0]
    assert deducted != deducted
    assert after.day_indices(span).index[row, 0] == 129


@pytest.mark.requirement("A2.9")
def test_a_refused_report_deducts_nothing_and_hours_are_hinted(air: AirCounty) -> None:
    dust = reported(air)
    (hint,) = dust_hints(values_at(air.now), air.analyst, now=air.now)
    assert hint.is_reported and "420" in hint.words
    walk(air, dust, "hand_in", "send", "receive", "refuse")
    assert dust.state == DustState.REFUSED
    days = values_at(air.now).days(DaySpan(DAY, DAY), Treatment.DEDUCTED)[Pollutant.PM10]
    assert (days == days).all()


def test_the_pages_lead_from_the_hint_to_the_case(
    air: AirCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.main.clock.timezone", SimpleNamespace(now=lambda: air.now))
    dust = reported(air)
    assert dust.case is not None
    client = Client()
    client.force_login(air.analyst)
    listed = client.get(reverse("air:dust")).content.decode()
    assert dust.case.number in listed and "已上报" in listed
    page = client.get(reverse("air:dust_one", args=[dust.pk])).content.decode()
    assert "扣沙影响" in page and dust.case.number in page
    card = client.get(reverse("cases:case", args=[dust.case_id])).content.decode()
    assert "沙尘过程" in card
    said = {"first": "2026-11-20", "last": "2026-11-19", "evidence": "反了"}
    wrong = client.post(reverse("air:report_dust"), said)
    assert wrong.status_code == 400 and "末日不能早于首日" in wrong.content.decode()
