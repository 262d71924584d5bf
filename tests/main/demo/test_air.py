"""Whether the generated air behaves as air does."""

import numpy as np
import pytest

from bihuan.main.demo.air import true_air
from bihuan.main.demo.county import network
from bihuan.main.demo.episode import Episode, Spell, episodes
from bihuan.main.demo.moment import hour_of_day, month
from bihuan.main.demo.noise import Real, Whole
from bihuan.main.demo.weather import county_weather, sun_height
from tests.main.demo.moments import MIDNIGHT, first_hour

SMALL = network(6)
YEAR = np.arange(MIDNIGHT - 365 * 24, MIDNIGHT)


@pytest.fixture(scope="module")
def air() -> dict[str, Real]:
    """A year of true air at the stations of the small county."""
    return true_air(SMALL, YEAR)


def test_nothing_is_negative_and_nothing_is_missing(air: dict[str, Real]) -> None:
    for values in air.values():
        assert (values > 0).all()


def test_ozone_peaks_in_the_afternoon_of_summer_days(air: dict[str, Real]) -> None:
    by_day = air["o3"].mean(axis=0).reshape(-1, 24)
    summer = np.isin(month(YEAR).reshape(-1, 24)[:, 0], (6, 7, 8))
    peaks = by_day[summer].argmax(axis=1)
    assert 13 <= np.median(peaks) <= 16
    assert (by_day[summer].max(axis=1) > 2 * by_day[summer][:, 5]).mean() > 0.9


def test_ozone_is_a_matter_of_summer_and_particles_one_of_winter(air: dict[str, Real]) -> None:
    summer, winter = (np.isin(month(YEAR), m) for m in ((6, 7, 8), (12, 1, 2)))
    assert air["o3"][:, summer].mean() > 2 * air["o3"][:, winter].mean()
    assert air["pm25"][:, winter].mean() > 2 * air["pm25"][:, summer].mean()


def test_nitrogen_dioxide_has_a_morning_and_an_evening_peak(air: dict[str, Real]) -> None:
    day = np.array([air["no2"][:, hour_of_day(YEAR) == hour].mean() for hour in range(24)])
    assert 6 <= day[:12].argmax() <= 9
    assert 18 <= 12 + day[12:].argmax() <= 22


def test_annual_means_are_those_of_a_county_of_the_plain(air: dict[str, Real]) -> None:
    assert 35 < air["pm25"].mean() < 55
    assert 60 < (air["pm25"] + air["coarse"]).mean() < 95
    assert 20 < air["no2"].mean() < 40
    assert 4 < air["so2"].mean() < 15
    assert 0.5 < air["co"].mean() < 1.2


def test_neighbours_move_together_but_are_not_the_same(air: dict[str, Real]) -> None:
    log = np.log(air["pm25"])
    pairs = np.corrcoef(log)[np.triu_indices(len(log), 1)]
    assert pairs.min() > 0.7
    assert pairs.max() < 0.9999


def test_dust_raises_coarse_particles_far_above_fine_ones() -> None:
    storm = _strongest(Spell.DUST, 2024, 2026)
    air = true_air(SMALL, np.arange(storm.start - 24, storm.end + 2))
    total = (air["pm25"] + air["coarse"]).mean(axis=0)
    height = int(total.argmax())
    assert total[height] > 400
    assert air["pm25"].mean(axis=0)[height] < 0.35 * total[height]
    assert county_weather(np.arange(storm.start, storm.end)).wind_speed.max() > 4


def test_dust_comes_from_the_north_west() -> None:
    storm = _strongest(Spell.DUST, 2024, 2026)
    hours = np.arange(storm.start, storm.end)
    assert 270 < county_weather(hours).wind_direction[len(hours) // 5] < 345


def test_fireworks_of_new_years_eve_raise_fine_particles_and_sulphur() -> None:
    eve = first_hour(2026, 2, 16) + 22
    air = true_air(SMALL, np.arange(eve - 10, eve + 6))
    assert air["pm25"][:, 10:13].mean() > air["pm25"][:, :4].mean() + 90
    assert air["so2"][:, 10:13].mean() > air["so2"][:, :4].mean() + 20


def test_haze_comes_with_calm_and_moisture() -> None:
    winter = np.isin(month(YEAR), (11, 12, 1, 2))
    hazy = _hours_of(Spell.HAZE, YEAR) & winter
    clear = winter & ~hazy
    weather = county_weather(YEAR)
    assert weather.wind_speed[hazy].mean() < 0.85 * weather.wind_speed[clear].mean()
    assert weather.humidity[hazy].mean() > weather.humidity[clear].mean() + 2


def test_weather_has_seasons_and_stays_within_what_is_possible() -> None:
    weather = county_weather(YEAR)
    january, july = (weather.temperature[month(YEAR) == m].mean() for m in (1, 7))
    assert -3 < january < 6
    assert 25 < july < 32
    assert weather.humidity.min() > 5
    assert weather.humidity.max() < 100
    assert 350 < weather.rain.sum() < 1000
    assert (weather.radiation[sun_height(YEAR) == 0] == 0).all()


def test_a_window_of_air_is_part_of_a_longer_one(air: dict[str, Real]) -> None:
    part = true_air(SMALL, YEAR[3000:3100])
    for name, values in part.items():
        assert np.allclose(values, air[name][:, 3000:3100], rtol=1e-12, atol=0)


def _strongest(kind: Spell, first_year: int, last_year: int) -> Episode:
    found = episodes(kind, first_hour(first_year, 1, 1), first_hour(last_year, 12, 31))
    return max(found, key=lambda episode: episode.strength)


def _hours_of(kind: Spell, hours: Whole) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    inside = np.zeros(len(hours), dtype=bool)
    for spell in episodes(kind, int(hours[0]), int(hours[-1])):
        inside |= (hours >= spell.start) & (hours < spell.end)
    return inside
