"""What the weather masts beside the stations report (气象参数): hours, minutes and days."""

import numpy as np

from bihuan.main.demo.county import Network
from bihuan.main.demo.daily import daily_mean
from bihuan.main.demo.disaggregate import amounts_of, directions_of, minutes_of
from bihuan.main.demo.factor import (
    HUMIDITY,
    PRESSURE,
    RAIN,
    TEMPERATURE,
    WEATHER,
    WIND_DIRECTION,
    WIND_SPEED,
)
from bihuan.main.demo.noise import Real, smooth
from bihuan.main.demo.seed import Stream
from bihuan.main.demo.sensor import Values, station_silence
from bihuan.main.demo.weather import Weather, county_weather

HEIGHT_M = 130.0


def masts(network: Network) -> Network:
    """The stations with a mast."""
    return Network(tuple(station for station in network.stations if station.has_weather))


def mast_hours(network: Network, first: int, last: int) -> Values:
    """Hourly weather at each mast for the hours [first, last).

    Rain comes in tenths of a millimetre, wind is the vector mean, everything else the mean.

    Returns:
        by factor code, shape (mast, time); NaN where a station is silent.
    """
    hours = np.arange(first, last)
    weather = county_weather(hours)
    keys = network.numbers * 10
    wobble = [smooth(Stream.STATION, keys + n + 500_000, hours, scale=7) for n in range(5)]
    values = _at_masts(weather, network, wobble)
    silent = station_silence(network, hours)
    for factor in WEATHER:
        value = np.round(np.clip(values[factor.code], factor.low, factor.high), factor.decimals)
        values[factor.code] = np.where(silent, np.nan, value)
    return values


def _at_masts(weather: Weather, network: Network, wobble: list[Real]) -> Values:
    """The county's weather with each place's height and small differences."""
    height = (network.character("height_m") - HEIGHT_M)[:, None]
    east = weather.wind_east + 0.35 * wobble[0]
    north = weather.wind_north + 0.35 * wobble[1]
    return {
        TEMPERATURE.code: weather.temperature - 0.0065 * height + 0.5 * wobble[2],
        HUMIDITY.code: np.clip(weather.humidity + 2.5 * wobble[3], 6.0, 100.0),
        PRESSURE.code: weather.pressure - 0.0115 * height + 0.02 * wobble[4],
        WIND_SPEED.code: np.hypot(east, north),
        WIND_DIRECTION.code: np.degrees(np.arctan2(-east, -north)) % 360.0,
        RAIN.code: np.round(weather.rain * np.clip(1.0 + 0.25 * wobble[2], 0.2, None), 1),
    }


def mast_minutes(network: Network, first: int, last: int, *, per_hour: int) -> Values:
    """Minute weather of the hours [first, last); it agrees with the hours.

    Returns:
        by factor code, shape (mast, time, per_hour)
    """
    hours = mast_hours(network, first - 1, last + 1)
    minutes = {}
    for number, factor in enumerate(WEATHER):
        keys = network.numbers * 10 + number + 700_000
        inner = hours[factor.code][:, 1:-1]
        if factor is RAIN:
            amounts = amounts_of(inner, keys, first=first, per_hour=per_hour, step=0.1)
            spread = np.round(amounts * per_hour, factor.decimals)
        elif factor is WIND_DIRECTION:
            spread = directions_of(inner, keys, first=first, per_hour=per_hour)
        else:
            outer = hours[factor.code]
            spread = minutes_of(outer, keys, first=first, per_hour=per_hour, factor=factor)
        minutes[factor.code] = spread
    return minutes


def mast_days(hours: Values) -> Values:
    """Daily weather from whole days of hours; wind is a vector mean."""
    speed, angle = hours[WIND_SPEED.code], np.radians(hours[WIND_DIRECTION.code])
    east, north = daily_mean(np.sin(angle) * speed), daily_mean(np.cos(angle) * speed)
    days = {f.code: np.round(daily_mean(hours[f.code]), f.decimals) for f in WEATHER}
    days[WIND_DIRECTION.code] = np.round(np.degrees(np.arctan2(east, north)) % 360.0) % 360.0
    return days
