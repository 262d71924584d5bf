"""Load by bare sockets that cost next to nothing, to find where the gateway itself gives way."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context

from bench.gateway.progress import say
from bihuan.gateway.device_fleet import raise_file_limit
from bihuan.hj212.frame import write_frame
from bihuan.hj212.simulator import LatencyHistogram

TICK_S = 0.01
ANSWER = b"CN=9014"
FACTORS = ("w01018", "w21003", "w21011", "w01001", "w00000", "w21001", "w01009", "w01010")


@dataclass
class Step:
    """What one offered rate came to."""

    offered: float
    sent: float
    acknowledged: float
    waiting: int
    p50_ms: float
    p99_ms: float

    @property
    def holds(self) -> bool:
        """Whether the gateway keeps up: nothing piles up, and answers come in time.

        Where the load itself cannot offer so much, the machine has no more to give either.
        """
        is_offered = self.sent >= 0.9 * self.offered
        return is_offered and self.acknowledged >= 0.97 * self.sent and self.p99_ms < 5_000


class Hammer(asyncio.Protocol):
    """One connection that only counts answers; they come in the order of the packets."""

    def __init__(self, device: str) -> None:
        """A connection of this device."""
        self.device = device
        self.waiting: deque[float] = deque()
        self.latency = LatencyHistogram()
        self.acknowledged = 0
        self._tail = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ready to send."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Count the answers in what came; one may be cut by the end of a read."""
        text = self._tail + data
        found = text.count(ANSWER)
        self._tail = text[-(len(ANSWER) - 1) :]
        now = time.monotonic()
        for _ in range(found):
            self.latency.add(timedelta(seconds=now - self.waiting.popleft()))
        self.acknowledged += found

    def strike(self, number: int) -> None:
        """Send one packet that was never sent before."""
        self.waiting.append(time.monotonic())
        self.transport.write(packet(self.device, number))  # type: ignore[attr-defined]


def packet(device: str, number: int) -> bytes:
    """A real-time packet with eight factors, 360 bytes."""
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
    values = ";".join(f"{code}-Rtd={number % 1000}.{code[-1]},{code}-Flag=N" for code in FACTORS)
    text = f"{moment:%Y%m%d%H%M%S}"
    return write_frame(
        f"QN={text}000;ST=32;CN=2011;PW=123456;MN={device};Flag=5;"
        f"CP=&&DataTime={text};{values}&&".encode()
    )


def run_ramp(devices: Sequence[str], port: int, rates: Sequence[int], seconds: float) -> list[Step]:
    """Offer one rate after the other until one does not hold."""
    ours, theirs = get_context("spawn").Pipe()
    order = (devices, port, rates, seconds, theirs)
    process = get_context("spawn").Process(target=drive, args=order, daemon=True)
    process.start()
    steps: list[Step] = []
    while (step := ours.recv()) is not None:
        steps.append(step)
        say(
            f"offered {step.offered:,}/s: sent {step.sent:,.0f}/s, acknowledged"
            f" {step.acknowledged:,.0f}/s, p99 {step.p99_ms:,.0f} ms"
        )
    process.join()
    return steps


def drive(devices, port, rates, seconds, line) -> None:  # type: ignore[no-untyped-def]
    """Offer the rates from a process of its own, tell each step through the pipe, then None."""
    asyncio.run(_ramp(devices, port, rates, seconds, line.send))
    line.send(None)


async def _ramp(
    devices: Sequence[str],
    port: int,
    rates: Sequence[int],
    seconds: float,
    tell: Callable[[Step], None],
) -> None:
    raise_file_limit(len(devices) + 128)
    loop = asyncio.get_running_loop()
    hammers = []
    for device in devices:
        hammer = Hammer(device)
        await loop.create_connection(lambda made=hammer: made, "127.0.0.1", port)
        hammers.append(hammer)
    begin = 0
    for rate in rates:
        step, begin = await _offer(hammers, rate, seconds, begin)
        tell(step)
        if not step.holds:
            break


async def _offer(
    hammers: Sequence[Hammer], rate: int, seconds: float, begin: int
) -> tuple[Step, int]:
    for hammer in hammers:
        hammer.latency, hammer.acknowledged = LatencyHistogram(), 0
    begun, sent = time.monotonic(), 0
    while (elapsed := time.monotonic() - begun) < seconds:
        while sent < rate * elapsed:
            place = begin + sent
            hammers[place % len(hammers)].strike(place // len(hammers))
            sent += 1
        await asyncio.sleep(TICK_S)
    took_s = time.monotonic() - begun
    await asyncio.sleep(1.5)  # the answers of the last second
    latency = LatencyHistogram()
    for hammer in hammers:
        for end, count in hammer.latency.buckets():
            for _ in range(count):
                latency.add(timedelta(milliseconds=end * 0.99))
    acknowledged = sum(hammer.acknowledged for hammer in hammers)
    waiting = sum(len(hammer.waiting) for hammer in hammers)
    step = Step(
        rate,
        sent / took_s,
        acknowledged / took_s,
        waiting,
        latency.percentile(50) or 0.0,
        latency.percentile(99) or 0.0,
    )
    return step, begin + sent
