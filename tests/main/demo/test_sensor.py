"""What the stations report: minutes, hours and days that agree, and planted faults that show."""

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.main.demo.county import network
from bihuan.main.demo.disaggregate import minutes_of
from bihuan.main.demo.factor import CO, O3, PM10, PM25, POLLUTANTS, RAIN, WEATHER, WIND_DIRECTION
from bihuan.main.demo.mast import mast_days, mast_hours, mast_minutes, masts
from bihuan.main.demo.moment import hour_start
from bihuan.main.demo.noise import Real
from bihuan.main.demo.sensor import station_days, station_hours, station_minutes
from bihuan.main.demo.sensor_fault import SensorFault, planted_faults
from bihuan.main.demo.truth import county_truth
from tests.main.demo.moments import MIDNIGHT

SMALL = network(10)
FIRST, LAST = MIDNIGHT - 40 * 24, MIDNIGHT - 10 * 24


@pytest.fixture(scope="module")
def hours() -> dict[str, Real]:
    """A month of hours of the small county."""
    return station_hours(SMALL, FIRST, LAST)


def test_same_seed_gives_the_same_bytes(hours: dict[str, Real]) -> None:
    again = station_hours(SMALL, FIRST, LAST)
    assert _digest(again) == _digest(hours)


def test_every_value_is_printed_with_its_factors_digits(hours: dict[str, Real]) -> None:
    for factor in POLLUTANTS:
        known = hours[factor.code][~np.isnan(hours[factor.code])]
        assert np.allclose(known, np.round(known, factor.decimals), atol=1e-12)
        assert known.min() >= 0


def test_pm25_is_never_above_pm10_but_where_a_fault_is_planted(hours: dict[str, Real]) -> None:
    above = hours[PM25.code] > hours[PM10.code]
    for fault in planted_faults(SMALL, FIRST, LAST):
        above[_row(fault.station), max(fault.start - FIRST, 0) : max(fault.end - FIRST, 0)] = False
    assert not above.any()


def test_the_hour_is_the_mean_of_its_minutes(hours: dict[str, Real]) -> None:
    minutes = station_minutes(SMALL, LAST - 72, LAST, per_hour=12)
    for factor in POLLUTANTS:
        means = minutes[factor.code].mean(axis=2)
        assert np.allclose(means, hours[factor.code][:, -72:], atol=1e-9, equal_nan=True)


def test_minutes_keep_pm25_below_pm10_wherever_the_hours_do(hours: dict[str, Real]) -> None:
    minutes = station_minutes(SMALL, LAST - 72, LAST, per_hour=12)
    sound = hours[PM25.code][:, -72:] <= hours[PM10.code][:, -72:]
    assert (minutes[PM25.code] <= minutes[PM10.code])[sound].all()


def test_the_day_is_the_mean_of_its_hours_and_needs_twenty(hours: dict[str, Real]) -> None:
    days = station_days(hours)
    by_day = hours[CO.code].reshape(len(SMALL.stations), 30, 24)
    enough = (~np.isnan(by_day)).sum(axis=2) >= 20
    assert (np.isnan(days[CO.code]) == ~enough).all()
    means = np.nanmean(by_day[enough], axis=1)
    assert np.abs(days[CO.code][enough] - means).max() <= 0.00051


def test_weather_minutes_agree_with_the_hours() -> None:
    small = masts(SMALL)
    hours = mast_hours(small, LAST - 48, LAST)
    minutes = mast_minutes(small, LAST - 48, LAST, per_hour=12)
    for factor in WEATHER:
        if factor is not WIND_DIRECTION:
            means = minutes[factor.code].mean(axis=2)
            assert np.allclose(means, hours[factor.code], atol=1e-9, equal_nan=True)
    angle = np.radians(minutes[WIND_DIRECTION.code])
    mean = np.degrees(np.arctan2(np.sin(angle).mean(axis=2), np.cos(angle).mean(axis=2)))
    gap = (mean - hours[WIND_DIRECTION.code] + 180) % 360 - 180
    assert np.nanmax(np.abs(gap)) < 1e-6


def test_rain_falls_in_whole_tips_of_the_gauge() -> None:
    rain = mast_minutes(masts(SMALL), MIDNIGHT - 130 * 24, MIDNIGHT - 120 * 24, per_hour=12)
    tips = rain[RAIN.code][~np.isnan(rain[RAIN.code])] / 1.2
    assert tips.max() >= 1
    assert np.allclose(tips, np.round(tips), atol=1e-9)


