"""A gateway on a thread of its own, and blocking clients that speak to it over real sockets."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, TypeVar

import pyarrow as pa

from bihuan.gateway.commit import Journal
from bihuan.gateway.gateway import Gateway
from bihuan.gateway.server import serve
from bihuan.gateway.settings import (
    CommitLimits,
    ConnectionLimits,
    GatewaySettings,
    RegistryRhythm,
)
from bihuan.hj212.frame import Frame, Reader, write_frame

T = TypeVar("T")

QUICK = GatewaySettings(
    name="gateway-test",
    port=0,
    initialises_devices=False,
    commit=CommitLimits(interval_s=0.02, retry_s=0.02, retry_most_s=0.05),
    rhythm=RegistryRhythm(commands_s=0.05, directory_s=0.05, news_s=0.05),
)


def quick(**changes: Any) -> GatewaySettings:
    """Settings for tests: everything soon, and what the test wants otherwise."""
    return replace(QUICK, **changes)


def with_limits(**changes: Any) -> GatewaySettings:
    """Settings for tests with other connection limits."""
    return quick(connection=replace(ConnectionLimits(), **changes))


def utc_now() -> datetime:
    return datetime.now(UTC)


class RunningGateway:
    """The real gateway on real sockets, with its loop in another thread."""

    def __init__(
        self,
        journal: Journal,
        settings: GatewaySettings = QUICK,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._journal, self._settings, self._now = journal, settings, now
        self._listening = threading.Event()
        self._thread = ThreadPoolExecutor(1, "gateway")
        self._run: Future[None]
        self.gateway: Gateway
        self.port = 0

    def __enter__(self) -> "RunningGateway":
        self._run = self._thread.submit(lambda: asyncio.run(self._serve()))
        self._run.add_done_callback(lambda _: self._listening.set())
        assert self._listening.wait(20)
        if self._run.done():
            self._run.result()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """As SIGTERM does."""
        if not self._run.done():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._run.result(40)
        self._thread.shutdown()

    def on_loop(self, work: Callable[[Gateway], T]) -> T:
        """Do something with the gateway where it lives."""

        async def do() -> T:
            return work(self.gateway)

        return asyncio.run_coroutine_threadsafe(do(), self._loop).result(10)

    def totals(self) -> dict[str, int]:
        """What has been counted so far."""
        return self.on_loop(lambda gateway: dict(gateway.tally.total))

    def until_settled(self, frames: int) -> dict[str, int]:
        """The counts, once so many frames have been settled."""
        until(lambda: self.totals().get("frames", 0) >= frames)
        return self.totals()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        await serve(
            self._settings, self._journal, stop=self._stop, started=self._started, now=self._now
        )

    def _started(self, gateway: Gateway, port: int) -> None:
        self.gateway, self.port = gateway, port
        self._listening.set()


class Client:
    """A device's end of a connection; blocking, so that a test reads like a story."""

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self._socket = socket.create_connection(
            ("127.0.0.1", port), timeout=10, source_address=(address, 0)
        )
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reader = Reader()
        self._frames: list[Frame] = []

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, *frames: bytes) -> None:
        """Write frames in one go."""
        self._socket.sendall(b"".join(frames))

    def answers(self, number: int, within_s: float = 10.0) -> list[bytes]:
        """The next so many frames from the gateway, whole as they came."""
        deadline = time.monotonic() + within_s
        while len(self._frames) < number:
            self._read(max(0.01, deadline - time.monotonic()))
        taken, self._frames = self._frames[:number], self._frames[number:]
        return [frame.raw for frame in taken]

    def hears_nothing(self, for_s: float = 0.3) -> bool:
        """Whether no answer comes for a while."""
        try:
            self._read(for_s)
        except TimeoutError:
            return True
        return not self._frames

    def is_hung_up(self, within_s: float = 10.0) -> bool:
        """Whether the gateway ends the connection."""
        self._socket.settimeout(within_s)
        try:
            while data := self._socket.recv(65536):
                self._frames += [e for e in self._reader.feed(data) if isinstance(e, Frame)]
        except ConnectionError:
            return True
        except TimeoutError:
            return False
        return True

    def reset(self) -> None:
        """End the connection the hard way."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self._socket.close()

    def close(self) -> None:
        self._socket.close()

    def _read(self, wait_s: float) -> None:
        self._socket.settimeout(wait_s)
        data = self._socket.recv(65536)
        if not data:
            raise ConnectionError("the gateway has hung up")
        self._frames += [e for e in self._reader.feed(data) if isinstance(e, Frame)]


@dataclass(slots=True)
class HeldJournal:
    """A store whose commit can be held, or refused, as long as a test wants."""

    store: Journal
    gate: threading.Event = field(default_factory=threading.Event)
    error: Exception | None = None
    asked: int = 0

    def append(self, rows: pa.Table, raw: pa.Table | None = None, *, now: datetime) -> int:
        self.asked += 1
        if self.error is not None:
            raise self.error
        assert self.gate.wait(30)
        return self.store.append(rows, raw, now=now)


def upload(mn: str, parameters: str, **fields: str) -> bytes:
    """A frame of an upload; QN, ST, CN, PW and Flag may be given by name, '' leaves one out."""
    header = {"QN": "20261121080000000", "ST": "32", "CN": "2011", "PW": "123456", "MN": mn}
    header = {**header, "Flag": "5", **fields}
    text = "".join(f"{name}={value};" for name, value in header.items() if value)
    return write_frame(f"{text}CP=&&{parameters}&&".encode())


def until(condition: Callable[[], bool], within_s: float = 15.0) -> None:
    """Wait for something that other threads bring about."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.01)


@dataclass(slots=True)
class Clock:
    """The time of day, and as much more as a test lets pass at once."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.ahead += timedelta(seconds=seconds)
