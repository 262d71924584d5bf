"""The review desk: reason compulsory, history kept, provincial values only reported."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import AuditEntry
from bihuan.air.error import InCase, NotProvincial, ProvincialValue, SamePerson, WrongState
from bihuan.air.judge.edition_choice import EditionChoice
from bihuan.air.judge.figure import period_figures
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import Doubt, Exclusion, ExclusionReason, Review, ReviewReason, ReviewState
from bihuan.air.queries.asker import asked_by, asker_screen
from bihuan.air.series.block import midnight
from bihuan.air.series.values import values_at
from bihuan.air.services.doubt import mark_doubts, raise_doubt
from bihuan.air.services.exclusion import (
    AbnormalHours,
    answer_abnormal,
    look_what_if,
    report_abnormal,
)
from bihuan.air.services.review import Decision, consent, review_doubts, review_hours
from bihuan.regulations.air.pollutant import Pollutant
from tests.air.conftest import TODAY, AirCounty

FIRST = TODAY.replace(day=1)
HOURS = AbnormalHours(
    "a34004",
    midnight(TODAY - timedelta(days=1)) + timedelta(hours=10),
    midnight(TODAY - timedelta(days=1)) + timedelta(hours=14),
    ExclusionReason.INSTRUMENT,
    "质控记录 2026-11-20 第 3 页：零点检查不合格",
)


def decision(state: ReviewState = ReviewState.INVALID, **more: Any) -> Decision:
    return Decision(state, ReviewReason.INSTRUMENT, "现场比对读数偏高一倍", **more)


def doubt(air: AirCounty, code: str, hour: int = 10) -> Doubt:
    start = midnight(TODAY - timedelta(days=1)) + timedelta(hours=hour)
    return raise_doubt(
        air.points[code],
        factor="a34004",
        start=start,
        end=start + timedelta(hours=4),
        because="与相邻站点相差一倍",
        by=air.analyst,
        now=air.now,
    )


@pytest.mark.requirement("A2.16")
def test_a_decision_needs_a_reason_and_stays_in_the_history(air: AirCounty) -> None:
    first = doubt(air, "GY-T-05")
    review_doubts([first], decision(), by=air.analyst, now=air.now)
    review_doubts([first], decision(ReviewState.VALID), by=air.people.wang, now=air.now)
    assert [one.state for one in Review.objects.order_by("pk")] == ["invalid", "valid"]
    assert all(one.reason and one.note for one in Review.objects.all())
    first.refresh_from_db()
    assert not first.is_open
    assert AuditEntry.objects.filter(action="air.review").count() == 2


@pytest.mark.requirement("A2.16")
def test_the_second_person_is_another_one_and_agrees_once(air: AirCounty) -> None:
    made = review_doubts(
        [doubt(air, "GY-T-05")], decision(wants_second=True), by=air.analyst, now=air.now
    )[0]
    assert not made.counts
    with pytest.raises(SamePerson):
        consent(made, by=air.analyst, now=air.now)
    assert consent(made, by=air.people.wang, now=air.now).counts
    with pytest.raises(WrongState):
        consent(made, by=air.people.li, now=air.now)


def test_the_county_cannot_exclude_a_provincial_value(air: AirCounty) -> None:
    both = [doubt(air, "GY-T-05"), doubt(air, "GY-S-01")]
    with pytest.raises(ProvincialValue, match="异常数据上报"):
        review_doubts(both, decision(), by=air.analyst, now=air.now)
    assert not Review.objects.exists()


def test_an_own_station_is_reviewed_and_not_reported(air: AirCounty) -> None:
    with pytest.raises(NotProvincial):
        report_abnormal(air.points["GY-T-05"], HOURS, by=air.analyst, now=air.now)


@pytest.mark.parametrize("who", ["zhao", "supervisor", "township", "engineer"])
def test_others_decide_nothing(who: str, air: AirCounty) -> None:
    with pytest.raises(NotYours):
        review_hours(
            air.points["GY-T-05"],
            factor="a34004",
            start=HOURS.start,
            end=HOURS.end,
            decision=decision(),
            by=getattr(air.people, who),
            now=air.now,
        )


@pytest.mark.requirement("D8", "A2.9")
def test_the_what_if_equals_a_full_recomputation_and_is_logged(air: AirCounty) -> None:
    air.steady(FIRST, 20)
    air.hours(
        "GY-S-01", "a34004", TODAY - timedelta(days=1), [45.0] * 10 + [400.0] * 4 + [45.0] * 10
    )
    report = report_abnormal(air.points["GY-S-01"], HOURS, by=air.analyst, now=air.now)
    effect = look_what_if(report, by=air.people.wang, now=air.now)
    assert (effect.with_hours.day_value, effect.without.day_value) == ("104.2", "45.0")
    assert (effect.with_hours.good_days, effect.without.good_days) == (19, 20)
    assert (effect.with_hours.place, effect.without.place) == ("2/2", "1/2")
    air.end_report(report, "accept")
    span = DaySpan(FIRST, TODAY - timedelta(days=1))
    row = air.site("GY-S-01").row
    figures = period_figures(values_at(air.now).days(span), span.first, EditionChoice.AUTO)
    assert effect.without.month_value == str(figures.printed(Pollutant.PM25)[row])
    assert effect.without.month_index == str(figures.printed_composite()[row])
    assert report.looks.get().by == air.people.wang
    assert AuditEntry.objects.filter(action="air.look_what_if").count() == 1


@pytest.mark.requirement("A2.9", "D8")
def test_a_refused_report_leaves_every_number_and_the_log_counts_each_asker(
    air: AirCounty,
) -> None:
    air.steady(FIRST, 20)
    span = DaySpan(FIRST, TODAY - timedelta(days=1))
    before = values_at(air.now).days(span)[Pollutant.PM25].copy()
    report = report_abnormal(air.points["GY-S-01"], HOURS, by=air.analyst, now=air.now)
    look_what_if(report, by=air.analyst, now=air.now)
    air.end_report(report, "refuse")
    after = values_at(air.now).days(span)[Pollutant.PM25]
    assert ((before == after) | (before != before)).all()
    found = asker_screen(air.analyst).people[0]
    assert (found.submitted, found.refused, found.hours, found.looks) == (1, 1, 0, 1)
    with pytest.raises(InCase):
        answer_abnormal(report, accepted=True, answer="改判", by=air.analyst, now=air.now)


@pytest.mark.requirement("A2.9", "D8")
def test_the_auditor_reads_who_asked_how_often_with_which_effect(air: AirCounty) -> None:
    air.steady(FIRST, 20)
    air.hours(
        "GY-S-01", "a34004", TODAY - timedelta(days=1), [45.0] * 10 + [400.0] * 4 + [45.0] * 10
    )
    report = report_abnormal(air.points["GY-S-01"], HOURS, by=air.analyst, now=air.now)
    look_what_if(report, by=air.people.wang, now=air.now)
    air.end_report(report, "accept")
    screen = asker_screen(air.people.auditor)
    tried = {one.name: (one.submitted, one.looks) for one in screen.people}
    assert tried == {str(air.analyst): (1, 0), str(air.people.wang): (0, 1)}
    (station,), (month,) = screen.stations, screen.months
    assert (station.name, station.accepted, station.good_days) == ("一号省控站", 1, 1)
    assert station.composite > 0 and (month.name, month.hours) == ("2026-11", 4)
    (asked,) = asked_by(air.people.auditor, str(air.analyst.pk))
    assert asked.gain is not None and (asked.gain.place, asked.looks) == ("2/2 → 1/2", 1)
    client = Client()
    client.force_login(air.people.auditor)
    page = client.get(f"/air/exclusions/statistics/?person={air.analyst.pk}").content.decode()
    assert report.number in page and "2/2 → 1/2" in page
    client.force_login(air.people.zhao)
    assert report.number not in client.get("/air/exclusions/statistics/").content.decode()


@pytest.mark.requirement("A2.8")
def test_a_report_has_number_hours_reason_and_evidence(air: AirCounty) -> None:
    report = report_abnormal(air.points["GY-S-01"], HOURS, by=air.analyst, now=air.now)
    assert report.number == "异常数据上报410181〔2026〕0001号"
    assert Exclusion.objects.get().evidence.startswith("质控记录")


@pytest.mark.requirement("A2.1")
def test_the_rules_fill_the_queue_once_and_delete_nothing(air: AirCounty) -> None:
    air.steady(TODAY - timedelta(days=3), 3)
    wave = [40.0 + 20.0 * (hour % 24 > 11) for hour in range(72)]
    for code in air.points:
        air.hours(code, "a21004", TODAY - timedelta(days=3), wave)
    air.hours("GY-M-01", "a21004", TODAY - timedelta(days=1), [77.7] * 24)
    first, second = mark_doubts(now=air.now), mark_doubts(now=air.now)
    stuck = Doubt.objects.get(point=air.points["GY-M-01"], rule="stuck", factor="a21004")
    assert "没有变化" in stuck.because
    assert first.raised and not second.raised
    later: datetime = air.now + timedelta(minutes=1)
    days = values_at(later).days(DaySpan(TODAY - timedelta(days=1), TODAY - timedelta(days=1)))
    assert days[Pollutant.NO2][air.site("GY-M-01").row, 0] == pytest.approx(77.7)
