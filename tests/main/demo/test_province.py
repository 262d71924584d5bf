"""The province's invented units, what their outlets report, and what is planted there."""

import re

import numpy as np
import pytest

from bihuan.main.demo.emission import (
    converted,
    kinds,
    outlet_days,
    outlet_hours,
    outlet_minutes,
    silence,
)
from bihuan.main.demo.emission_event import EmissionEvent, PlantedEvent, planted_events
from bihuan.main.demo.enrolment.unit import credit_code
from bihuan.main.demo.furnace import REPORTED, furnace_slots, furnaces, low_days
from bihuan.main.demo.moment import hour_start
from bihuan.main.demo.outlet_process import Flag
from bihuan.main.demo.province import Outlet, counties, outlets, units
from bihuan.main.demo.truth import province_truth
from bihuan.registry.identifier import CreditCodeState, read_identifier
from tests.main.demo.moments import MIDNIGHT, TODAY

FIRST, LAST = MIDNIGHT - 30 * 24, MIDNIGHT


def test_province_has_more_than_three_hundred_units_and_one_waste_incinerator() -> None:
    assert len(units()) > 300
    assert sum(unit.trade == "incineration" for unit in units()) == 1
    assert len(furnaces()) == 2


def test_districts_are_twenty_one_cities_and_their_counties() -> None:
    codes = [row["code"] for row in counties()]
    assert len({code[:4] for code in codes}) == 21
    assert len(codes) == len(set(codes)) == 124


def test_every_unit_is_marked_as_invented_and_has_a_valid_credit_code() -> None:
    for unit in units():
        assert re.search(r"（演示\d{3}）$", unit.name)
        code = credit_code(unit)
        assert code[8:11] == "DEM"
        assert read_identifier(code).state is CreditCodeState.VALID
    assert len({credit_code(unit) for unit in units()}) == len(units())


def test_every_outlet_has_a_device_number_of_its_own_as_long_as_its_edition_asks() -> None:
    assert len({outlet.mn for outlet in outlets()}) == len(outlets())
    for outlet in outlets():
        assert len(outlet.mn) == (14 if outlet.edition == "2005" else 24)
    assert {outlet.edition for outlet in outlets()} == {"2005", "2017", "2025"}


def test_every_limited_factor_names_the_source_of_its_limit() -> None:
    for outlet in outlets():
        for factor in outlet.kind.factors:
            assert bool(factor.limit) == bool(factor.source)


@pytest.mark.parametrize("group", kinds(), ids=lambda group: str(group[0].kind.kind))
def test_limits_are_broken_only_where_an_exceedance_is_planted(group: tuple[Outlet, ...]) -> None:
    hours = outlet_hours(group, FIRST, LAST)
    excused = np.zeros(hours.flag.shape, dtype=bool)
    for event in _events(group):
        if event.kind is EmissionEvent.EXCEEDANCE:
            excused[_place(group, event)] = True
    for factor in group[0].kind.factors:
        if factor.limit is not None and factor.role != "ph":
            shown = hours.converted if factor.role == "converted" else hours.measured
            over = np.nan_to_num(shown[factor.factor.code]) > factor.limit
            assert not (over & ~excused & (hours.flag != Flag.STOPPED)).any()


def test_planted_exceedances_stand_above_the_limit() -> None:
    group = _group("dyeing_water")
    hours = outlet_hours(group, FIRST, LAST)
    events = [e for e in _events(group) if e.kind is EmissionEvent.EXCEEDANCE]
    assert events
    limits = {f.factor.code: f.limit for f in group[0].kind.factors}
    others = {
        (e.outlet, e.factor) for e in _events(group) if e.kind is not EmissionEvent.EXCEEDANCE
    }
    for event in events:
        if (event.outlet, event.factor) not in others:
            values = hours.measured[event.factor][_place(group, event)]
            limit = limits[event.factor]
            assert limit is not None
            assert (values[~np.isnan(values)] > limit).all()


@pytest.mark.parametrize("kind", ("coal_unit", "dyeing_water", "waste_furnace", "voc_outlet"))
def test_the_hour_is_the_mean_of_its_minutes_but_for_a_planted_mismatch(kind: str) -> None:
    group = _group(kind)
    hours, minutes = outlet_hours(group, FIRST, LAST), outlet_minutes(group, FIRST, LAST)
    odd = np.zeros(hours.flag.shape, dtype=bool)
    for event in _events(group):
        if event.kind is EmissionEvent.HOUR_MISMATCH:
            odd[_place(group, event)] = True
    for code, values in hours.measured.items():
        gap = np.abs(minutes.measured[code].mean(axis=2) - values)
        assert not (np.nan_to_num(gap)[~odd] > 1e-6).any()


