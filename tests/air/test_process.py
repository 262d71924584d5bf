"""Abnormal courses: the right cause high up, no order without an approver, one case an order."""

from datetime import timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from django.test import Client

from bihuan.accounts.models import District
from bihuan.air.analysis.candidate import CauseKind, Signs, candidates
from bihuan.air.analysis.wind import MeanWind
from bihuan.air.error import SamePerson, WrongState
from bihuan.air.models import InstructionKind, InstructionState, Measure
from bihuan.air.quality.detect import detect
from bihuan.air.quality.finding import Cause
from bihuan.air.queries.advice import advice_for, context_of
from bihuan.air.queries.process import processes
from bihuan.air.queries.process_screen import process_screen
from bihuan.air.queries.process_sign import Around, signs_of
from bihuan.air.queries.upwind import CourseWeather, Upwind
from bihuan.air.series.values import values_at
from bihuan.air.services.instruction import Proposal, approve, dispatch, propose
from bihuan.air.services.measure import approve_beforehand, ship_measures
from bihuan.air.site import sites_of
from bihuan.cases.models import Case
from bihuan.registry.models import LocalSource, SourceKind
from bihuan.regulations.air.pollutant import Pollutant
from tests.air.conftest import TODAY, AirCounty
from tests.air.test_quality import quiet

TRIES = 15

ORDER = Proposal(
    InstructionKind.ORDER, "1-a34002-2026112001", "大峪沟站 PM₁₀ 异常", "核查上风向工地", "local"
)


@pytest.mark.requirement("A2.4")
def test_the_right_cause_of_planted_hours_is_among_the_first_two() -> None:
    """Hours are planted, the rules find what they find, the signs are read from the network."""
    chance = np.random.default_rng(20261121)
    right = dict.fromkeys(CauseKind, 0)
    for kind in CauseKind:
        for _ in range(TRIES):
            first = [one.kind for one in candidates(planted_signs(kind, chance))[:2]]
            right[kind] += kind in first
    assert sum(right.values()) >= 0.8 * TRIES * len(CauseKind), right
    assert min(right.values()) >= 0.7 * TRIES, right


def planted_signs(kind: CauseKind, chance: np.random.Generator) -> Signs:
    """Four days of twelve stations with one cause planted on the third, as the page reads it."""
    data = quiet(seed=int(chance.integers(1 << 30)))
    row, begin = int(chance.integers(12)), int(chance.integers(50, 70))
    end = begin + int(chance.integers(4, 11))
    cut, times = slice(begin, end), chance.uniform(1.7, 3.5)
    item, level = Pollutant.PM25, data.values
    if kind is CauseKind.FAULT:
        item = (Pollutant.PM25, Pollutant.NO2, Pollutant.SO2)[int(chance.integers(3))]
        level[item][row, cut] *= times
    elif kind is CauseKind.LOCAL:
        level[Pollutant.PM25][row, cut] *= times
        level[Pollutant.PM10][row, cut] *= chance.uniform(0.7, 1.0) * times
        level[Pollutant.CO][row, cut] *= chance.uniform(1.1, 1.9)
    elif kind is CauseKind.REGIONAL:
        rise = times * np.exp(chance.normal(0, 0.12, (12, end - begin)))
        level[Pollutant.PM25][:, cut] *= rise
        level[Pollutant.PM10][:, cut] *= 0.8 * rise
        level[Pollutant.PM25][row, cut] *= 1.3
    else:
        item, more = Pollutant.PM10, chance.uniform(200, 600)
        level[Pollutant.PM10][:, cut] += more * np.exp(chance.normal(0, 0.12, (12, end - begin)))
        level[Pollutant.PM10][row, cut] *= 1.3
    for other in Pollutant:
        level[other][int(chance.integers(12)), chance.integers(96, size=4)] = np.nan
    rules = [
        one.rule
        for one in detect(data)
        if one.cause is Cause.FAULT and (one.row, one.item) == (row, item)
        if one.begin < end and one.end > begin
    ]
    wind = None if chance.random() < 0.2 else float(chance.uniform(0.5, 6))
    sources = None if wind is None else int(chance.integers(3))
    return signs_of(data, row, item, cut, Around(tuple(rules), wind, sources))


