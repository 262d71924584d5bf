"""Abnormal courses: the right cause high up, no order without an approver, one case an order."""

from datetime import timedelta

import numpy as np
import pytest

from bihuan.accounts.models import District
from bihuan.air.analysis.candidate import CauseKind, Signs, candidates
from bihuan.air.error import SamePerson, WrongState
from bihuan.air.models import InstructionKind, InstructionState, Measure
from bihuan.air.queries.process import process_screen, processes
from bihuan.air.series.values import values_at
from bihuan.air.services.instruction import Proposal, approve, dispatch, propose
from bihuan.air.services.measure import approve_beforehand, ship_measures
from bihuan.air.site import sites_of
from bihuan.cases.models import Case
from tests.air.conftest import TODAY, AirCounty

ORDER = Proposal(
    InstructionKind.ORDER, "1-a34002-2026112001", "大峪沟站 PM₁₀ 异常", "核查上风向工地", "local"
)


@pytest.mark.requirement("A2.4")
def test_the_planted_cause_is_among_the_first_two() -> None:
    chance, right, tried = np.random.default_rng(4), 0, 0
    for kind in CauseKind:
        for _ in range(25):
            tried += 1
            first = [one.kind for one in candidates(_planted(kind, chance))[:2]]
            right += kind in first
    assert right / tried >= 0.8


def _planted(kind: CauseKind, chance: np.random.Generator) -> Signs:
    """Signs as they come with each cause, with one of them missing now and then."""
    unit = chance.uniform
    low_high = {
        CauseKind.FAULT: ((0.3, 2), (0, 0.3), (-0.1, 0.1)),
        CauseKind.LOCAL: ((0.3, 2), (0, 0.5), (0.1, 0.6)),
        CauseKind.REGIONAL: ((-0.1, 0.25), (0.5, 1), (-0.1, 0.2)),
        CauseKind.DUST: ((-0.2, 0.4), (0.6, 1), (-0.2, 0.3)),
    }[kind]
    names = ("excess", "neighbours", "others")
    signs = {name: unit(*ends) for name, ends in zip(names, low_high, strict=True)}
    dusty = kind is CauseKind.DUST
    signs |= {"share_fine": unit(0.15, 0.38) if dusty else unit(0.4, 0.8)}
    signs |= {"coarse": unit(180, 900) if dusty else unit(40, 140), "wind": unit(0.5, 6)}
    if chance.random() < 0.2:
        signs.pop("wind")
    return Signs(**signs, rules=("neighbour",) if kind is CauseKind.FAULT and unit() < 0.6 else ())


@pytest.mark.requirement("A2.3")
def test_the_page_of_a_course_joins_what_there_is(air: AirCounty) -> None:
    air.steady(TODAY - timedelta(days=7), 7)
    day = [80.0] * 8 + [260.0] * 6 + [80.0] * 10
    air.hours("GY-T-05", "a34002", TODAY - timedelta(days=1), day)
    values = values_at(air.now)
    found = processes(values, sites_of(air.analyst, air.now), now=air.now)
    assert [(one.site.code, one.symbol) for one in found] == [("GY-T-05", "PM₁₀")]
    assert "连续 6 小时" in found[0].because
    screen = process_screen(values, air.analyst, found[0], now=air.now)
    assert screen.wind is None and screen.wind_words == "没有风数据"
    assert screen.usual is not None and screen.usual > 0.9
    assert len(screen.candidates) == 4
    ship_measures()
    air.weather("GY-T-05", TODAY - timedelta(days=1), 1, wind_speed=3.0, wind_direction=90.0)
    later = air.now + timedelta(seconds=30)
    again = process_screen(values_at(later), air.analyst, found[0], now=later)
    assert again.wind_words.startswith("东风")
    assert again.measures and all(one.source for one in again.measures)


@pytest.mark.requirement("A2.5")
def test_no_order_goes_out_without_an_approver(air: AirCounty) -> None:
    made = propose(ORDER, district=air.district, by=air.analyst, now=air.now)
    assert made.state == InstructionState.WAITING
    with pytest.raises(WrongState):
        dispatch(made, None, by=air.analyst, now=air.now)
    own = propose(ORDER, district=air.district, by=air.people.wang, now=air.now)
    with pytest.raises(SamePerson):
        approve(own, by=air.people.wang, now=air.now)
    approve(made, by=air.people.wang, now=air.now)
    sent = dispatch(made, air.points["GY-T-05"], by=air.analyst, now=air.now)
    assert sent.state == InstructionState.DISPATCHED
    assert Case.objects.get().number.startswith(sent.case)
    with pytest.raises(WrongState):
        dispatch(sent, None, by=air.analyst, now=air.now)
    assert Case.objects.count() == 1


@pytest.mark.requirement("A2.5")
def test_a_measure_approved_beforehand_lets_its_orders_go(air: AirCounty) -> None:
    ship_measures()
    measure = Measure.objects.get(code="CS-02")
    approve_beforehand(measure, by=air.people.wang, now=air.now)
    said = Proposal(ORDER.kind, ORDER.process, ORDER.title, ORDER.text, "local", measure)
    made = propose(said, district=District.objects.get(pk="410181"), by=air.analyst, now=air.now)
    assert (made.state, made.approved_by) == (InstructionState.APPROVED, air.people.wang)
