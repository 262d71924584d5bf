"""Quality control against the planted truth of the demo county, and rule by rule."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from bench.air_quality_control import WINDOWS, Score, hours_of, score

from bihuan.air.quality.cause import dust_hours
from bihuan.air.quality.detect import DETECTORS, detect
from bihuan.air.quality.finding import Cause, Finding
from bihuan.air.quality.network import NetworkHours
from bihuan.air.quality.parameter import cards, rule_table
from bihuan.main.demo.county import network
from bihuan.main.demo.truth import county_truth
from bihuan.regulations.air.pollutant import Pollutant

START = datetime(2026, 10, 1, tzinfo=UTC)
LEVEL = {
    Pollutant.SO2: 10.0,
    Pollutant.NO2: 30.0,
    Pollutant.CO: 0.8,
    Pollutant.O3: 60.0,
    Pollutant.PM10: 80.0,
    Pollutant.PM25: 45.0,
}


def quiet(days: int = 4, series: int = 12, seed: int = 5) -> NetworkHours:
    """A network that breathes together, with a little noise of each place."""
    chance = np.random.default_rng(seed)
    wave = 1.0 + 0.4 * np.sin(np.arange(24 * days) / 24 * 2 * np.pi)
    return NetworkHours(
        names=tuple(f"站 {n}" for n in range(series)),
        classes=("micro",) * series,
        start=START,
        step=timedelta(hours=1),
        values={
            item: level * wave * np.exp(chance.normal(0, 0.06, (series, 24 * days)))
            for item, level in LEVEL.items()
        },
        longitude=113.0 + 0.004 * np.arange(series),
        latitude=np.full(series, 34.7),
    )


def found(data: NetworkHours, rule: str) -> list[Finding]:
    return [one for one in detect(data) if one.rule == rule]


@pytest.mark.requirement("A2.1")
def test_a_quiet_network_raises_nothing() -> None:
    assert detect(quiet()) == []


@pytest.mark.requirement("A2.1")
def test_each_planted_oddity_is_found_by_its_rule_with_a_sentence() -> None:
    data = quiet()
    data.values[Pollutant.PM25][1, 30] *= 8
    data.values[Pollutant.NO2][2, 20:34] = 31.5
    data.values[Pollutant.PM10][3, 40] = 2500.0
    data.values[Pollutant.PM10][4, 50] = 0.0
    data.values[Pollutant.PM25][5, 60:70] = 1.4 * data.values[Pollutant.PM10][5, 60:70]
    for item in Pollutant:
        data.values[item][6, 70:75] = np.nan
        data.values[item][7, 81:84] = data.values[item][7, 80]
    rules = {(one.rule, one.row) for one in detect(data) if one.cause is Cause.FAULT}
    wanted = {("stuck", 2), ("range", 3), ("zero", 4), ("inversion", 5), ("missing", 6)}
    assert wanted | {("spike", 1), ("stale", 7)} <= rules
    stuck = found(data, "stuck")[0]
    assert stuck.because == "NO₂ 连续 14 小时为 31.5 µg/m³，没有变化；判为仪器故障"


@pytest.mark.requirement("A2.1", "D5")
def test_smoke_at_one_place_is_pollution_and_one_channel_alone_is_a_fault() -> None:
    data = quiet()
    data.values[Pollutant.PM25][1, 40:48] *= 3
    data.values[Pollutant.PM10][1, 40:48] *= 2.4
    data.values[Pollutant.CO][1, 40:48] *= 1.8
    data.values[Pollutant.NO2][5, 40:48] *= 4
    causes = {(one.row, one.cause) for one in detect(data) if one.rule in {"neighbour", "outlier"}}
    assert (1, Cause.POLLUTION) in causes and (1, Cause.FAULT) not in causes
    assert (5, Cause.FAULT) in causes


@pytest.mark.requirement("A2.1", "D5")
def test_dust_over_the_network_is_no_fault() -> None:
    data = quiet(days=6)
    data.values[Pollutant.PM10][:, 80:100] *= 6
    assert dust_hours(data)[82:98].all()
    assert not dust_hours(data)[:80].any()
    assert all(one.cause is not Cause.FAULT for one in detect(data))


@pytest.mark.requirement("A2.1")
def test_a_slow_drift_is_found_within_days() -> None:
    data = quiet(days=40)
    hours = np.arange(24 * 40)
    data.values[Pollutant.O3][3] *= 1 + 0.8 * np.clip((hours - 480) / 360, 0, 1)
    drift = found(data, "drift")
    assert {one.row for one in drift} == {3}
    assert 480 < drift[0].begin < 480 + 12 * 24


def test_every_rule_has_parameters_for_every_class() -> None:
    classes = {"provincial", "township", "micro"}
    for rule in DETECTORS:
        keys = {key for key in rule_table() if key[0].startswith(rule)}
        assert {key[1] for key in keys} == classes
    assert all(card.source and card.trust for card in cards().values())


@pytest.fixture(scope="module")
def winter() -> Score:
    """The window with the spring festival's fireworks."""
    return _scored(0)


@pytest.fixture(scope="module")
def spring() -> Score:
    """The window with the dust."""
    return _scored(1)


def _scored(place: int) -> Score:
    county, (start, days) = network(), WINDOWS[place]
    truth = county_truth(county, start, start + timedelta(days=days))
    return score(hours_of(county, start, days), truth)


@pytest.mark.requirement("A2.1", "D5")
def test_planted_faults_are_found_and_little_else(winter: Score, spring: Score) -> None:
    for kind, least in {"stuck": 0.75, "inversion": 1.0, "spike": 0.6, "drift": 0.5}.items():
        planted = winter.planted.get(kind, 0) + spring.planted.get(kind, 0)
        hit = winter.found.get(kind, 0) + spring.found.get(kind, 0)
        assert hit >= least * planted, kind
    assert min(winter.precision, spring.precision) >= 0.8


@pytest.mark.requirement("A2.1", "D5")
def test_planted_dust_and_fireworks_stay_valid(winter: Score, spring: Score) -> None:
    assert winter.valid_share["fireworks"] >= 0.95
    assert spring.valid_share["dust"] >= 0.95
