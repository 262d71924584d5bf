"""Planted faults of sensors (传感器故障): what is wrong, where, from when to when.

Thirty days are a block; each block plants the same number of faults on different stations, the
kinds in turn, so that every month of any window holds each kind.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

import numpy as np

from bihuan.main.demo.county import Network
from bihuan.main.demo.factor import CO, NO2, O3, PM10, PM25, POLLUTANTS, SO2
from bihuan.main.demo.noise import Real, uniform
from bihuan.main.demo.seed import Stream

BLOCK_H: Final = 30 * 24


class SensorFault(StrEnum):
    """Kinds of a planted fault (故障类型)."""

    DRIFT = "drift"
    STUCK = "stuck"
    SPIKE = "spike"
    INVERSION = "inversion"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Habit:
    """How a kind shows: its hours from short to long, its size, the factors it strikes."""

    hours: tuple[int, int]
    size: tuple[float, float]
    factors: tuple[str, ...]


HABITS: Final = {
    SensorFault.DRIFT: Habit((240, 480), (0.45, 0.95), (PM25.code, PM10.code, O3.code)),
    SensorFault.STUCK: Habit((10, 40), (1.0, 1.0), (PM25.code, NO2.code, O3.code, SO2.code)),
    SensorFault.SPIKE: Habit((1, 2), (5.0, 9.0), (PM10.code, PM25.code, CO.code, SO2.code)),
    SensorFault.INVERSION: Habit((24, 72), (1.0, 1.0), (PM25.code,)),
    SensorFault.DEAD: Habit((48, 168), (1.0, 1.0), tuple(f.code for f in POLLUTANTS)),
}
FAULTS_A_BLOCK: Final = 10


@dataclass(frozen=True, slots=True)
class PlantedFault:
    """One fault of one sensor, in half-open hours.

    Attributes:
        station: the station's number.
        factor: the code that suffers; an inversion suffers in PM10 as well.
        size: relative gain at the end of a drift; factor of a spike.
    """

    kind: SensorFault
    station: int
    factor: str
    start: int
    end: int
    size: float


def _planted(numbers: tuple[int, ...], block: int, order: int) -> PlantedFault:
    """The fault at this place of a block's list."""
    kind = list(SensorFault)[order % len(SensorFault)]
    habit = HABITS[kind]
    who, what, place, length, height = uniform(Stream.SENSOR_FAULT, block, order, np.arange(5))
    share = len(numbers) / FAULTS_A_BLOCK
    station = numbers[min(len(numbers) - 1, int((order + float(who)) * share))]
    hours = round(habit.hours[0] + float(length) * (habit.hours[1] - habit.hours[0]))
    start = block * BLOCK_H + int(place * (BLOCK_H - hours))
    return PlantedFault(
        kind=kind,
        station=station,
        factor=habit.factors[int(what * len(habit.factors))],
        start=start,
        end=start + hours,
        size=round(habit.size[0] + float(height) * (habit.size[1] - habit.size[0]), 3),
    )


@lru_cache(maxsize=256)
def planted_faults(network: Network, first: int, last: int) -> tuple[PlantedFault, ...]:
    """Every fault that touches the hours [first, last), oldest block first.

    The provincial stations are never struck: the bureau looks after them daily.
    """
    numbers = tuple(s.number for s in network.stations[2:])
    blocks = range(first // BLOCK_H, (last - 1) // BLOCK_H + 1)
    drawn = (_planted(numbers, block, n) for block in blocks for n in range(FAULTS_A_BLOCK))
    return tuple(fault for fault in drawn if fault.start < last and fault.end > first)


def earliest_needed(network: Network, first: int) -> int:
    """The hour from which values must be known so that a stuck sensor's level is known."""
    active = planted_faults(network, first, first + 1)
    return min([first, *(f.start for f in active if f.kind is SensorFault.STUCK)])


def strike(values: dict[str, Real], network: Network, first: int) -> None:
    """Spoil the sensors' hourly values in place, as their planted faults say.

    Args:
        values: by factor code, shape (station, time), without a gap in time.
        first: running hour of the first column, see `earliest_needed`.
    """
    size = values[PM25.code].shape[1]
    rows = {station.number: row for row, station in enumerate(network.stations)}
    for fault in planted_faults(network, first, first + size):
        hit = slice(max(fault.start - first, 0), min(fault.end - first, size))
        row = rows[fault.station]
        if fault.kind is SensorFault.INVERSION:
            fine, coarse = values[PM25.code][row], values[PM10.code][row]
            fine[hit], coarse[hit] = coarse[hit].copy(), fine[hit].copy()
        else:
            series = values[fault.factor][row]
            series[hit] = _spoilt(series[hit], fault, begin=first + hit.start)


def _spoilt(series: Real, fault: PlantedFault, *, begin: int) -> Real:
    """What the sensor shows instead of `series`, whose first hour is `begin`."""
    match fault.kind:
        case SensorFault.DRIFT:
            age = np.arange(begin, begin + len(series)) + 1 - fault.start
            return series * (1.0 + fault.size * age / (fault.end - fault.start))
        case SensorFault.SPIKE:
            return series * fault.size
        case SensorFault.STUCK:
            return np.full_like(series, series[0])
        case _:
            return np.full_like(series, np.nan)
