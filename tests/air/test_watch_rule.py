"""Quality control in the watch: live hours raise events once, parameters by class, back-tests."""

from datetime import timedelta

import numpy as np
import pytest

from bihuan.air.models import Doubt
from bihuan.air.quality.watch_rule import FINDS, RULES
from bihuan.air.services.doubt import mark_doubts
from bihuan.watch.models import BackTest, Event, EventState, Policy, RuleVersion
from bihuan.watch.queries.rule import merged, rules_in_force
from bihuan.watch.rules import desk_of, rule_of
from bihuan.watch.services.back_test import run_back_test, start_back_test
from bihuan.watch.services.run import begin_again
from tests.air.conftest import TODAY, AirCounty

FIRST = TODAY - timedelta(days=4)
DAY = timedelta(days=1)


def switch(rule: str, *, is_on: bool = True, **more: object) -> RuleVersion:
    number = RuleVersion.objects.filter(rule=rule).count() + 1
    given = {"policy": Policy.NEVER, "note": "启用", "at": FIRST_AT, **more}
    return RuleVersion.objects.create(rule=rule, number=number, is_on=is_on, **given)


FIRST_AT = "2026-11-01T00:00:00+08:00"


def stuck_county(air: AirCounty, hours: int = 20) -> None:
    """A county whose air moves, and one micro station whose NO2 does not yesterday."""
    air.steady(FIRST, 4)
    wave = [40.0 + 2.0 * abs(12 - hour % 24) for hour in range(96)]
    for code in air.points:
        air.hours(code, "a21004", FIRST, wave)
    held = [*wave[:72], *np.full(hours, 77.7), *wave[72 + hours :]]
    air.hours("GY-M-01", "a21004", FIRST, held)


@pytest.mark.requirement("A2.1")
def test_a_stuck_sensor_is_one_event_with_its_sentence_and_its_desk(air: AirCounty) -> None:
    stuck_county(air)
    switch("air.stuck")
    for _ in range(2):
        begin_again(air.now - 3 * DAY, now=air.now)
    event = Event.objects.get(rule="air.stuck")
    assert event.point == air.points["GY-M-01"]
    assert event.because == "NO₂ 连续 20 小时为 77.7 µg/m³，没有变化；判为仪器故障"
    assert event.state == EventState.ENDED
    label, address = desk_of(event.rule, event.point_id, event.begin) or ("", "")
    assert (label, address) == ("审核台", f"/air/review/?point={event.point_id}")


@pytest.mark.requirement("A2.1")
def test_parameters_hold_by_class_and_a_back_test_takes_them(air: AirCounty) -> None:
    stuck_county(air)
    day = {"district": air.district, "start": air.now - 3 * DAY, "end": air.now}
    found = {}
    for hours in (12, 30):
        given = {"class:micro": {"hours": hours}}
        test = BackTest(rule="air.stuck", parameters=given, **day)
        start_back_test(test, by=air.people.province, now=air.now)
        found[hours] = run_back_test(test, now=air.now).found
    assert found == {12: 1, 30: 0}
    assert not Event.objects.exists()


def test_a_rule_that_is_switched_off_marks_nothing_at_the_desk_either(air: AirCounty) -> None:
    stuck_county(air)
    switch("air.stuck", is_on=False)
    mark_doubts(now=air.now)
    assert not Doubt.objects.filter(rule="stuck").exists()
    switch("air.stuck", parameters={"": {"hours": 12}})
    mark_doubts(now=air.now)
    assert Doubt.objects.filter(rule="stuck", point=air.points["GY-M-01"]).exists()


@pytest.mark.requirement("A2.1", "D5")
def test_smoke_at_one_place_is_an_order_to_look_and_no_fault(air: AirCounty) -> None:
    air.steady(FIRST, 4)
    chance = np.random.default_rng(3)
    for code in air.points:
        noise = np.exp(chance.normal(0, 0.05, 96))
        smoke = np.ones(96)
        if code == "GY-T-05":
            smoke[74:82] = 3.0
        for factor, level in (("a34004", 45.0), ("a34002", 80.0), ("a21005", 0.8)):
            air.hours(code, factor, FIRST, level * noise * smoke)
    for rule in ("air.local", "air.neighbour", "air.outlier", "air.step"):
        switch(rule)
    begin_again(air.now - 3 * DAY, now=air.now)
    found = Event.objects.filter(point=air.points["GY-T-05"])
    assert {one.rule for one in found} == {"air.local"}
    assert rule_of("air.local").case_kind == "assignment_order"
    assert all("判为本地污染" in one.because for one in found)


@pytest.mark.django_db
def test_every_rule_of_quality_control_is_registered_with_its_numbers() -> None:
    keys = {one.rule.key for one in rules_in_force()}
    assert {rule.key for rule in RULES} <= keys
    assert {f"air.{rule}" for rule in FINDS} <= keys
    neighbour = merged(rule_of("air.neighbour"), {"": {"hours": 6}})
    assert neighbour.scopes["class:micro"]["size"] == 5.0
    assert neighbour["hours"] == 6.0
    assert all("待确认" in rule.source for rule in RULES)
