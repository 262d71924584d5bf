"""What happens at the outlets of one kind, hour by hour, before anything is converted or summed."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bihuan.main.demo.emission_event import EmissionEvent, PlantedEvent, planted_events
from bihuan.main.demo.load import plant_load, size_of
from bihuan.main.demo.noise import Real, Whole, normal, smooth, uniform
from bihuan.main.demo.province import Outlet, OutletFactor, OutletKind, outlets
from bihuan.main.demo.seed import Stream

AIR_OXYGEN: Final = 21.0
NEAR_AIR: Final = 0.5


class Flag(IntEnum):
    """Data flag of an hour (数据标记); `letter` is what the device sends (HJ 212-2017 table 8)."""

    NORMAL = 0
    STOPPED = 1
    MAINTAINED = 2
    FAULTY = 3
    CALIBRATED = 4

    @property
    def letter(self) -> str:
        """The letter on the wire."""
        return "NFMDC"[self.value]


@dataclass(frozen=True, slots=True)
class Group:
    """Outlets of one kind in a window of hours, with the events that strike them."""

    outlets: tuple[Outlet, ...]
    hours: Whole
    events: tuple[PlantedEvent, ...]

    @property
    def kind(self) -> OutletKind:
        """What all of them have in common."""
        return self.outlets[0].kind

    @property
    def numbers(self) -> Whole:
        """Key of each outlet's own chance."""
        return np.array([outlet.number for outlet in self.outlets])

    def where(self, event: PlantedEvent) -> tuple[int, slice]:
        """Row and columns that an event covers."""
        first = int(self.hours[0])
        row = self.numbers.tolist().index(event.outlet)
        return row, slice(max(event.start - first, 0), max(event.end - first, 0))


def group_in(group: tuple[Outlet, ...], thinned: int, hours: Whole) -> Group:
    """Outlets of one kind together with the events that strike them in these hours."""
    mine = {outlet.number for outlet in group}
    planted = planted_events(outlets(thinned), int(hours[0]), int(hours[-1]) + 1)
    return Group(group, hours, tuple(event for event in planted if event.outlet in mine))


def outlet_flags(group: Group) -> NDArray[np.int8]:
    """Each hour's flag; a stop goes before everything else, water is checked once a day."""
    flags = np.zeros((len(group.outlets), len(group.hours)), dtype=np.int8)
    if group.kind.medium == "water":
        turn = (uniform(Stream.PROCESS, group.numbers) * 24).astype(np.int64)
        flags[group.hours[None, :] % 24 == turn[:, None]] = Flag.CALIBRATED
    for kind, flag in (
        (EmissionEvent.MAINTENANCE, Flag.MAINTAINED),
        (EmissionEvent.FAULT, Flag.FAULTY),
        (EmissionEvent.STOP, Flag.STOPPED),
    ):
        for event in group.events:
            if event.kind is kind:
                flags[group.where(event)] = flag
    return flags


def _process(group: Group, factor: OutletFactor, load: Real) -> Real:
    """True hourly mean of a factor from the plant's load."""
    key = group.numbers * 100 + group.kind.factors.index(factor)
    slow = smooth(Stream.EMISSION, key, group.hours, scale=34)
    quick = smooth(Stream.EMISSION, key + 10_000_000, group.hours, scale=4)
    fresh = normal(Stream.EMISSION, key[:, None], group.hours[None, :], 1)
    noise = 0.72 * slow + 0.45 * quick + 0.25 * fresh
    own = 1.0 + 0.18 * normal(Stream.OUTLET, key)[:, None]
    works = load > 0.02
    match factor.role:
        case "flow":
            value = group.kind.flow * size_of(group.numbers)[:, None] * load
            return value * (1.0 + factor.spread * noise)
        case "velocity":
            return np.where(works, 3.0 + factor.typical * load, 0.3) * (1.0 + 0.03 * noise)
        case "oxygen":
            burning = factor.typical * (1.0 + factor.spread * noise) + 2.5 * (0.9 - load)
            return np.where(works, np.clip(burning, 1.0, 19.8), 20.7)
        case "temperature" | "moisture":
            rest = 25.0 if factor.role == "temperature" else 2.0
            return rest + (factor.typical - rest) * np.clip(load, 0, 1) * (
                1 + factor.spread * noise
            )
        case "pressure":
            return factor.typical * (1.0 + factor.spread * noise) * np.where(works, 1.0, 0.1)
        case "ph":
            return factor.typical * (1.0 + factor.spread * noise)
        case _:
            value = factor.typical * own * np.exp(factor.spread * noise)
            return value * np.where(works, 0.72 + 0.28 * load, 0.15)


def _strike(group: Group, measured: dict[str, Real]) -> None:
    """Keep every limited factor below its limit, but for the planted exceedances and frauds."""
    factors = {factor.factor.code: factor for factor in group.kind.factors}
    for code, factor in factors.items():
        if factor.limit is not None:
            measured[code] = _held(measured[code], _limit(group, measured, factor))
    for event in group.events:
        if event.factor and event.kind is not EmissionEvent.HOUR_MISMATCH:
            row, columns = group.where(event)
            limit = _limit(group, measured, factors[event.factor])[row, columns]
            wobble = 0.02 * normal(Stream.EMISSION, event.outlet, group.hours[columns], 7)
            factor = factors[event.factor]
            measured[event.factor][row, columns] = _shown(event, factor, limit, wobble)


def _limit(group: Group, measured: dict[str, Real], factor: OutletFactor) -> Real:
    """The factor's limit as a measured concentration of each hour, shape (outlet, time)."""
    limit = np.full((len(group.outlets), len(group.hours)), factor.limit or np.nan)
    reference = group.kind.reference_oxygen
    if factor.role != "converted" or reference is None:
        return limit
    oxygen = next(f.factor.code for f in group.kind.factors if f.role == "oxygen")
    room = np.clip(AIR_OXYGEN - measured[oxygen], NEAR_AIR, None)
    return limit * room / (AIR_OXYGEN - reference)


def _held(values: Real, limit: Real) -> Real:
    """Values that bend below the limit: never above 0.93 of it."""
    knee, room = 0.72 * limit, 0.21 * limit
    over = np.clip(values - knee, 0.0, None)
    return np.where(over > 0.0, knee + room * (1.0 - np.exp(-over / room)), values)


def _shown(event: PlantedEvent, factor: OutletFactor, limit: Real, wobble: Real) -> Real:
    """What the device shows during an event that strikes one factor."""
    if event.kind is EmissionEvent.CONSTANT:
        return np.full_like(limit, factor.typical * event.size)
    if event.kind is EmissionEvent.CAPPED:
        return limit * (event.size + 0.3 * wobble)
    return limit * (event.size + np.abs(wobble))


def measured_hours(group: Group) -> tuple[dict[str, Real], NDArray[np.int8]]:
    """Printed hourly means as measured, and the flags."""
    flags = outlet_flags(group)
    load = plant_load(group.kind.rhythm, group.numbers, group.hours)
    load = np.where(flags == Flag.STOPPED, 0.0, load)
    measured = {f.factor.code: _process(group, f, load) for f in group.kind.factors}
    _strike(group, measured)
    for f in group.kind.factors:
        top = np.clip(measured[f.factor.code], f.factor.low, f.factor.high)
        measured[f.factor.code] = np.round(top, f.factor.decimals)
    return measured, flags
