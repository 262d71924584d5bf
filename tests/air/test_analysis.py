"""Analysts' figures against hand calculations and the published behaviour of reference packages."""

from datetime import date

import numpy as np
import pytest

from bihuan.air.analysis.hot_spot import hot_spots, hours_words
from bihuan.air.analysis.polar import polar_surface
from bihuan.air.analysis.relation import correlations, fit, ranks, ratio
from bihuan.air.analysis.time_variation import by_hour, by_month, by_weekday
from bihuan.air.analysis.trend import kendall_variance, mann_kendall, theil_sen
from bihuan.air.analysis.wind import (
    mean_wind,
    pollution_rose,
    sector_shares,
    wind_rose,
)

MONDAY = date(2026, 3, 2)


@pytest.mark.requirement("A3.9")
def test_the_hour_of_the_day_and_its_interval() -> None:
    values = np.tile(np.arange(24.0), 4)
    values[:24] += 2.0
    found = by_hour(values, MONDAY)
    assert found.mean[5] == 5.5
    # four values 7, 5, 5, 5: s = 1, half width 1.96 / 2
    assert found.high[5] - found.mean[5] == pytest.approx(0.98)
    assert found.count.tolist() == [4] * 24


@pytest.mark.requirement("A3.9")
def test_weekdays_and_months_stand_in_their_places() -> None:
    values = np.repeat(np.arange(31.0), 24)
    assert by_weekday(values, MONDAY).mean[0] == pytest.approx(np.mean([0, 7, 14, 21, 28]))
    months = by_month(values, date(2026, 1, 30))
    assert months.mean[0] == 0.5
    assert np.isnan(months.mean[6])


@pytest.mark.requirement("A1.9")
def test_the_mean_of_350_and_10_degrees_is_north_and_calm_has_no_direction() -> None:
    north = mean_wind(np.array([3.0, 3.0]), np.array([350.0, 10.0]))
    assert min(north.direction, 360 - north.direction) < 1e-6
    assert north.steadiness == pytest.approx(np.cos(np.radians(10)))
    calm = mean_wind(np.array([3.0, 0.2]), np.array([90.0, 270.0]))
    assert (calm.direction, calm.speed) == (pytest.approx(90.0), pytest.approx(1.5))
    assert np.isnan(mean_wind(np.array([2.0, 2.0]), np.array([0.0, 180.0])).direction)


@pytest.mark.requirement("A3.9")
def test_a_wind_rose_adds_up_with_its_calm() -> None:
    speed = np.array([0.2, 1.0, 2.0, 6.0])
    rose = wind_rose(speed, np.array([10.0, 0.0, 90.0, 91.0]))
    assert rose.calm == 0.25
    assert rose.share[0, 0] == rose.share[1, 4] == rose.share[3, 4] == 0.25
    assert rose.share.sum() + rose.calm == 1.0


@pytest.mark.requirement("A3.9")
def test_a_pollution_rose_classes_by_concentration() -> None:
    rose = pollution_rose(
        np.array([10.0, 80.0, np.nan]), np.full(3, 2.0), np.full(3, 180.0), steps=(0, 35, 75)
    )
    assert rose.share[:, 8].tolist() == [0.5, 0.0, 0.5]
    assert rose.count == 2


@pytest.mark.requirement("A3.9", "A3.10")
def test_sector_contributions_and_the_conditional_probability() -> None:
    values = np.array([10.0, 20.0, 30.0, 140.0])
    found = sector_shares(values, np.array([2.0, 2.0, 0.1, 2.0]), np.array([0.0, 0.0, 0.0, 90.0]))
    assert found.share[0] + found.share[4] + found.calm == pytest.approx(1.0)
    assert (found.share[4], found.calm) == (pytest.approx(0.7), pytest.approx(0.15))
    assert (found.probability[4], found.probability[0]) == (1.0, 0.0)
    assert found.mean[0] == 15.0


