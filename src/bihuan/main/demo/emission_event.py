"""Planted events at outlets (排放口事件): exceedances, stops, faults and frauds, block by block."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

import numpy as np

from bihuan.main.demo.noise import uniform
from bihuan.main.demo.province import Outlet
from bihuan.main.demo.seed import Stream

BLOCK_H: Final = 10 * 24
LONGEST_H: Final = 240


class EmissionEvent(StrEnum):
    """Kinds of a planted event (事件类型)."""

    EXCEEDANCE = "exceedance"
    STOP = "stop"
    FAULT = "fault"
    MAINTENANCE = "maintenance"
    CONSTANT = "constant"
    CAPPED = "capped"
    HOUR_MISMATCH = "hour_mismatch"


@dataclass(frozen=True, slots=True)
class Frequency:
    """How many in ten days among 366 outlets, how long, how big, how unevenly spread.

    Attributes:
        skew: 1 strikes all alike; more strikes few outlets again and again.
    """

    count: int
    hours: tuple[int, int]
    size: tuple[float, float]
    skew: float = 1.0


FREQUENCIES: Final = {
    EmissionEvent.EXCEEDANCE: Frequency(18, (1, 9), (1.04, 2.3), skew=2.2),
    EmissionEvent.STOP: Frequency(12, (30, LONGEST_H), (1.0, 1.0)),
    EmissionEvent.FAULT: Frequency(6, (3, 26), (1.0, 1.0)),
    EmissionEvent.MAINTENANCE: Frequency(14, (1, 5), (1.0, 1.0)),
    EmissionEvent.CONSTANT: Frequency(2, (14, 60), (0.75, 1.1), skew=1.5),
    EmissionEvent.CAPPED: Frequency(2, (72, 180), (0.93, 0.97), skew=1.5),
    EmissionEvent.HOUR_MISMATCH: Frequency(2, (10, 40), (0.72, 0.85), skew=1.5),
}


@dataclass(frozen=True, slots=True)
class PlantedEvent:
    """One event at one outlet, in half-open hours.

    Attributes:
        outlet: the outlet's number.
        factor: the code that shows it; "" strikes the whole outlet.
        size: multiple of the limit, or of the usual value, or of the true hour.
    """

    kind: EmissionEvent
    outlet: int
    factor: str
    start: int
    end: int
    size: float


def limited_factors(outlet: Outlet) -> list[str]:
    """Codes of the outlet's factors that have an upper limit, pH left out."""
    factors = outlet.kind.factors
    return [f.factor.code for f in factors if f.limit is not None and f.role != "ph"]


WHOLE_OUTLET: Final = frozenset(
    (EmissionEvent.STOP, EmissionEvent.FAULT, EmissionEvent.MAINTENANCE)
)


def _planted(
    kind: EmissionEvent, outlets: tuple[Outlet, ...], block: int, order: int
) -> PlantedEvent:
    """One event of a block."""
    frequency = FREQUENCIES[kind]
    key = list(EmissionEvent).index(kind)
    who, what, place, length, height = (
        float(u) for u in uniform(Stream.EMISSION_EVENT, key, block, order, np.arange(5))
    )
    ranks = _ranks(len(outlets))
    outlet = outlets[ranks[int(who**frequency.skew * len(outlets))]]
    codes = limited_factors(outlet)
    factor = "" if kind in WHOLE_OUTLET else codes[int(what * len(codes))]
    low, high = (n * _patience(kind, outlet) for n in frequency.hours)
    start = block * BLOCK_H + int(place * BLOCK_H)
    return PlantedEvent(
        kind=kind,
        outlet=outlet.number,
        factor=factor,
        start=start,
        end=start + round(low + length**2 * (high - low)),
        size=round(frequency.size[0] + height**2 * (frequency.size[1] - frequency.size[0]), 3),
    )


def _patience(kind: EmissionEvent, outlet: Outlet) -> int:
    """Exceedances of water last longer: its limits are judged by the day."""
    return 5 if kind is EmissionEvent.EXCEEDANCE and outlet.kind.medium == "water" else 1


@lru_cache(maxsize=4)
def _ranks(size: int) -> tuple[int, ...]:
    """A fixed shuffle, so that the outlets struck often are not the first of the list."""
    return tuple(int(i) for i in np.argsort(uniform(Stream.EMISSION_EVENT, 0, np.arange(size))))


@lru_cache(maxsize=256)
def planted_events(outlets: tuple[Outlet, ...], first: int, last: int) -> tuple[PlantedEvent, ...]:
    """Every planted event that touches the hours [first, last).

    The numbers are those of the whole province; a thinned one has fewer.
    """
    blocks = range((first - LONGEST_H) // BLOCK_H, (last - 1) // BLOCK_H + 1)
    drawn = (
        _planted(kind, outlets, block, order)
        for kind, frequency in FREQUENCIES.items()
        for block in blocks
        for order in range(max(1, frequency.count * len(outlets) // 366))
    )
    return tuple(event for event in drawn if event.start < last and event.end > first)
