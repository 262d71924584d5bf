"""The county's air: six pollutants an hour at every station, before any sensor spoils them.

A background for the county (season, hour, weather, spells) times the character of a place,
times noise that neighbours share, plus standing local sources. PM10 is PM2.5 plus a coarse part.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bihuan.main.demo.county import Network
from bihuan.main.demo.episode import Spell, intensity
from bihuan.main.demo.hot_spot import HOT_SPOTS, plume
from bihuan.main.demo.moment import hour_of_day, month, summer_share, weekday, year
from bihuan.main.demo.noise import Real, Whole, smooth
from bihuan.main.demo.seed import Stream
from bihuan.main.demo.weather import Weather, county_weather

SPECIES: Final = ("pm25", "coarse", "so2", "no2", "co", "o3")
WARM_UP_H: Final = 6
ANCHORS: Final = (
    (-14.0, -2.0), (-8.0, 7.0), (-4.0, 4.0), (0.0, 6.0), (3.0, 0.0), (6.0, 12.0),
    (9.0, 2.0), (14.0, 0.0), (19.0, 0.0), (-10.0, -6.0), (0.0, -10.0), (8.0, -8.0),
)  # fmt: skip
PM_DAY: Final = np.array(
    [1.10, 1.08, 1.05, 1.02, 1.00, 1.00, 1.03, 1.09, 1.14, 1.13, 1.08, 1.00,
     0.93, 0.87, 0.83, 0.82, 0.84, 0.90, 0.98, 1.06, 1.11, 1.13, 1.13, 1.12]
)  # fmt: skip
COARSE_DAY: Final = np.array(
    [0.86, 0.80, 0.76, 0.75, 0.78, 0.88, 1.02, 1.18, 1.25, 1.22, 1.14, 1.05,
     0.98, 0.96, 0.98, 1.02, 1.08, 1.16, 1.20, 1.16, 1.08, 1.00, 0.94, 0.90]
)  # fmt: skip
NO2_DAY: Final = np.array(
    [1.08, 1.00, 0.93, 0.89, 0.89, 0.96, 1.10, 1.25, 1.26, 1.10, 0.92, 0.78,
     0.69, 0.63, 0.61, 0.64, 0.75, 0.96, 1.20, 1.33, 1.35, 1.30, 1.22, 1.15]
)  # fmt: skip
SO2_DAY: Final = np.array(
    [0.86, 0.84, 0.82, 0.82, 0.84, 0.88, 0.96, 1.08, 1.22, 1.32, 1.36, 1.28,
     1.16, 1.06, 1.00, 0.96, 0.95, 0.97, 1.02, 1.04, 1.02, 0.98, 0.94, 0.90]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sky:
    """The county-wide forces behind every pollutant, each of shape (time,)."""

    hours: Whole
    weather: Weather
    clock: Whole
    winter: Real
    stagnation: Real
    washed: Real
    lit: Real


def _sky(hours: Whole) -> Sky:
    """Gather the forces; a few hours before are needed for sunlight and rain that lag."""
    early = np.arange(int(hours[0]) - WARM_UP_H, int(hours[-1]) + 1)
    long = county_weather(early)
    weather = Weather(*(getattr(long, name)[WARM_UP_H:] for name in Weather.__slots__))
    waves = smooth(Stream.BACKGROUND, np.array([1, 2]), hours, scale=108)
    quick = smooth(Stream.BACKGROUND, np.array([3]), hours, scale=28)[0]
    thin = np.log((weather.wind_speed + 0.7) / 2.2)
    return Sky(
        hours=hours,
        weather=weather,
        clock=hour_of_day(hours),
        winter=(1.0 - summer_share(hours)) / 2.0,
        stagnation=0.34 * waves[0] + 0.17 * quick - 0.42 * thin,
        washed=np.exp(-0.45 * np.tanh(_lagged(long.rain, (1.0,) * WARM_UP_H) / 2.0)),
        lit=_lagged(long.radiation, (0.08, 0.24, 0.36, 0.32)),
    )


def _lagged(long: Real, weights: tuple[float, ...]) -> Real:
    """Weighted sum of this hour and the hours before it; `long` starts WARM_UP_H early."""
    size = len(long) - WARM_UP_H
    terms = (w * long[WARM_UP_H - back :][:size] for back, w in enumerate(weights))
    total: Real = np.sum(list(terms), axis=0)
    return total


def _improvement(hours: Whole) -> Real:
    """The slow gain of the years, 3 % a year against 2025."""
    gained: Real = np.power(0.97, (year(hours) - 2025).astype(np.float64))
    return gained


def _fine(sky: Sky) -> Real:
    """PM2.5 of the county's background. [µg/m³]"""
    haze = intensity(Spell.HAZE, sky.hours, rise=0.7)[0]
    level = (21.0 + 36.0 * sky.winter**1.3) * _improvement(sky.hours)
    depth = 1.0 + (PM_DAY[sky.clock] - 1.0) * 1.2
    exponent = 1.05 * sky.stagnation + 1.05 * haze - 0.22 * sky.weather.radiation / 800.0
    fine: Real = level * depth * np.exp(exponent) * sky.washed
    return fine


