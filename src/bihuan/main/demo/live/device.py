"""The loggers of the demo's stations and outlets, with the faults that some of them have."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bihuan.hj212.conversation.identity import Identity
from bihuan.hj212.edition import Edition
from bihuan.hj212.factor import factor as wire_factor
from bihuan.hj212.simulator import (
    GAS_FLOW,
    NO_FAULTS,
    WATER_FLOW,
    Faults,
    LoggerSettings,
    SimulatedFactor,
    SimulatedLogger,
    Tally,
    Total,
    ValueSource,
)
from bihuan.main.demo.county import MINUTE_STEP, Network, Station
from bihuan.main.demo.emission import kinds, silence
from bihuan.main.demo.factor import POLLUTANTS, WEATHER
from bihuan.main.demo.furnace import FACTORS as FURNACE_FACTORS
from bihuan.main.demo.furnace import furnaces
from bihuan.main.demo.live.day_table import outlet_day, station_day
from bihuan.main.demo.live.gauge import Gauge
from bihuan.main.demo.live.silence import SpellLogger
from bihuan.main.demo.moment import SHANGHAI_AHEAD, first_hour_of_day
from bihuan.main.demo.noise import Whole
from bihuan.main.demo.province import Outlet, OutletFactor
from bihuan.main.demo.sensor import station_silence
from bihuan.main.demo.wire_identity import (
    AIR_SYSTEM,
    PASSWORD,
    USUAL_S,
    realtime_interval_s,
    system_code,
)

SPREAD_S: Final = 20.0
FAULTS_BY_TURN: Final = (
    (23, Faults(lost_answer=0.05, duplicate=0.03)),
    (29, Faults(sticky=0.3, torn=0.3)),
    (31, Faults(wrong_code=0.03)),
    (37, Faults(outage_every_s=900.0, outage_s=120.0)),
    (41, Faults(clock_offset_s=95.0, clock_drift_s=20.0)),
    (43, Faults(disorder=0.1)),
)
STRANGERS: Final = ("999999DE0000000000000001", "999999DE0000000000000002")


@dataclass(frozen=True, slots=True)
class Opening:
    """How the live devices begin.

    Attributes:
        since: from when they record what history does not hold.
        now: the present.
        tally: counts of all of them.
        thinned: every n-th unit of the province.
    """

    since: datetime
    now: datetime
    tally: Tally
    thinned: int = 1


def faults_of(number: int) -> Faults:
    """What a device does wrong: nothing, for most."""
    return next((f for turn, f in FAULTS_BY_TURN if number % turn == 0), NO_FAULTS)


def station_loggers(network: Network, opening: Opening) -> Iterator[SpellLogger]:
    """The data collectors of the county's stations."""
    for row, station in enumerate(network.stations):
        if not station.has_collector:
            continue
        source = Gauge(partial(station_day, network), row)
        make = _maker(_station_settings(station), source, station.number, opening)
        silent = partial(_station_is_silent, network, row)
        yield SpellLogger(make, silent=silent, since=opening.since, now=opening.now)


def outlet_loggers(opening: Opening) -> Iterator[SpellLogger]:
    """The data collectors of the province's outlets."""
    for group in kinds(opening.thinned):
        for row, outlet in enumerate(group):
            table = partial(outlet_day, group, opening.thinned)
            settings, codes = _outlet_settings(outlet, burns=group == furnaces(opening.thinned))
            make = _maker(settings, Gauge(table, row, codes), outlet.number, opening)
            silent = partial(_outlet_is_silent, group, opening.thinned, row)
            yield SpellLogger(make, silent=silent, since=opening.since, now=opening.now)


def stranger_loggers(network: Network, opening: Opening) -> Iterator[SpellLogger]:
    """Devices that nobody has registered; they measure what the first station measures."""
    for number, mn in enumerate(STRANGERS):
        settings = LoggerSettings(
            Identity(mn, system_code=AIR_SYSTEM, password=PASSWORD),
            tuple(SimulatedFactor(f.code, decimals=f.decimals) for f in POLLUTANTS),
            realtime_interval_s=USUAL_S,
            minute_interval_min=MINUTE_STEP,
        )
        make = _maker(settings, Gauge(partial(station_day, network), 0), number, opening)
        yield SpellLogger(make, silent=_never, since=opening.now, now=opening.now)


