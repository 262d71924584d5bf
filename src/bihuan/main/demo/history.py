"""The demo's past in portions of rows: what a new store is filled with, and what closes a gap.

The same generators drive the live devices, so whatever overlaps is equal to the last digit.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import pyarrow as pa

from bihuan.main.demo.columns import (
    HOUR_MS,
    Block,
    days_from,
    hours_between,
    minutes_between,
    rows_of,
)
from bihuan.main.demo.county import MINUTE_STEP, Network
from bihuan.main.demo.emission import kinds, outlet_days, outlet_hours, outlet_minutes
from bihuan.main.demo.factor import O3
from bihuan.main.demo.furnace import SLOTS, furnace_slots, furnaces
from bihuan.main.demo.mast import mast_days, mast_hours, mast_minutes, masts
from bihuan.main.demo.portion import emission_blocks, station_blocks
from bihuan.main.demo.province import Outlet
from bihuan.main.demo.sensor import station_days, station_hours, station_minutes
from bihuan.main.demo.span import Span

COUNTY_WINDOW_DAYS: Final = 62
PROVINCE_WINDOW_DAYS: Final = 31
MINUTE_WINDOW_DAYS: Final = 3
PER_HOUR: Final = 60 // MINUTE_STEP


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of the past: its name, and how its rows are made."""

    label: str
    make: Callable[[], pa.Table]


@dataclass(frozen=True, slots=True)
class Places:
    """Whose past it is: the stations, the outlets, and telemetry's number of each.

    Attributes:
        points: telemetry's points by MN.
        thinned: every n-th unit of the province.
    """

    network: Network
    points: Mapping[str, int]
    thinned: int = 1

    def of_stations(self, network: Network) -> list[int]:
        """Points of stations, in the order of the arrays' rows."""
        return [self.points[station.mn] for station in network.stations]

    def of_outlets(self, group: tuple[Outlet, ...]) -> list[int]:
        """Points of outlets, in the order of the arrays' rows."""
        return [self.points[outlet.mn] for outlet in group]


def county_portions(places: Places, span: Span) -> Iterator[Portion]:
    """The county's past: days and hours together, then minute values."""
    for first, last in span.hour_windows(COUNTY_WINDOW_DAYS):
        yield Portion("县域小时、日数据", partial(_county_hours, places, span, first, last))
    for first, last in span.minute_windows(MINUTE_WINDOW_DAYS):
        yield Portion("县域5分钟数据", partial(_county_minutes, places, span, first, last))


def weather_portions(places: Places, span: Span) -> Iterator[Portion]:
    """The weather stations' past: days and hours; nobody sends their minutes."""
    for first, last in span.hour_windows(COUNTY_WINDOW_DAYS):
        yield Portion("气象站小时、日数据", partial(_weather_hours, places, span, first, last))


def province_portions(places: Places, span: Span) -> Iterator[Portion]:
    """The province's past: days, hours and furnaces together, then minute values."""
    for first, last in span.hour_windows(PROVINCE_WINDOW_DAYS):
        yield Portion("全省小时、日数据", partial(_province_hours, places, span, first, last))
    for first, last in span.minute_windows(MINUTE_WINDOW_DAYS):
        yield Portion("全省分钟数据", partial(_province_minutes, places, span, first, last))


def _province_hours(places: Places, span: Span, first: int, last: int) -> pa.Table:
    """Hours and whole days of all outlets in a window, furnaces included."""
    tables = [_outlet_hours(places, span, (first, last), group) for group in kinds(places.thinned)]
    return pa.concat_tables([*tables, _furnace(places, span, first, last)])


def _province_minutes(places: Places, span: Span, first: int, last: int) -> pa.Table:
    """Minute values of all outlets in a window."""
    return pa.concat_tables(
        [_outlet_minutes(places, span, (first, last), group) for group in kinds(places.thinned)]
    )


