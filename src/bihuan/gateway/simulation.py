"""A simulated county or province of loggers: which they are, and how they are doing."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from bihuan.gateway.device_fleet import DeviceFleet, utc_now
from bihuan.hj212.edition import Edition
from bihuan.hj212.simulator import (
    NO_FAULTS,
    Faults,
    SimulatedLogger,
    Tally,
    simulated_site,
)

MIXED = "mixed"
MIXED_EDITIONS = (
    Edition.HJT212_2005,
    *(Edition.HJ212_2017,) * 3,
    Edition.HJ212_2025,
)
MIXED_PROFILES = ("wastewater", "flue_gas", "wastewater", "air", "flue_gas", "noise", "air")
ID_LENGTH = {Edition.HJT212_2005: 14, Edition.HJ212_2017: 24, Edition.HJ212_2025: 24}
SHOW_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Simulation:
    """An order for simulated loggers (模拟设备群设定).

    Args:
        host: where the gateway listens.
        port: where the gateway listens.
        devices: how many loggers.
        edition: 2005, 2017, 2025 or `mixed`.
        profile: kind of site, or `mixed`.
        interval_s: distance of real-time packets. [s]
        minute_interval_min: length of a minute period. [min]
        faults: what goes wrong.
        seed: the same seed gives the same devices, values and faults.
        duration_s: when to stop; None runs until interrupted. [s]
        mn_prefix: how every MN begins.
    """

    host: str = "127.0.0.1"
    port: int = 9212
    devices: int = 10
    edition: str = MIXED
    profile: str = MIXED
    interval_s: int = 60
    minute_interval_min: int = 10
    faults: Faults = NO_FAULTS
    seed: int = 0
    duration_s: float | None = None
    mn_prefix: str = "SIM"


@dataclass(frozen=True, slots=True)
class SimulatedDevice:
    """One device of a simulation (模拟设备), as it must be registered to be heard."""

    device_id: str
    edition: Edition
    profile: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How a simulation is doing (运行情况)."""

    elapsed: timedelta
    connected: int
    devices: int
    tally: Tally


def simulated_devices(simulation: Simulation) -> Iterator[SimulatedDevice]:
    """The devices of a simulation (模拟设备清单), the same for the same order.

    >>> devices = list(simulated_devices(Simulation(devices=2)))
    >>> [(device.device_id, device.profile) for device in devices]
    [('SIM00000000001', 'wastewater'), ('SIM000000000000000000002', 'flue_gas')]
    """
    for number in range(simulation.devices):
        edition = _edition(simulation.edition, number)
        profile = simulation.profile
        if profile == MIXED:
            profile = MIXED_PROFILES[number % len(MIXED_PROFILES)]
        width = ID_LENGTH[edition] - len(simulation.mn_prefix)
        device_id = f"{simulation.mn_prefix}{number + 1:0{width}}"
        yield SimulatedDevice(device_id, edition, profile)


def simulated_loggers(simulation: Simulation, tally: Tally) -> list[SimulatedLogger]:
    """The loggers of a simulation (模拟数采仪), sharing one tally."""
    return [
        _logger(device, simulation, tally, seed=simulation.seed + number)
        for number, device in enumerate(simulated_devices(simulation))
    ]


async def simulate(
    simulation: Simulation, show: Callable[[Progress], None] | None = None
) -> Progress:
    """Run simulated loggers against a gateway (模拟上传).

    Args:
        simulation: what to run, and how long.
        show: told how it is doing, once a second.

    Returns:
        How it had done at the end.
    """
    tally = Tally()
    fleet = DeviceFleet(simulated_loggers(simulation, tally), simulation.host, simulation.port)
    stop = asyncio.Event()
    begun = utc_now()

    def progress() -> Progress:
        return Progress(utc_now() - begun, fleet.connected, simulation.devices, tally)

    running = asyncio.create_task(fleet.run(stop))
    try:
        while not running.done() and not _is_over(progress(), simulation):
            if show is not None:
                show(progress())
            await asyncio.wait([running], timeout=_pause(progress(), simulation))
        final = progress()
    finally:
        stop.set()
        with contextlib.suppress(asyncio.CancelledError):
            await running
    return final


def _logger(
    device: SimulatedDevice, simulation: Simulation, tally: Tally, *, seed: int
) -> SimulatedLogger:
    settings, values = simulated_site(device.profile, device.device_id, device.edition, seed=seed)
    settings = replace(
        settings,
        realtime_interval_s=simulation.interval_s,
        minute_interval_min=simulation.minute_interval_min,
        spread_s=min(simulation.interval_s, simulation.minute_interval_min * 60),
    )
    return SimulatedLogger(
        settings, values=values, faults=simulation.faults, seed=seed, tally=tally
    )


def _edition(wanted: str, number: int) -> Edition:
    if wanted == MIXED:
        return MIXED_EDITIONS[number % len(MIXED_EDITIONS)]
    return Edition(wanted)


def _is_over(progress: Progress, simulation: Simulation) -> bool:
    duration = simulation.duration_s
    return duration is not None and progress.elapsed.total_seconds() >= duration


def _pause(progress: Progress, simulation: Simulation) -> float:
    if simulation.duration_s is None:
        return SHOW_EVERY_S
    left = simulation.duration_s - progress.elapsed.total_seconds()
    return max(min(SHOW_EVERY_S, left), 0.0)
