"""Simulated loggers over real TCP, against a small host of the test."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bihuan.gateway.device_fleet import DeviceFleet, run_fleet
from bihuan.gateway.simulation import (
    Progress,
    Simulation,
    simulate,
    simulated_devices,
    simulated_loggers,
)
from bihuan.gateway.simulation_view import progress_table, simulate_in_terminal
from bihuan.hj212.answer import answer_to
from bihuan.hj212.conversation.center import NOTICES_OF_DEVICES
from bihuan.hj212.edition import Edition
from bihuan.hj212.frame import Frame, Reader
from bihuan.hj212.segment import Packet, read_header
from bihuan.hj212.simulator import NEVER, Faults, Outgoing, SimulatedLogger, Tally


@dataclass
class SmallHost:
    """Answers every packet that wants an answer, and keeps what it heard."""

    is_deaf: bool = False
    heard: list[Packet] = field(default_factory=list)
    connections: int = 0
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        frames = Reader()
        self.connections += 1
        self.writers.append(writer)
        try:
            while data := await reader.read(65536):
                for event in frames.feed(data):
                    assert isinstance(event, Frame)
                    self._hear(read_header(event.segment), writer)
        except ConnectionError:
            return
        finally:
            writer.close()

    def _hear(self, packet: Packet, writer: asyncio.StreamWriter) -> None:
        self.heard.append(packet)
        if packet.wants_answer and not self.is_deaf:
            code = "9013" if packet.command_code in NOTICES_OF_DEVICES else "9014"
            edition = list(Edition)[packet.version]
            writer.write(answer_to(packet, edition, code=code))


async def until(condition: Callable[[], bool], limit_s: float = 60.0) -> None:
    async with asyncio.timeout(limit_s):
        while not condition():
            await asyncio.sleep(0.01)


def with_host(host: SmallHost, scenario: Callable[[int], Awaitable[None]]) -> None:
    """Run a scenario beside a listening host, on a port of the system's choice."""

    async def run() -> None:
        server = await asyncio.start_server(host.serve, "127.0.0.1", 0)
        async with server:
            await scenario(server.sockets[0].getsockname()[1])

    asyncio.run(run())


def loggers(count: int, tally: Tally, faults: Faults | None = None) -> list[SimulatedLogger]:
    """Loggers of all editions that report every second."""
    order = Simulation(devices=count, interval_s=1, faults=faults or Faults())
    return simulated_loggers(order, tally)


def test_every_device_connects_and_every_packet_is_acknowledged() -> None:
    host, tally = SmallHost(), Tally()

    async def scenario(port: int) -> None:
        stop = asyncio.Event()
        fleet = DeviceFleet(loggers(100, tally), "127.0.0.1", port)
        running = asyncio.create_task(fleet.run(stop))
        await until(lambda: fleet.connected == 100 and tally.acknowledged >= 300)
        stop.set()
        await running
        assert fleet.connected == 0

    with_host(host, scenario)
    assert len({packet.device_id for packet in host.heard}) == 100
    assert {packet.version for packet in host.heard} == {0, 1, 2}
    assert tally.rejected == tally.strays == tally.link_downs == 0
    assert tally.latency.total == tally.acknowledged


def test_torn_sticky_and_doubled_writes_lose_nothing() -> None:
    host, tally = SmallHost(), Tally()
    faults = Faults(torn=0.5, sticky=0.3, duplicate=0.2, sticky_s=0.2)

    async def scenario(port: int) -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(
            run_fleet(loggers(20, tally, faults), "127.0.0.1", port, stop)
        )
        await until(lambda: tally.acknowledged >= 60)
        stop.set()
        await running

    with_host(host, scenario)
    assert tally.link_downs == tally.repeats == 0


def test_a_dropped_connection_is_opened_again_and_the_rest_is_sent() -> None:
    host, tally = SmallHost(is_deaf=True), Tally()

    async def scenario(port: int) -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(run_fleet(loggers(3, tally), "127.0.0.1", port, stop))
        await until(lambda: len(host.heard) >= 3)
        host.is_deaf = False
        host.writers[0].close()
        await until(lambda: host.connections == 4 and tally.acknowledged >= 3)
        stop.set()
        await running

    with_host(host, scenario)
    assert tally.connects == 4