def test_daily_wind_direction_is_a_vector_mean() -> None:
    days = mast_days(mast_hours(masts(SMALL), FIRST, FIRST + 48))
    assert days[WIND_DIRECTION.code].shape == (len(masts(SMALL).stations), 2)
    assert np.nanmax(days[WIND_DIRECTION.code]) < 360


def test_every_kind_of_fault_is_planted_each_month_and_none_at_the_provincial_stations() -> None:
    county = network()
    for month in range(6):
        first = MIDNIGHT - (month + 1) * 720
        faults = planted_faults(county, first, first + 720)
        assert {fault.kind for fault in faults} == set(SensorFault)
        assert not {fault.station for fault in faults} & {101, 102}


@pytest.mark.parametrize("kind", SensorFault)
def test_a_planted_fault_shows_where_the_truth_says(kind: SensorFault) -> None:
    county = network()
    fault = next(f for f in planted_faults(county, FIRST, LAST) if f.kind is kind)
    place = [s.number for s in county.stations].index(fault.station)
    values = station_hours(county, fault.start - 24, fault.end + 1)
    inside = values[fault.factor][place, 24:-1]
    match kind:
        case SensorFault.DEAD:
            assert np.isnan(inside).all()
        case SensorFault.STUCK:
            assert len(np.unique(inside[~np.isnan(inside)])) <= 1
        case SensorFault.INVERSION:
            known = ~np.isnan(inside)
            assert (inside[known] >= values[PM10.code][place, 24:-1][known]).all()
        case SensorFault.SPIKE | SensorFault.DRIFT:
            neighbours = np.nanmedian(values[fault.factor][:, 24:-1], axis=0)
            assert np.nanmax(inside / neighbours) > 1.3


def test_a_stuck_sensor_shows_one_level_however_the_window_is_cut() -> None:
    county = network()
    fault = next(f for f in planted_faults(county, FIRST, LAST) if f.kind is SensorFault.STUCK)
    place = [s.number for s in county.stations].index(fault.station)
    whole = station_hours(county, fault.start, fault.end)[fault.factor][place]
    part = station_hours(county, fault.start + 5, fault.end)[fault.factor][place]
    assert np.array_equal(whole[5:], part, equal_nan=True)


def test_truth_lists_spells_faults_silences_and_hot_spots() -> None:
    kinds = {t.kind for t in county_truth(network(), hour_start(FIRST - 7000), hour_start(LAST))}
    assert {"dust", "haze", "ozone", "fireworks", "silence", "hot_spot"} <= kinds
    assert {kind.value for kind in SensorFault} <= kinds


levels = st.lists(st.integers(0, 9000), min_size=3, max_size=30)


@settings(max_examples=60)
@given(tenths=levels, parts=st.sampled_from((4, 6, 12, 60)), key=st.integers(0, 10_000))
def test_parts_of_any_hours_add_up_to_them(tenths: list[int], parts: int, key: int) -> None:
    hours = np.array([tenths]) / 10.0
    spread = minutes_of(hours, np.array([key]), first=495_000, per_hour=parts, factor=O3)
    assert np.allclose(spread.mean(axis=2), hours[:, 1:-1], atol=1e-9)
    assert (spread >= 0).all()


def _digest(values: dict[str, Real]) -> str:
    content = b"".join(values[code].tobytes() for code in sorted(values))
    return hashlib.sha256(content).hexdigest()


def _row(station: int) -> int:
    return [s.number for s in SMALL.stations].index(station)


@settings(max_examples=15, deadline=None)
@given(start=st.integers(0, 700), length=st.integers(1, 20))
def test_a_window_of_hours_and_minutes_is_part_of_a_longer_one(start: int, length: int) -> None:
    first, last = FIRST + start, FIRST + start + length
    hours, part = station_hours(SMALL, FIRST, LAST), station_hours(SMALL, first, last)
    cut = slice(start, start + length)
    for code, values in part.items():
        assert np.array_equal(values, hours[code][:, cut], equal_nan=True)
    long = station_minutes(SMALL, first - 3, last + 2, per_hour=12)
    short = station_minutes(SMALL, first, last, per_hour=12)
    for code, values in short.items():
        assert np.array_equal(values, long[code][:, 3:-2], equal_nan=True)
