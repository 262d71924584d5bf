"""Runs every live device of the demo in one process."""

import asyncio
import signal
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, cast

from bihuan.gateway.device_fleet import DeviceFleet
from bihuan.hj212.simulator import SimulatedLogger, Tally
from bihuan.main.demo.county import network
from bihuan.main.demo.live.device import (
    Opening,
    outlet_loggers,
    station_loggers,
    stranger_loggers,
)
from bihuan.main.demo.live.silence import SpellLogger
from bihuan.main.demo.state import keep_alive_at, read_state

REMEMBER_EVERY_S: Final = 20.0


def all_loggers(opening: Opening) -> list[SpellLogger]:
    """Stations, outlets and the devices that nobody has registered."""
    return [
        *station_loggers(network(), opening),
        *outlet_loggers(opening),
        *stranger_loggers(network(), opening),
    ]


async def run_devices(home: Path, host: str, port: int, *, tally: Tally) -> None:
    """Drive all devices against the gateway until SIGINT or SIGTERM.

    Args:
        home: data folder with the demo's memory, from which the devices know since when to send.
        tally: counts what they do.
    """
    now = datetime.now(UTC)
    state = read_state(home)
    since = now if state is None else datetime.fromisoformat(state.filled_until)
    loggers = all_loggers(Opening(since=since, now=now, tally=tally))
    fleet = DeviceFleet(_as_loggers(loggers), host, port)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    remembering = asyncio.create_task(_remember(home, fleet))
    try:
        await fleet.run(stop)
    finally:
        remembering.cancel()


def _as_loggers(loggers: Sequence[SpellLogger]) -> Sequence[SimulatedLogger]:
    """The fleet asks of a logger no more than a SpellLogger offers."""
    return cast("Sequence[SimulatedLogger]", loggers)


async def _remember(home: Path, fleet: DeviceFleet) -> None:
    """Keep in mind until when live data reach, so that the next run fills the gap."""
    while True:
        await asyncio.sleep(REMEMBER_EVERY_S)
        if fleet.connected:
            keep_alive_at(home, datetime.now(UTC))
