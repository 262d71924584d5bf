"""Hourly weather of the county: seasons, days, passing fronts, and what the spells ask for."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bihuan.main.demo.episode import Spell, intensity
from bihuan.main.demo.moment import day_of_year, hour_of_day, summer_share
from bihuan.main.demo.noise import Real, Whole, smooth
from bihuan.main.demo.seed import Stream

LATITUDE: Final = np.radians(34.75)
CLOCK_LATE_H: Final = (120.0 - 113.0) / 15.0


@dataclass(frozen=True, slots=True)
class Weather:
    """One number an hour for the whole county, each of shape (time,).

    Attributes:
        temperature: [℃]
        humidity: relative. [%]
        pressure: at 130 m. [kPa]
        wind_east: component towards the east. [m/s]
        wind_north: component towards the north. [m/s]
        radiation: global, on the ground. [W/m²]
        rain: [mm in the hour]
    """

    temperature: Real
    humidity: Real
    pressure: Real
    wind_east: Real
    wind_north: Real
    radiation: Real
    rain: Real

    @property
    def wind_speed(self) -> Real:
        """[m/s]"""
        speed: Real = np.hypot(self.wind_east, self.wind_north)
        return speed

    @property
    def wind_direction(self) -> Real:
        """Where the wind comes from, clockwise from north. [°], 0 to 360"""
        direction: Real = np.degrees(np.arctan2(-self.wind_east, -self.wind_north)) % 360.0
        return direction


def _chance(hours: Whole, number: int, scale: int) -> Real:
    """One county-wide wave of chance."""
    row: Real = smooth(Stream.WEATHER, np.array([number]), hours, scale=scale)[0]
    return row


def sun_height(hours: Whole) -> Real:
    """Sine of the sun's elevation in the middle of each hour, 0 at night.

    >>> noon_in_june = np.array([495532])  # 2026-07-13 12:00 in Shanghai
    >>> bool(sun_height(noon_in_june)[0] > 0.9)
    True
    """
    declination = np.radians(-23.44) * np.cos(2.0 * np.pi * (day_of_year(hours) + 10) / 365.25)
    angle = np.radians(15.0 * (hour_of_day(hours) + 0.5 - 12.0 - CLOCK_LATE_H))
    height = np.sin(LATITUDE) * np.sin(declination)
    height = height + np.cos(LATITUDE) * np.cos(declination) * np.cos(angle)
    above: Real = np.clip(height, 0.0, None)
    return above


def _cloud(hours: Whole, ozone: Real) -> Real:
    """Cover from 0 to 1; a clear sky comes with an ozone spell."""
    wave = 0.95 * _chance(hours, 1, 60) + 0.45 * _chance(hours, 2, 14) + 0.25 * summer_share(hours)
    cover: Real = 1.0 / (1.0 + np.exp(-1.7 * (wave - 0.15)))
    return cover * np.clip(1.0 - 2.2 * ozone, 0.15, 1.0)


def _wind(hours: Whole, *, haze: Real, dust: Real, sun: Real) -> tuple[Real, Real]:
    """Components towards east and north: the valley, the fronts, calm haze, dusty north-west."""
    breath = (0.75 + 0.7 * sun) * np.clip(1.0 - 0.85 * haze, 0.25, 1.0)
    east = -0.4 + 1.5 * _chance(hours, 3, 52) + 0.45 * _chance(hours, 4, 7)
    north = 0.2 + 1.1 * _chance(hours, 5, 46) + 0.4 * _chance(hours, 6, 7)
    storm = np.clip(dust / 250.0, 0.0, 2.2)
    return east * breath + 2.4 * storm, north * breath - 2.0 * storm


def _rain(hours: Whole, cloud: Real) -> Real:
    """Millimetres in the hour: under thick cloud only, and mostly in summer."""
    heavy = _chance(hours, 7, 9) + 0.45 * summer_share(hours) - 0.75
    amount: Real = np.where(cloud > 0.62, np.clip(heavy, 0.0, None) ** 1.6 * 1.25, 0.0)
    return np.where(amount < 0.1, 0.0, amount)


def county_weather(hours: Whole) -> Weather:
    """The weather of each hour; the same hour has the same weather in every window.

    Args:
        hours: running hours, rising without a gap, shape (time,).
    """
    ozone = intensity(Spell.OZONE, hours, rise=0.5)[0]
    haze = intensity(Spell.HAZE, hours, rise=0.7)[0]
    dust = intensity(Spell.DUST, hours, rise=0.2)[0]
    sun, summer = sun_height(hours), summer_share(hours)
    cloud = _cloud(hours, ozone)
    afternoon = np.cos(2.0 * np.pi * (hour_of_day(hours) - 14.6) / 24.0)
    swing = (2.6 + 2.6 * (1.0 - cloud)) * afternoon
    front = _chance(hours, 8, 110)
    rain = _rain(hours, cloud)
    east, north = _wind(hours, haze=haze, dust=dust, sun=sun)
    moist = 57.0 + 11.0 * np.cos(2.0 * np.pi * (day_of_year(hours) - 225) / 365.25)
    moist = moist + 15.0 * _chance(hours, 9, 70) + 9.0 * (cloud - 0.4)
    moist += (74.0 - moist) * np.clip(1.3 * haze, 0.0, 1.0)
    moist = moist - 3.1 * swing - 0.05 * dust + 14.0 * np.tanh(rain)
    return Weather(
        temperature=15.2 + 12.9 * summer + swing + 3.1 * front + 4.0 * ozone - 1.2 * np.tanh(rain),
        humidity=np.clip(moist, 9.0, 99.0),
        pressure=100.05 - 0.95 * summer - 0.42 * front - 0.05 * afternoon,
        wind_east=east,
        wind_north=north,
        radiation=1030.0 * sun**1.12 * (1.0 - 0.74 * cloud),
        rain=rain,
    )
