"""What the upper platform answers: hours of stations in the manner of the national feed.

Its traps are those that the real feed is known for: numbers are texts and missing ones a dash; an
hour is named by its end; ``o3_24h`` is the hour's ozone and ``o3`` the day's greatest; an hour is
first published with other values, or late; rows come twice, and one station repeats an old row.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

import numpy as np

from bihuan.main.demo.county import (
    Network,
    Station,
    StationClass,
    network,
    weather_stations,
)
from bihuan.main.demo.factor import (
    CO,
    HUMIDITY,
    NO2,
    O3,
    PM10,
    PM25,
    PRESSURE,
    RAIN,
    SO2,
    TEMPERATURE,
    WIND_DIRECTION,
    WIND_SPEED,
    Factor,
)
from bihuan.main.demo.mast import mast_hours
from bihuan.main.demo.moment import first_hour_of_day, hour_number, hour_start
from bihuan.main.demo.noise import Real
from bihuan.main.demo.sensor import station_hours

AIR: Final = {"pm2_5": PM25, "pm10": PM10, "so2": SO2, "no2": NO2, "co": CO, "o3_24h": O3}
SKY: Final = {
    "temperature": TEMPERATURE,
    "humidity": HUMIDITY,
    "pressure": PRESSURE,
    "wind_speed": WIND_SPEED,
    "wind_direction": WIND_DIRECTION,
    "rain": RAIN,
}
PUBLISHED_AFTER: Final = timedelta(minutes=18)
SETTLED_AFTER: Final = timedelta(hours=3)
LATE_BY: Final = timedelta(hours=2)
AHEAD: Final = timedelta(hours=8)
DASH: Final = "—"

Row = dict[str, Any]


def upper_stations() -> tuple[Station, ...]:
    """The stations that the upper platform runs."""
    stations = network().stations
    return tuple(s for s in stations if s.station_class is StationClass.PROVINCIAL)


def sky_stations() -> tuple[Station, ...]:
    """The masts that it hears: those of its own stations and the weather service's."""
    return (*upper_stations(), *weather_stations().stations)


def air_feed(start: datetime, end: datetime, *, now: datetime) -> list[Row]:
    """Rows of the hours that end within (start, end], as published by now."""
    found = []
    for row, station in enumerate(upper_stations()):
        for hour, moment in _published(station, start, end, now):
            found += _air_rows(row, station, hour, is_settled=now - moment > SETTLED_AFTER)
    stale = [{**one, "time": "2018-02-20 07:00:00"} for one in found[:1]]
    return found + stale


def weather_feed(start: datetime, end: datetime, *, now: datetime) -> list[Row]:
    """Rows of the weather masts; never corrected, sometimes late."""
    return [
        {
            "station_code": station.code,
            "time": _label(hour),
            **_weather(row, hour),
        }
        for row, station in enumerate(sky_stations())
        for hour, _ in _published(station, start, end, now)
    ]


def _weather(row: int, hour: int) -> Row:
    values = _at(_sky_of((hour + 8) // 24), hour)
    return {name: _text(values[f.code][row], f) for name, f in SKY.items()}


def _published(
    station: Station, start: datetime, end: datetime, now: datetime
) -> Iterator[tuple[int, datetime]]:
    """Hours whose end lies in the span and that are out by now, with their end."""
    for hour in range(hour_number(start), hour_number(end) + 1):
        moment = hour_start(hour + 1)
        late = LATE_BY if _turn(station, hour, 11) else timedelta(0)
        if start < moment <= end and moment + PUBLISHED_AFTER + late <= now:
            yield hour, moment


def _air_rows(row: int, station: Station, hour: int, *, is_settled: bool) -> list[Row]:
    values = _at(_air_of((hour + 8) // 24), hour)
    told: Row = {
        "station_code": station.code,
        "station_name": station.name,
        "time": _label(hour),
        **{name: _text(values[f.code][row], f) for name, f in AIR.items()},
        "o3": _text(_greatest_ozone(row, hour), O3),
    }
    if is_settled:
        return [told]
    if _turn(station, hour, 3):  # first published with other values
        return [{**told, "pm2_5": _more(told["pm2_5"])}]
    if _turn(station, hour, 5):  # first published without a value
        return [{**told, "so2": DASH}]
    if _turn(station, hour, 4):  # published twice at once
        return [{**told, "pm10": _more(told["pm10"])}, told]
    return [told]


def _turn(station: Station, hour: int, every: int) -> bool:
    return (hour * 7 + station.number) % every == 0


def _more(text: str) -> str:
    return text if text == DASH else f"{float(text) + 6.0:.1f}"


def _text(value: float, factor: Factor) -> str:
    return DASH if np.isnan(value) else f"{value:.{factor.decimals}f}"


def _label(hour: int) -> str:
    """The hour's end, as Beijing's clock shows it."""
    return f"{hour_start(hour + 1) + AHEAD:%Y-%m-%d %H:%M:%S}"


def _greatest_ozone(row: int, hour: int) -> float:
    day, into = divmod(hour + 8, 24)
    hours = _air_of(day)[O3.code][row, : into + 1]
    return float(np.nanmax(hours)) if not np.isnan(hours).all() else float("nan")


def _at(values: dict[str, Real], hour: int) -> dict[str, Real]:
    return {code: each[:, (hour + 8) % 24] for code, each in values.items()}


@lru_cache(maxsize=32)
def _air_of(day: int) -> dict[str, Real]:
    """The whole network's day; the provincial stations stand first."""
    first = first_hour_of_day(day)
    return station_hours(network(), first, first + 24)


@lru_cache(maxsize=32)
def _sky_of(day: int) -> dict[str, Real]:
    first = first_hour_of_day(day)
    return mast_hours(Network(sky_stations()), first, first + 24)