@pytest.mark.requirement("A1.11", "A2.3")
def test_the_page_of_a_course_joins_what_there_is(air: AirCounty) -> None:
    air.steady(TODAY - timedelta(days=7), 7)
    day = [80.0] * 8 + [260.0] * 6 + [80.0] * 10
    air.hours("GY-T-05", "a34002", TODAY - timedelta(days=1), day)
    values = values_at(air.now)
    found = processes(values, sites_of(air.analyst, air.now), now=air.now)
    assert [(one.site.code, one.symbol) for one in found] == [("GY-T-05", "PM₁₀")]
    assert "连续 6 小时" in found[0].because
    screen = process_screen(values, air.analyst, found[0], now=air.now)
    assert screen.weather.wind is None and screen.weather.words == "没有风数据"
    assert screen.usual is not None and screen.usual > 0.9
    assert len(screen.candidates) == 4
    ship_measures()
    air.weather("GY-T-05", TODAY - timedelta(days=1), 1, wind_speed=3.0, wind_direction=90.0)
    for name, east in (("东边工地", 0.02), ("西边工地", -0.02), ("远处工地", 0.2)):
        site = building_site(name)
        site.district_id, site.longitude, site.latitude = "410181105", 113.01 + east, 34.75
        site.save()
    later = air.now + timedelta(seconds=30)
    again = process_screen(values_at(later), air.analyst, found[0], now=later)
    assert again.weather.words.startswith("东风")
    assert [one.source.name for one in again.upwind] == ["东边工地"]
    assert again.fitting and all(one.measure.source for one in again.fitting)


@pytest.mark.requirement("A2.5")
def test_a_measure_is_held_against_place_permit_and_weather(air: AirCounty) -> None:
    ship_measures()
    site = building_site("安置小区工地")
    upwind = [Upwind(site, 1.2, "东")]
    wind = CourseWeather(MeanWind(90.0, 1.0, 1.0), frozenset({"静稳"}), "")
    local = candidates(Signs(excess=0.9, neighbours=0.0, others=0.5, sources_upwind=1))
    found = advice_for(context_of(local, upwind, wind, TODAY))
    fits = {one.measure.code for one in found if one.fits}
    assert {"CS-02", "CS-08"} <= fits and not {"CS-03", "CS-04", "CS-11"} & fits
    assert found[0].measure.code == "CS-02" and found[0].is_certain
    unfit = next(one for one in found if one.measure.code == "CS-11")
    assert [one.words for one in unfit.conditions][1:] == [
        "场所 工业企业：不符",
        "许可 持排污许可证的企业：不符",
    ]
    unknown = advice_for(context_of(local, [], CourseWeather(None, None, "没有风数据"), TODAY))
    road = next(one for one in unknown if one.measure.code == "CS-03")
    assert road.fits and not road.is_certain


def building_site(name: str) -> LocalSource:
    """A building site without a firm."""
    return LocalSource(name=name, kind=SourceKind.objects.get(code="construction"))


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


@pytest.mark.requirement("A2.5")
def test_a_measure_approved_beforehand_is_dispatched_in_one_step(
    air: AirCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.main.clock.timezone", SimpleNamespace(now=lambda: air.now))
    ship_measures()
    measure = Measure.objects.get(code="CS-02")
    approve_beforehand(measure, by=air.people.wang, now=air.now)
    air.steady(TODAY - timedelta(days=7), 7)
    day = [80.0] * 8 + [260.0] * 6 + [80.0] * 10
    air.hours("GY-T-05", "a34002", TODAY - timedelta(days=1), day)
    values = values_at(air.now)
    course = processes(values, values.sites, now=air.now)[0]
    client = Client()
    client.force_login(air.analyst)
    said = {"kind": "order", "title": "大峪沟站异常", "text": "核查工地", "measure": "CS-02"}
    enter = f"/air/processes/{course.key}/enter"
    client.post(enter, {**said, "cause": "local", "dispatch": "1"})
    case = Case.objects.get(kind="assignment_order")
    assert case.facts["matter"] == "施工扬尘"
    page = client.get(f"/air/processes/{course.key}/").content.decode()
    assert case.number in page and "巡查与处置情况" in page
    ledger = client.get("/air/ledger.csv?state=dispatched").content.decode("utf-8-sig")
    assert ledger.count("\n") == 2 and case.number in ledger and "本地源排放" in ledger
    assert client.get("/air/ledger.csv?state=waiting").content.decode().count("\n") == 1


@pytest.mark.requirement("A2.5")
def test_a_changed_measure_loses_its_approval(air: AirCounty) -> None:
    ship_measures()
    measure = approve_beforehand(Measure.objects.get(code="CS-02"), by=air.people.wang, now=air.now)
    client = Client()
    client.force_login(air.analyst)
    form = {name: getattr(measure, name) for name in ("code", "title", "cause", "source")}
    answer = client.post(f"/air/measures/{measure.pk}/", {**form, "text": "每日核查"})
    assert answer.status_code == 302
    measure.refresh_from_db()
    assert (measure.text, measure.approved_by) == ("每日核查", None)
    client.force_login(air.people.supervisor)
    assert client.post(f"/air/measures/{measure.pk}/", form).status_code == 403