def _county_hours(places: Places, span: Span, first: int, last: int) -> pa.Table:
    """Hours and whole days of all stations in a window."""
    network, weather = places.network, masts(places.network)
    points, by_mast = places.of_stations(network), places.of_stations(weather)
    air, sky = station_hours(network, first, last), mast_hours(weather, first, last)
    days = [
        *station_blocks(points, station_days(air)),
        *station_blocks(by_mast, mast_days(sky)),
    ]
    hours = [*station_blocks(points, air), *station_blocks(by_mast, sky)]
    return _hours_and_days(hours, days, span=span, first=first, last=last)


def _weather_hours(places: Places, span: Span, first: int, last: int) -> pa.Table:
    """Hours and whole days of the weather stations in a window."""
    points = places.of_stations(places.network)
    sky = mast_hours(places.network, first, last)
    days, hours = station_blocks(points, mast_days(sky)), station_blocks(points, sky)
    return _hours_and_days(list(hours), list(days), span=span, first=first, last=last)


def _hours_and_days(
    hours: list[Block], days: list[Block], *, span: Span, first: int, last: int
) -> pa.Table:
    """The rows of a window, as far as the span asks for them."""
    found = [span.cut(rows_of(days, days_from(first, (last - first) // 24)), span.first_day_ms)]
    for block in hours:
        begin = span.first_ozone_hour if block.factor == O3.code else span.first_hour
        if last > begin:
            rows = rows_of([block], hours_between(first, last))
            found.append(span.cut(rows, begin * HOUR_MS))
    return pa.concat_tables(found)


def _county_minutes(places: Places, span: Span, first: int, last: int) -> pa.Table:
    """Five-minute values of all stations in a window, until the span's end."""
    network, weather = places.network, masts(places.network)
    air = station_minutes(network, first, last, per_hour=PER_HOUR)
    sky = mast_minutes(weather, first, last, per_hour=PER_HOUR)
    blocks = [
        *station_blocks(places.of_stations(network), air),
        *station_blocks(places.of_stations(weather), sky),
    ]
    rows = rows_of(blocks, minutes_between(first, last, per_hour=PER_HOUR))
    return span.cut(rows, first * HOUR_MS)


def _outlet_hours(
    places: Places, span: Span, window: tuple[int, int], group: tuple[Outlet, ...]
) -> pa.Table:
    """Hours and whole days of the outlets of one kind in a window."""
    first, last = window
    found = outlet_hours(group, first, last, thinned=places.thinned)
    points = places.of_outlets(group)
    hours = list(emission_blocks(points, found))
    days = list(emission_blocks(points, outlet_days(found)))
    return _hours_and_days(hours, days, span=span, first=first, last=last)


def _outlet_minutes(
    places: Places, span: Span, window: tuple[int, int], group: tuple[Outlet, ...]
) -> pa.Table:
    """Minute values of the outlets of one kind in a window, until the span's end."""
    first, last = window
    found = outlet_minutes(group, first, last, thinned=places.thinned)
    blocks = emission_blocks(places.of_outlets(group), found)
    rows = rows_of(blocks, minutes_between(first, last, per_hour=group[0].kind.parts))
    return span.cut(rows, first * HOUR_MS)


def _furnace(places: Places, span: Span, first: int, last: int) -> pa.Table:
    """Furnace temperatures of a window: five-minute values and their hourly means."""
    last += last == span.last_hour  # the five-minute values of the hour that is not over
    slots = furnace_slots(first, last, thinned=places.thinned)
    points = places.of_outlets(furnaces(places.thinned))
    means = {code: np.round(value.mean(axis=2), 1) for code, value in slots.items()}
    rows = [
        rows_of(station_blocks(points, slots), minutes_between(first, last, per_hour=SLOTS)),
        rows_of(station_blocks(points, means), hours_between(first, last)),
    ]
    return span.cut(pa.concat_tables(rows), span.first_hour * HOUR_MS)
