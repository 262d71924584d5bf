"""One Shanghai day of values of many sites at once: what live devices read off."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bihuan.main.demo.county import MINUTE_STEP, Network
from bihuan.main.demo.emission import outlet_hours, outlet_minutes
from bihuan.main.demo.furnace import FACTORS, furnace_slots, furnaces
from bihuan.main.demo.mast import mast_hours, mast_minutes, masts
from bihuan.main.demo.moment import first_hour_of_day
from bihuan.main.demo.noise import Real
from bihuan.main.demo.province import Outlet
from bihuan.main.demo.sensor import station_hours, station_minutes

DAYS_KEPT = 40


@dataclass(frozen=True, slots=True)
class DayTable:
    """Values of one day.

    Attributes:
        parts: minute values by factor code, shape (site, 24, part); NaN where none is sent.
        hours: hourly values by factor code, shape (site, 24).
        flags: values of Flag, shape (site, 24); none: all are normal.
    """

    parts: dict[str, Real]
    hours: dict[str, Real]
    flags: NDArray[np.int8] | None = None


@lru_cache(maxsize=DAYS_KEPT)
def station_day(network: Network, day: int) -> DayTable:
    """A day of the county's stations, those with a mast and those without alike.

    Rows are the network's; weather has rows only for the masts, which come first.
    """
    first = first_hour_of_day(day)
    last, per_hour = first + 24, 60 // MINUTE_STEP
    weather = masts(network)
    return DayTable(
        parts=station_minutes(network, first, last, per_hour=per_hour)
        | mast_minutes(weather, first, last, per_hour=per_hour),
        hours=station_hours(network, first, last) | mast_hours(weather, first, last),
    )


@lru_cache(maxsize=DAYS_KEPT)
def outlet_day(group: tuple[Outlet, ...], thinned: int, day: int) -> DayTable:
    """A day of the province's outlets of one kind, furnace temperatures included."""
    first = first_hour_of_day(day)
    minutes = outlet_minutes(group, first, first + 24, thinned=thinned)
    hours = outlet_hours(group, first, first + 24, thinned=thinned)
    parts, means = dict(minutes.measured), dict(hours.measured)
    if group == furnaces(thinned):
        slots = furnace_slots(first, first + 24, thinned=thinned)
        parts |= slots
        means |= {f.code: np.round(slots[f.code].mean(axis=2), f.decimals) for f in FACTORS}
    return DayTable(parts=parts, hours=means, flags=hours.flag)
