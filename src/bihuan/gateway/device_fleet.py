"""Thousands of simulated loggers on real TCP connections, in one process."""

import asyncio
import heapq
import resource
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Protocol, cast

from bihuan.hj212.simulator import NEVER, Outgoing

POLL_S = 0.01
TICKS_BEFORE_READING = 200
CONNECTS_AT_ONCE = 64
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 60.0
SPARE_FILES = 128
Clock = Callable[[], datetime]


class FleetLogger(Protocol):
    """What the fleet asks of a logger (可接入的模拟数采仪); a `SimulatedLogger` offers it."""

    @property
    def connect_at(self) -> datetime | None:
        """Not before this moment does it want its connection (期望连接时刻)."""

    @property
    def next_due(self) -> datetime:
        """When `tick` has something to do (下次处理时刻)."""

    def connected(self, now: datetime) -> list[Outgoing]:
        """The connection is up (连接建立)."""

    def disconnected(self, now: datetime) -> None:
        """The connection is gone (连接断开)."""

    def tick(self, now: datetime) -> list[Outgoing]:
        """Do what has fallen due (到期处理)."""

    def receive(self, data: bytes, now: datetime) -> list[Outgoing]:
        """Take bytes from the host (接收)."""


def utc_now() -> datetime:
    """The time of day (当前时间); the fleet is one of the few places that read the clock."""
    return datetime.now(UTC)


class DeviceLink(asyncio.Protocol):
    """One simulated logger and its connection (模拟数采仪连接)."""

    def __init__(self, logger: FleetLogger, fleet: "DeviceFleet") -> None:
        self.logger = logger
        self.planned = NEVER
        self._fleet = fleet
        self._transport: asyncio.Transport | None = None
        self._later: deque[Outgoing] = deque()
        self._failures = 0
        self._connect_at = datetime.min.replace(tzinfo=UTC)

    @property
    def due(self) -> datetime:
        """When the link next needs attention (下次处理时刻): to connect, or for its logger."""
        if self._transport is None:
            wanted = self.logger.connect_at
            return max(self._connect_at, wanted) if wanted else self._connect_at
        if self._later and self._later[0].at < self.logger.next_due:
            return self._later[0].at
        return self.logger.next_due

    @property
    def is_connected(self) -> bool:
        """Whether the connection is up (是否已连接)."""
        return self._transport is not None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The host took the connection (连接建立)."""
        self._transport = cast(asyncio.Transport, transport)
        self._failures = 0
        now = self._fleet.clock()
        self._write(self.logger.connected(now), now)
        self._fleet.plan(self)

    def data_received(self, data: bytes) -> None:
        """The host sent bytes (收到数据)."""
        now = self._fleet.clock()
        self._write(self.logger.receive(data, now), now)
        self._fleet.plan(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone, whoever ended it (连接断开)."""
        now = self._fleet.clock()
        self._transport = None
        self._later.clear()
        self.logger.disconnected(now)
        self.wait_to_connect(now)

    def wait_to_connect(self, now: datetime) -> None:
        """Try again later (退避重连), twice as late after each failure."""
        wait = min(FIRST_WAIT_S * 2**self._failures, LONGEST_WAIT_S)
        self._failures = min(self._failures + 1, 10)
        self._connect_at = now + timedelta(seconds=wait)
        self._fleet.plan(self)

    def attend(self, now: datetime) -> None:
        """Do what has fallen due on an open connection (到期处理)."""
        self._write(self.logger.tick(now), now)

    def abort(self) -> None:
        """End the connection at once (立即断开)."""
        if self._transport is not None:
            self._transport.abort()

    def _write(self, pieces: Iterable[Outgoing], now: datetime) -> None:
        """Write each piece at its time and in its order."""
        self._later.extend(pieces)
        while self._later and self._later[0].at <= now:
            piece = self._later.popleft()
            if self._transport is None:
                return
            if piece.hang_up:
                self._transport.close()
            else:
                self._transport.write(piece.data)


class DeviceFleet:
    """Drives many loggers (模拟设备群): one heap of due times, one connection each.

    Args:
        loggers: each connects by itself and reconnects when its connection ends.
        host: where the gateway listens.
        port: where the gateway listens.
        clock: read once for every event.
    """

    def __init__(
        self,
        loggers: Sequence[FleetLogger],
        host: str,
        port: int,
        *,
        clock: Clock = utc_now,
    ) -> None:
        self.clock = clock
        self._address = (host, port)
        self._links = [DeviceLink(logger, self) for logger in loggers]
        self._heap: list[tuple[datetime, int, DeviceLink]] = []
        self._order = count()
        self._waiting: deque[DeviceLink] = deque()
        self._connecting: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> int:
        """How many connections are up (在线数)."""
        return sum(link.is_connected for link in self._links)

    def plan(self, link: DeviceLink) -> None:
        """Remember when a link is next due (登记下次处理时刻); only an earlier time is news."""
        due = link.due
        if due < link.planned:
            link.planned = due
            heapq.heappush(self._heap, (due, next(self._order), link))

    async def run(self, stop: asyncio.Event) -> None:
        """Drive the fleet until `stop` is set (运行); then every connection is closed."""
        raise_file_limit(len(self._links) + SPARE_FILES)
        for link in self._links:
            self.plan(link)
        try:
            while not stop.is_set():
                await self._attend_due()
                await asyncio.sleep(POLL_S)
        finally:
            await self._end()

    async def _attend_due(self) -> None:
        """Attend what is due by now; what falls due meanwhile waits for the next round.

        A fleet that cannot keep up would otherwise never look at anything else.
        """
        attended = 0
        now = until = self.clock()
        while self._heap and self._heap[0][0] <= until:
            due, _, link = heapq.heappop(self._heap)
            if due != link.planned:
                continue  # planned earlier meanwhile
            link.planned = NEVER
            if link.is_connected:
                link.attend(now)
                self.plan(link)
            else:
                self._connect(link)
            attended += 1
            if attended % TICKS_BEFORE_READING == 0:
                await asyncio.sleep(0)
                now = self.clock()

    def _connect(self, link: DeviceLink) -> None:
        """Open the connection when fewer than so many others are being opened."""
        self._waiting.append(link)
        self._connect_waiting()

    def _connect_waiting(self) -> None:
        while self._waiting and len(self._connecting) < CONNECTS_AT_ONCE:
            task = asyncio.ensure_future(self._open(self._waiting.popleft()))
            self._connecting.add(task)
            task.add_done_callback(self._opened)

    def _opened(self, task: asyncio.Task[None]) -> None:
        self._connecting.discard(task)
        if not task.cancelled():
            self._connect_waiting()

    async def _open(self, link: DeviceLink) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: link, *self._address)
        except OSError:
            link.wait_to_connect(self.clock())

    async def _end(self) -> None:
        self._waiting.clear()
        for task in self._connecting:
            task.cancel()
        for link in self._links:
            link.abort()
        await asyncio.sleep(0)


async def run_fleet(
    loggers: Sequence[FleetLogger], host: str, port: int, stop: asyncio.Event
) -> None:
    """Drive simulated loggers against a gateway until told to stop (运行模拟设备群).

    Args:
        loggers: their tallies count what happens; let them share one for a sum.
        host: where the gateway listens.
        port: where the gateway listens.
        stop: set it to end; all connections are then closed.
    """
    await DeviceFleet(loggers, host, port).run(stop)


def raise_file_limit(wanted: int) -> None:
    """Let the process open so many files (提高文件句柄上限), as far as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