def _maker(
    settings: LoggerSettings, values: ValueSource, number: int, opening: Opening
) -> Callable[[datetime], SimulatedLogger]:
    def make(since: datetime) -> SimulatedLogger:
        return SimulatedLogger(
            replace(settings, recording_since=since),
            values=values,
            faults=faults_of(number),
            seed=number,
            tally=opening.tally,
        )

    return make


def _station_settings(station: Station) -> LoggerSettings:
    measured = (*POLLUTANTS, *(WEATHER if station.has_weather else ()))
    return LoggerSettings(
        Identity(station.mn, system_code=AIR_SYSTEM, password=PASSWORD),
        tuple(SimulatedFactor(f.code, decimals=f.decimals) for f in measured),
        realtime_interval_s=USUAL_S,
        minute_interval_min=MINUTE_STEP,
        spread_s=SPREAD_S,
    )


def _outlet_settings(outlet: Outlet, *, burns: bool) -> tuple[LoggerSettings, dict[str, str]]:
    """Settings of an outlet's logger, and what it calls the factors."""
    kind, edition = outlet.kind, Edition(outlet.edition)
    codes = {_on_the_wire(f.factor.code, edition): f.factor.code for f in kind.factors}
    factors = [_simulated(wire, f) for wire, f in zip(codes, kind.factors, strict=True)]
    if burns:
        factors += [SimulatedFactor(f.code, decimals=f.decimals) for f in FURNACE_FACTORS]
    settings = LoggerSettings(
        Identity(outlet.mn, edition, system_code(kind.medium), PASSWORD),
        tuple(factors),
        realtime_interval_s=realtime_interval_s(kind.medium),
        minute_interval_min=60 // kind.parts,
        flow_units=WATER_FLOW if kind.medium == "water" else GAS_FLOW,
        reference_oxygen=kind.reference_oxygen or 0.0,
        heartbeat_s=USUAL_S if edition is Edition.HJ212_2025 else 0,
        spread_s=SPREAD_S,
    )
    return settings, codes


def _on_the_wire(code: str, edition: Edition) -> str:
    """A factor's code as a device of this edition writes it."""
    known = wire_factor(code) if edition is Edition.HJT212_2005 else None
    return known.legacy_code if known else code


def _simulated(wire_code: str, measured: OutletFactor) -> SimulatedFactor:
    totals = {"flow": Total.FLOW, "converted": Total.MASS, "measured": Total.MASS}
    totals["water"] = Total.MASS
    return SimulatedFactor(
        wire_code,
        decimals=measured.factor.decimals,
        total=totals.get(measured.role, Total.NONE),
        is_converted=measured.role == "converted",
    )


@lru_cache(maxsize=64)
def _station_silence(network: Network, day: int) -> NDArray[np.bool_]:
    return station_silence(network, _hours_of(day))


@lru_cache(maxsize=256)
def _outlet_silence(group: tuple[Outlet, ...], thinned: int, day: int) -> NDArray[np.bool_]:
    return silence(group, thinned, _hours_of(day))


def _hours_of(day: int) -> Whole:
    return np.arange(24) + first_hour_of_day(day)


def _station_is_silent(network: Network, row: int, hour: int) -> bool:
    day, into = divmod(hour + SHANGHAI_AHEAD, 24)
    return bool(_station_silence(network, day)[row, into])


def _outlet_is_silent(group: tuple[Outlet, ...], thinned: int, row: int, hour: int) -> bool:
    day, into = divmod(hour + SHANGHAI_AHEAD, 24)
    return bool(_outlet_silence(group, thinned, day)[row, into])


def _never(hour: int) -> bool:
    return False