def _coarse(sky: Sky) -> Real:
    """PM10 beyond PM2.5, without dust storms. [µg/m³]"""
    spring = np.isin(month(sky.hours), (3, 4, 5)) * 0.35
    dry = np.clip(1.45 - sky.weather.humidity / 110.0, 0.45, 1.35)
    wind = 0.72 + 0.1 * np.clip(sky.weather.wind_speed, 0.0, 8.0)
    level = 28.0 * (1.0 + spring + 0.25 * sky.winter) * _improvement(sky.hours)
    lifted = COARSE_DAY[sky.clock] * dry * wind
    coarse: Real = level * lifted * np.exp(0.45 * sky.stagnation) * sky.washed
    return coarse


def _nitrogen(sky: Sky) -> Real:
    """NO2: traffic twice a day, less on Sundays. [µg/m³]"""
    sunday = np.where(weekday(sky.hours) == 6, 0.88, 1.0)
    level = (16.0 + 17.0 * sky.winter) * sunday * _improvement(sky.hours)
    no2: Real = level * NO2_DAY[sky.clock] * np.exp(0.8 * sky.stagnation)
    return no2


def _ozone(sky: Sky, no2: Real) -> Real:
    """O3: sunlight of the last hours, warmth and spells make it; NO eats it at night. [µg/m³]"""
    spell = intensity(Spell.OZONE, sky.hours, rise=0.5)[0]
    warm = 0.50 + 0.031 * np.clip(sky.weather.temperature - 8.0, 0.0, 28.0)
    mood = np.exp(0.16 * smooth(Stream.BACKGROUND, np.array([4]), sky.hours, scale=40)[0])
    made = 0.150 * sky.lit * warm * mood * (1.0 + spell)
    rest = 47.0 + 12.0 * summer_share(sky.hours) + made - 0.58 * no2
    ozone: Real = 2.0 + 6.0 * np.log1p(np.exp((rest - 2.0) / 6.0))
    return ozone


def _background(sky: Sky) -> dict[str, Real]:
    """Each species of the county's background, shape (time,)."""
    fine, no2 = _fine(sky), _nitrogen(sky)
    sulphur = (5.0 + 5.5 * sky.winter) * SO2_DAY[sky.clock] * np.exp(0.55 * sky.stagnation)
    return {
        "pm25": fine,
        "coarse": _coarse(sky),
        "so2": sulphur * _improvement(sky.hours),
        "no2": no2,
        "co": 0.26 + 0.0072 * fine + 0.0075 * no2,
        "o3": _ozone(sky, no2),
    }


def _shared(network: Network, hours: Whole, species: int) -> Real:
    """Noise that neighbours share: twelve anchors, weighted by nearness. shape (station, time)"""
    anchors = np.array(ANCHORS)
    east = network.east_km[:, None] - anchors[None, :, 0]
    north = network.north_km[:, None] - anchors[None, :, 1]
    weights = np.exp(-(east**2 + north**2) / (2.0 * 5.5**2)) + 1e-6
    weights /= np.sqrt((weights**2).sum(axis=1, keepdims=True))
    keys = np.arange(len(ANCHORS)) + 100 * species
    slow = smooth(Stream.REGION, keys, hours, scale=22)
    quick = smooth(Stream.REGION, keys + 50, hours, scale=6)
    mixed: Real = weights @ (0.13 * slow + 0.09 * quick)
    return mixed


def _local(network: Network, hours: Whole, species: int) -> Real:
    """What a place has for itself. shape (station, time)"""
    keys = network.numbers * 10 + species
    return 0.06 * smooth(Stream.STATION, keys, hours, scale=9) + 0.035 * smooth(
        Stream.STATION, keys + 100_000, hours, scale=2
    )


def _dust(network: Network, hours: Whole) -> Real:
    """PM10 of dust that comes from the north-west, later in the south-east. [µg/m³]"""
    lag = (network.east_km - network.north_km + 30.0) / 40.0
    return intensity(Spell.DUST, hours, rise=0.2, lag=lag)


def true_air(network: Network, hours: Whole) -> dict[str, Real]:
    """Concentrations at every station, one array a species, shape (station, time).

    Keys are those of SPECIES. [µg/m³; mg/m³ for co]
    """
    sky = _sky(hours)
    air = {}
    for number, (name, background) in enumerate(_background(sky).items()):
        wobble = _shared(network, hours, number) + _local(network, hours, number)
        calm = 0.55 if name in {"co", "o3"} else 1.0
        air[name] = background * network.character(name)[:, None] * np.exp(calm * wobble)
    _add_dust(air, _dust(network, hours))
    _add_fireworks(air, intensity(Spell.FIREWORKS, hours, rise=0.45)[0])
    for spot in HOT_SPOTS:
        felt = plume(spot, network, hours=hours, weather=sky.weather)
        for name, amount in spot.adds.items():
            air[name] += amount * felt
    return air


def _add_dust(air: dict[str, Real], dust: Real) -> None:
    """Dust is mostly coarse, and its wind carries the gases away."""
    air["coarse"] += 0.86 * dust
    air["pm25"] = air["pm25"] * np.exp(-dust / 900.0) + 0.14 * dust
    air["no2"] *= np.exp(-dust / 1400.0)


def _add_fireworks(air: dict[str, Real], blaze: Real) -> None:
    """Crackers: fine particles and SO2 at once, everywhere, for a few hours."""
    air["pm25"] += 190.0 * blaze
    air["coarse"] += 55.0 * blaze
    air["so2"] += 46.0 * blaze
    air["co"] += 0.5 * blaze