@pytest.mark.requirement("B1.7")
def test_a_planted_mismatch_shows_between_minutes_and_hour() -> None:
    planted = [e for e in _all_events() if e.kind is EmissionEvent.HOUR_MISMATCH]
    assert planted
    event = planted[0]
    group = next(g for g in kinds() if event.outlet in {o.number for o in g})
    place = _place(group, event)
    hours, minutes = outlet_hours(group, FIRST, LAST), outlet_minutes(group, FIRST, LAST)
    shown = hours.measured[event.factor][place]
    true = minutes.measured[event.factor].mean(axis=2)[place]
    known = ~np.isnan(shown)
    assert np.allclose(shown[known] / true[known], event.size, atol=0.05)


def test_amounts_follow_from_concentration_and_flow() -> None:
    hours = outlet_hours(_group("sewage_water"), FIRST, FIRST + 24)
    volume = hours.measured["w00000"] * 3.6
    expected = hours.measured["w01018"] * volume / 1000
    assert np.allclose(hours.amount["w01018"], expected, atol=1e-3, equal_nan=True)


def test_conversion_gives_the_printed_example_and_nothing_near_air() -> None:
    assert converted(np.array([60.0]), np.array([9.0]), 11.0).round(2).tolist() == [50.0]
    assert np.isnan(converted(np.array([60.0]), np.array([20.8]), 11.0)).all()


def test_days_of_too_few_hours_are_missing() -> None:
    hours = outlet_hours(_group("paper_water"), FIRST, LAST)
    days = outlet_days(hours)
    by_day = (~np.isnan(hours.measured["w01018"])).reshape(-1, 30, 24).sum(axis=2)
    assert (np.isnan(days.measured["w01018"]) == (by_day < 20)).all()


def test_some_unit_is_silent_at_every_moment() -> None:
    numbers = outlets()
    for hour in range(FIRST, LAST, 12):
        silent = silence(numbers, 1, np.array([hour]))
        assert silent.any()
        assert silent.mean() < 0.12


def test_furnaces_fall_below_850_only_on_planted_days_or_when_stopped() -> None:
    slots = furnace_slots(FIRST, LAST)[REPORTED.code]
    planted = {(low.outlet, low.day): low.slots for low in low_days(TODAY - 30, TODAY)}
    assert any(slots > 5 for slots in planted.values())
    flags = outlet_hours(furnaces(), FIRST, LAST).flag
    for row, line in enumerate(furnaces()):
        for day in range(30):
            hours = slice(day * 24, day * 24 + 24)
            if (flags[row, hours] == Flag.STOPPED).any():
                continue
            low = int((slots[row, hours] < 850).sum())
            assert low <= planted.get((line.number, TODAY - 30 + day), 0)


def test_truth_of_the_province_lists_every_kind() -> None:
    kinds_found = {t.kind for t in province_truth(hour_start(FIRST), hour_start(LAST))}
    assert {kind.value for kind in EmissionEvent} <= kinds_found
    assert {"silence", "furnace_violation"} <= kinds_found


def _group(kind: str) -> tuple[Outlet, ...]:
    return next(group for group in kinds() if group[0].kind.kind == kind)


def _all_events() -> tuple[PlantedEvent, ...]:
    return planted_events(outlets(), FIRST, LAST)


def _events(group: tuple[Outlet, ...]) -> list[PlantedEvent]:
    mine = {outlet.number for outlet in group}
    return [event for event in _all_events() if event.outlet in mine]


def _place(group: tuple[Outlet, ...], event: PlantedEvent) -> tuple[int, slice]:
    row = [outlet.number for outlet in group].index(event.outlet)
    return row, slice(max(event.start - FIRST, 0), max(event.end - FIRST, 0))


@pytest.mark.parametrize("group", kinds(), ids=lambda group: str(group[0].kind.kind))
def test_a_window_of_hours_is_part_of_a_longer_one(group: tuple[Outlet, ...]) -> None:
    whole, part = outlet_hours(group, FIRST, LAST), outlet_hours(group, FIRST + 91, LAST - 137)
    for values, cut in ((whole.measured, part.measured), (whole.amount, part.amount)):
        for code, series in values.items():
            assert np.array_equal(series[:, 91:-137], cut[code], equal_nan=True)


@pytest.mark.parametrize("kind", ("dyeing_water", "coal_unit"))
def test_a_window_of_minutes_is_part_of_a_longer_one(kind: str) -> None:
    group = _group(kind)
    whole, part = outlet_minutes(group, FIRST, LAST), outlet_minutes(group, FIRST + 91, LAST - 137)
    for code, series in whole.measured.items():
        assert np.array_equal(series[:, 91:-137], part.measured[code], equal_nan=True)