@pytest.mark.requirement("A3.9")
def test_a_polar_plot_points_at_the_planted_source() -> None:
    chance = np.random.default_rng(3)
    direction, speed = chance.uniform(0, 360, 4000), chance.uniform(0.5, 6.0, 4000)
    off = np.abs(direction - 225.0)
    source = 80.0 * np.exp(-0.5 * (off / 20.0) ** 2) * np.exp(-0.5 * ((speed - 4.0) / 0.8) ** 2)
    surface = polar_surface(20.0 + source + chance.normal(0, 2, 4000), speed, direction)
    ring, turn = np.unravel_index(np.nanargmax(surface.value), surface.value.shape)
    assert abs(surface.direction[turn] - 225) <= 10
    assert abs(surface.speed[ring] - 4.0) <= 0.5


@pytest.mark.requirement("A3.9")
def test_a_line_its_correlations_and_ranks() -> None:
    x, y = np.array([1.0, 2, 3, 4, 5]), np.array([2.0, 1, 4, 3, 5])
    found = fit(x, y)
    assert found.slope == pytest.approx(0.8)
    assert found.correlation == found.rank_correlation == pytest.approx(0.8)
    assert ranks(np.array([3.0, 1, 3, 2])).tolist() == [3.5, 1.0, 3.5, 2.0]
    assert correlations(np.vstack([x, y]))[0, 1] == pytest.approx(0.8)
    assert np.isnan(ratio(np.array([5.0]), np.array([0.0]))).all()


@pytest.mark.requirement("A3.9")
def test_theil_sen_equals_the_published_estimator() -> None:
    """The example of R's ``mblm``/``scipy.stats.theilslopes`` on a line with one outlier."""
    x = np.arange(10.0)
    y = 2.0 * x + 1.0
    y[9] = 100.0
    found = theil_sen(x, y)
    assert (found.slope, found.intercept) == (2.0, 1.0)
    # S of nine rising and the last also above all: 45 pairs, variance 125, z = 44 / sqrt(125)
    assert kendall_variance(y) == 125.0
    assert found.p == pytest.approx(8.3e-5, rel=0.02)
    assert found.low == 2.0 and found.high >= 2.0


@pytest.mark.requirement("A3.9")
def test_noise_has_no_trend_and_a_trend_lies_in_its_limits() -> None:
    chance = np.random.default_rng(11)
    x = np.arange(48.0)
    inside = significant = 0
    for _ in range(60):
        noise = chance.normal(0, 5, 48)
        significant += theil_sen(x, noise).is_significant
        found = theil_sen(x, noise - 0.5 * x)
        inside += found.low <= -0.5 <= found.high
    assert significant <= 8
    assert inside >= 52
    assert mann_kendall(np.ones(10)) == 1.0


def network(chance: np.random.Generator, days: int = 84, series: int = 20) -> np.ndarray:
    regional = np.exp(np.repeat(chance.normal(3.8, 0.4, days), 24))
    return regional * np.exp(chance.normal(0, 0.25, (series, 24 * days)))


@pytest.mark.requirement("A1.14")
@pytest.mark.parametrize("seed", range(5))
def test_white_noise_yields_no_hot_spot(seed: int) -> None:
    found = hot_spots(network(np.random.default_rng(seed)), MONDAY)
    assert found.places == () and found.hours == ()


@pytest.mark.requirement("A1.14")
def test_a_planted_place_and_its_hours_are_found_and_nothing_else() -> None:
    values = network(np.random.default_rng(7))
    hours = np.arange(values.shape[1])
    works = np.isin(hours % 24, (22, 23, 0, 1)) & np.isin(hours // 24 % 7, (4, 5, 6))
    values[3] += 25.0 * works
    values[8] *= 1.3
    found = hot_spots(values, MONDAY)
    assert [one.series for one in found.places] == [8]
    assert [one.series for one in found.hours] == [3]
    assert found.hours[0].weekdays == (4, 5, 6)
    assert hours_words(found.hours[0].hours) == "22—2 时"


@pytest.mark.requirement("A1.14")
def test_a_network_of_two_says_nothing() -> None:
    values = network(np.random.default_rng(7), series=2)
    values[1] *= 3.0
    assert hot_spots(values, MONDAY).places == ()
