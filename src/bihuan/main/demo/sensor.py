"""What the county's stations report: hours, their minutes, and days, which agree.

An hour is the mean of its minutes and a day the mean of its hours, to the last printed digit.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bihuan.main.demo.air import true_air
from bihuan.main.demo.connection import is_silent
from bihuan.main.demo.county import Network, StationClass
from bihuan.main.demo.daily import daily_mean
from bihuan.main.demo.disaggregate import minutes_of
from bihuan.main.demo.factor import CO, NO2, O3, PM10, PM25, POLLUTANTS, SO2, Factor
from bihuan.main.demo.noise import Real, Whole, normal
from bihuan.main.demo.seed import Stream
from bihuan.main.demo.sensor_fault import earliest_needed, strike
from bihuan.main.demo.weather import county_weather

OUTAGE_PERCENT: Final = {
    StationClass.PROVINCIAL: 1,
    StationClass.TOWNSHIP: 2,
    StationClass.MICRO: 7,
    StationClass.WEATHER: 1,
}
MICRO_GAIN: Final = 0.07

Values = dict[str, Real]


def printed(values: Real, factor: Factor) -> Real:
    """Round to the digits that the device prints; below zero it prints zero."""
    positive: Real = np.clip(values, 0.0, None)
    return np.round(positive, factor.decimals)


def _ideal(network: Network, hours: Whole) -> Values:
    """The six pollutants by factor code, as a faultless instrument would show them."""
    air = true_air(network, hours)
    return {
        PM25.code: air["pm25"],
        PM10.code: air["pm25"] + air["coarse"],
        SO2.code: air["so2"],
        NO2.code: air["no2"],
        CO.code: air["co"],
        O3.code: air["o3"],
    }


def _through_instruments(values: Values, network: Network, hours: Whole) -> None:
    """Each instrument's own gain; a micro sensor also takes moist particles for bigger ones."""
    spread = np.where(network.is_micro, MICRO_GAIN, 0.015)
    moist = np.clip(county_weather(hours).humidity - 78.0, 0.0, None) / 70.0
    swollen = 1.0 + np.where(network.is_micro, 1.0, 0.0)[:, None] * moist[None, :]
    for number, factor in enumerate(POLLUTANTS):
        pair = 0 if factor in (PM25, PM10) else number
        gain = 1.0 + spread * normal(Stream.STATION_GAIN, network.numbers, pair)
        values[factor.code] *= gain[:, None]
        if factor in (PM25, PM10):
            values[factor.code] *= swollen


def station_hours(network: Network, first: int, last: int) -> Values:
    """Hourly values that the stations report for the hours [first, last).

    Returns:
        by factor code, shape (station, time); NaN where a sensor is dead or a station silent.
    """
    begin = earliest_needed(network, first)
    hours = np.arange(begin, last)
    values = _ideal(network, hours)
    _through_instruments(values, network, hours)
    for factor in POLLUTANTS:
        values[factor.code] = printed(values[factor.code], factor)
    strike(values, network, begin)
    silent = station_silence(network, hours)
    for factor in POLLUTANTS:
        values[factor.code] = printed(values[factor.code], factor)
        values[factor.code][silent] = np.nan
    return {code: value[:, first - begin :] for code, value in values.items()}


def station_silence(network: Network, hours: Whole) -> NDArray[np.bool_]:
    """Which station sends nothing in which hour, shape (station, time)."""
    return is_silent(network.numbers, hours, rarely=rare_outages(network))


def rare_outages(network: Network) -> Whole:
    """Chance of a short outage of each station in three days. [%], shape (station,)"""
    return np.array([OUTAGE_PERCENT[s.station_class] for s in network.stations])


def station_minutes(network: Network, first: int, last: int, *, per_hour: int) -> Values:
    """Minute values of the hours [first, last); their mean is the hour's value exactly.

    PM10 is PM2.5 plus a spread coarse part wherever the hours allow it, so that no minute has
    less PM10 than PM2.5.

    Returns:
        by factor code, shape (station, time, per_hour)
    """
    hours = station_hours(network, first - 1, last + 1)
    fine = np.nan_to_num(hours[PM25.code])
    stacked = hours[PM10.code] >= fine
    hours[PM10.code] = np.where(stacked, hours[PM10.code] - fine, hours[PM10.code])
    minutes = {
        factor.code: minutes_of(
            hours[factor.code],
            network.numbers * 10 + number,
            first=first,
            per_hour=per_hour,
            factor=factor,
        )
        for number, factor in enumerate(POLLUTANTS)
    }
    under = np.where(stacked[:, 1:-1, None], np.nan_to_num(minutes[PM25.code]), 0.0)
    minutes[PM10.code] = np.round(minutes[PM10.code] + under, 6)
    return minutes


def station_days(hours: Values) -> Values:
    """Daily means of the whole days among hours that begin at a Shanghai midnight.

    Args:
        hours: by factor code, shape (station, time).

    Returns:
        by factor code, shape (station, day); NaN with fewer than twenty hours.
    """
    return {f.code: printed(daily_mean(hours[f.code]), f) for f in POLLUTANTS}
