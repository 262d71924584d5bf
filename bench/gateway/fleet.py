"""Load by whole simulated loggers, which measure, wait for answers and repeat."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from bench.gateway.progress import say
from bihuan.gateway.device_fleet import DeviceFleet
from bihuan.gateway.simulation import Simulation, simulated_devices, simulated_loggers
from bihuan.hj212.simulator import LatencyHistogram, Tally

WARM_S = 10.0
PATIENCE_S = 180.0


@dataclass(frozen=True)
class Load:
    """So many devices that together send so many packets a second."""

    devices: int
    rate: float

    def simulations(self) -> list[Simulation]:
        """Devices of two neighbouring whole intervals, mixed so that the rate comes out."""
        short = max(1, int(self.devices / self.rate))
        eager = round((self.rate - self.devices / (short + 1)) * short * (short + 1))
        eager = min(self.devices, max(0, eager))
        return [
            Simulation(devices=eager, interval_s=short, mn_prefix="E"),
            Simulation(devices=self.devices - eager, interval_s=short + 1, mn_prefix="S"),
        ]

    def all_devices(self) -> list[Any]:
        """Every device, to be registered."""
        return [device for each in self.simulations() for device in simulated_devices(each)]


@dataclass
class Measured:
    """What the devices saw while it was measured."""

    seconds: float = 0.0
    sent: int = 0
    acknowledged: int = 0
    repeats: int = 0
    link_downs: int = 0
    connected: int = 0
    processor_s: float = 0.0
    resident_mib: list[float] = field(default_factory=list)
    gateway_s: float = 0.0
    latency: LatencyHistogram = field(default_factory=LatencyHistogram)


def run_fleet(load: Load, port: int, seconds: float, gateway: Any) -> Measured:
    """Run the load against a gateway, warm up, then measure for so long."""
    ours, theirs = get_context("spawn").Pipe()
    order = (load.simulations(), port, seconds, theirs)
    process = get_context("spawn").Process(target=_drive, args=order, daemon=True)
    process.start()
    begin_s, memory, told = 0.0, [], ""
    while (said := _said(ours)) != "over":
        memory.append(gateway.resident_mib())
        if said != told:
            say(f"{said}, the gateway holds {memory[-1]:.0f} MiB")
            told = said
        if said == "warm":
            begin_s, memory = gateway.processor_s(), []
    gateway_s = gateway.processor_s() - begin_s
    measured: Measured = ours.recv()
    process.join()
    return replace(measured, resident_mib=memory, gateway_s=gateway_s)


def _said(line: Connection) -> str:
    assert line.poll(PATIENCE_S), "the fleet says nothing"
    return str(line.recv())


def _drive(simulations: Sequence[Simulation], port: int, seconds: float, line: Connection) -> None:
    asyncio.run(_run(simulations, port, seconds, line))


async def _run(
    simulations: Sequence[Simulation], port: int, seconds: float, line: Connection
) -> None:
    tally = Tally()
    loggers = [logger for each in simulations for logger in simulated_loggers(each, tally)]
    fleet = DeviceFleet(loggers, "127.0.0.1", port)
    stop = asyncio.Event()
    running = asyncio.create_task(fleet.run(stop))
    while fleet.connected < len(loggers):
        line.send(f"connected {fleet.connected:,} of {len(loggers):,}")
        await asyncio.sleep(1)
    line.send("connected all, warming up")
    await asyncio.sleep(WARM_S)
    line.send("warm")
    before = Counter(_figures(tally))
    tally.latency = LatencyHistogram()
    begun, processor = time.monotonic(), time.process_time()
    while time.monotonic() - begun < seconds:
        await asyncio.sleep(1)
        line.send("measuring")
    measured = Measured(
        time.monotonic() - begun,
        connected=fleet.connected,
        processor_s=time.process_time() - processor,
        latency=tally.latency,
        **{name: value - before[name] for name, value in _figures(tally).items()},
    )
    line.send("over")
    line.send(measured)
    stop.set()
    await running


def _figures(tally: Tally) -> dict[str, int]:
    names = ("sent", "acknowledged", "repeats", "link_downs")
    return {name: getattr(tally, name) for name in names}
