"""Furnace temperature of the waste incinerator (焚烧炉炉温): twelve five-minute means an hour.

Six thermocouples a furnace, three above and three below; the reported temperature is the mean of
the two sections' medians. Planted days have low slots: more than five below 850 ℃ violate.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from bihuan.main.demo.emission import silence
from bihuan.main.demo.factor import Factor
from bihuan.main.demo.moment import first_hour_of_day
from bihuan.main.demo.noise import Real, normal, smooth, uniform
from bihuan.main.demo.outlet_process import Flag, group_in, outlet_flags
from bihuan.main.demo.province import Outlet, outlets
from bihuan.main.demo.seed import Stream

SLOTS: Final = 12
LOWEST_C: Final = 850.0
TOLERATED_SLOTS: Final = 5
REPORTED: Final = Factor("a01901", "炉膛内焚烧平均温度", "℃", 1, 0, 1400)
UPPER: Final = tuple(Factor(f"i3331{n}", f"炉膛上部温度{n}", "℃", 1, 0, 1400) for n in (1, 2, 3))
LOWER: Final = tuple(Factor(f"i3333{n}", f"炉膛下部温度{n}", "℃", 1, 0, 1400) for n in (1, 2, 3))
FACTORS: Final = (REPORTED, *UPPER, *LOWER)


@dataclass(frozen=True, slots=True)
class LowDay:
    """A Shanghai day on which a furnace has slots below 850 ℃."""

    outlet: int
    day: int
    first_slot: int
    slots: int

    @property
    def is_violation(self) -> bool:
        """More than five low slots in a natural day."""
        return self.slots > TOLERATED_SLOTS


@cache
def furnaces(thinned: int = 1) -> tuple[Outlet, ...]:
    """The furnace lines of the province's one waste incinerator."""
    return tuple(o for o in outlets(thinned) if o.kind.kind == "waste_furnace")


def low_days(first_day: int, last_day: int, *, thinned: int = 1) -> tuple[LowDay, ...]:
    """Every planted day with low slots among the Shanghai days [first_day, last_day)."""
    found = []
    for outlet in furnaces(thinned):
        days = np.arange(first_day, last_day)
        luck, many, place = (uniform(Stream.FURNACE, outlet.number, days, n) for n in range(3))
        for order in np.flatnonzero(luck < 0.16):
            slots = int(7 + many[order] * 8) if luck[order] < 0.07 else int(1 + many[order] * 5)
            start = int(place[order] * (288 - slots))
            found.append(LowDay(outlet.number, int(days[order]), start, slots))
    return tuple(found)


def furnace_slots(first: int, last: int, *, thinned: int = 1) -> dict[str, Real]:
    """Five-minute means of the hours [first, last), shape (furnace, time, 12) by factor code."""
    lines = furnaces(thinned)
    numbers = np.array([line.number for line in lines])
    hours = np.arange(first, last)
    slots = np.arange(first * SLOTS, last * SLOTS)
    fire = 928.0 + 16.0 * smooth(Stream.FURNACE, numbers, slots, scale=90)
    fire += 7.0 * smooth(Stream.FURNACE, numbers + 50, slots, scale=9)
    for low in low_days((first + 8) // 24, (last + 31) // 24, thinned=thinned):
        begin = first_hour_of_day(low.day) * SLOTS + low.first_slot - first * SLOTS
        dip = slice(max(begin, 0), max(begin + low.slots, 0))
        row = numbers.tolist().index(low.outlet)
        fire[row, dip] = 822.0 + 3.0 * normal(Stream.FURNACE, low.day, slots[dip], 5)
    stopped = outlet_flags(group_in(lines, thinned, hours)) == Flag.STOPPED
    fire = np.where(np.repeat(stopped, SLOTS, axis=1), 120.0 + 0.1 * (fire - 928.0), fire)
    values = _thermocouples(fire, numbers, slots)
    silent = np.repeat(silence(lines, thinned, hours), SLOTS, axis=1)
    shape = (len(lines), len(hours), SLOTS)
    return {c: np.where(silent, np.nan, v).reshape(shape) for c, v in values.items()}


def _thermocouples(fire: Real, numbers: np.ndarray, slots: np.ndarray) -> dict[str, Real]:
    """Six probes around the fire, and the temperature that the plant reports from them."""
    values = {}
    for order, factor in enumerate((*UPPER, *LOWER)):
        lean = 9.0 if factor in UPPER else -9.0
        noise = normal(Stream.FURNACE, numbers[:, None] * 10 + order, slots[None, :], 9)
        values[factor.code] = np.round(fire + lean + 2.2 * np.clip(noise, -2.5, 2.5), 1)
    sections = [
        np.median([values[factor.code] for factor in section], axis=0) for section in (UPPER, LOWER)
    ]
    values[REPORTED.code] = np.round((sections[0] + sections[1]) / 2.0, REPORTED.decimals)
    return values