def test_a_fleet_waits_for_a_host_that_comes_later() -> None:
    host, tally = SmallHost(), Tally()

    async def run() -> None:
        probe = await asyncio.start_server(host.serve, "127.0.0.1", 0)
        port = probe.sockets[0].getsockname()[1]
        probe.close()
        await probe.wait_closed()
        stop = asyncio.Event()
        running = asyncio.create_task(run_fleet(loggers(2, tally), "127.0.0.1", port, stop))
        await asyncio.sleep(0.2)
        assert tally.connects == 0
        async with await asyncio.start_server(host.serve, "127.0.0.1", port):
            await until(lambda: tally.acknowledged >= 2)
            stop.set()
            await running

    asyncio.run(run())


def test_an_ordered_outage_ends_and_the_device_comes_back() -> None:
    host, tally = SmallHost(), Tally()
    faults = Faults(outage_every_s=0.3, outage_s=0.1)

    async def scenario(port: int) -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(run_fleet(loggers(2, tally, faults), "127.0.0.1", port, stop))
        await until(lambda: tally.connects >= 5)
        stop.set()
        await running

    with_host(host, scenario)


def test_a_simulation_ends_after_its_time_and_tells_how_it_went() -> None:
    host = SmallHost()
    seen: list[Progress] = []

    async def scenario(port: int) -> None:
        order = Simulation(port=port, devices=5, interval_s=1, duration_s=2.5)
        final = await simulate(order, seen.append)
        assert final.devices == 5
        assert final.tally.acknowledged > 0
        assert final.elapsed.total_seconds() >= 2.5

    with_host(host, scenario)
    assert len(seen) >= 2
    labels = list(progress_table(seen[-1]).columns[0].cells)
    assert "应答时间 p50 / p99" in labels


def test_the_same_order_names_the_same_devices() -> None:
    order = Simulation(devices=50, mn_prefix="QY")
    devices = list(simulated_devices(order))
    assert devices == list(simulated_devices(order))
    assert len({device.device_id for device in devices}) == 50
    assert {len(device.device_id) for device in devices} == {14, 24}
    assert {device.edition for device in devices} == set(Edition)
    only = list(simulated_devices(replace(order, edition="2005", profile="air")))
    assert {(device.edition, device.profile) for device in only} == {(Edition.HJT212_2005, "air")}


def test_the_terminal_shows_a_simulation_that_finds_no_host() -> None:
    order = Simulation(port=1, devices=1, duration_s=0.2)
    final = simulate_in_terminal(order)
    assert final.connected == 0
    assert "尚无应答 / 尚无应答" in list(progress_table(final).columns[1].cells)


class TiredClock:
    """Moves on by a second whenever it is read, as if every step took so long."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class RestlessLogger:
    """Is due again half a second after it was attended to."""

    connect_at: datetime | None = None
    next_due = NEVER
    ticks = 0

    def connected(self, now: datetime) -> list[Outgoing]:
        return self.tick(now)

    def disconnected(self, now: datetime) -> None:
        self.next_due = NEVER

    def tick(self, now: datetime) -> list[Outgoing]:
        self.ticks += 1
        self.next_due = now + timedelta(seconds=0.5)
        return []

    def receive(self, data: bytes, now: datetime) -> list[Outgoing]:
        return []


def test_a_fleet_that_cannot_keep_up_still_stops_when_told() -> None:
    fleet_of = [RestlessLogger() for _ in range(600)]

    async def scenario(port: int) -> None:
        stop = asyncio.Event()
        fleet = DeviceFleet(fleet_of, "127.0.0.1", port, clock=TiredClock())
        running = asyncio.create_task(fleet.run(stop))
        await until(lambda: all(logger.ticks > 2 for logger in fleet_of))
        stop.set()
        async with asyncio.timeout(20):
            await running

    with_host(SmallHost(), scenario)
