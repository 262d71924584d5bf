"""One TCP connection of a device or a forwarder."""

import asyncio
import logging
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bihuan.gateway.rate import Bucket
from bihuan.gateway.settings import ConnectionLimits
from bihuan.hj212.frame import Event, Reader, Tolerance
from bihuan.hj212.frame.event import Decipher
from bihuan.registry.models import DropReason
from bihuan.registry.queries import DeviceEntry

if TYPE_CHECKING:
    from bihuan.gateway.arrival import Arrival

log = logging.getLogger(__name__)

KEEPALIVE = ((socket.TCP_KEEPIDLE, 120), (socket.TCP_KEEPINTVL, 30), (socket.TCP_KEEPCNT, 4))


@dataclass(frozen=True, slots=True)
class Standing:
    """What a connection has proved for one device (身份核验结果), until either changes."""

    entry: DeviceEntry
    password: str | None
    system_code: str = ""


class ConnectionOwner(Protocol):
    """What a connection reports to: the gateway."""

    @property
    def is_paused(self) -> bool:
        """Whether nothing may be read now."""

    @property
    def tolerance(self) -> Tolerance:
        """How leniently frames are cut."""

    @property
    def decipher(self) -> Decipher:
        """What makes encrypted frames plain."""

    def opened(self, connection: "DeviceConnection") -> bool:
        """A connection was made; False when there are too many."""

    def arrived(self, connection: "DeviceConnection", event: Event) -> "Arrival | None":
        """A frame came, or bytes that are none; gives what waits for the commit."""

    def closed(self, connection: "DeviceConnection") -> None:
        """The connection is gone."""


class DeviceConnection(asyncio.Protocol):
    """Reads frames from one socket and writes answers to it (设备连接).

    `devices` holds what each MN has proved here; `drop_reason` says in the end who hung up.
    """

    __slots__ = (
        "_allowance",
        "_give_ups",
        "_half_since",
        "_has_spoken",
        "_last_frame_at",
        "_limits",
        "_loop",
        "_owner",
        "_reader",
        "_throttled",
        "_transport",
        "_unread",
        "address",
        "devices",
        "drop_reason",
        "evidence",
    )

    def __init__(
        self, owner: ConnectionOwner, limits: ConnectionLimits, loop: asyncio.AbstractEventLoop
    ) -> None:
        """A connection that is not made yet."""
        self._owner = owner
        self._limits = limits
        self._loop = loop
        self._reader = Reader(owner.tolerance, decipher=owner.decipher)
        self._transport: asyncio.Transport | None = None
        self._allowance = Bucket(per_s=limits.frames_per_s, burst=5 * limits.frames_per_s)
        self._half_since: float | None = None
        self._last_frame_at = loop.time()
        self._give_ups = 0
        self._unread = False
        self._throttled = False
        self.address = ""
        self.devices: dict[str, Standing] = {}
        self.drop_reason = DropReason.CLOSED
        self.evidence = Bucket(
            per_s=limits.evidence_per_minute / 60, burst=limits.evidence_per_minute
        )
        self._has_spoken = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The device connected: bound the buffers, ask the system to notice a dead peer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self.address = str(transport.get_extra_info("peername")[0])
        if not self._owner.opened(self):
            self.drop(DropReason.SERVER)
            return
        transport.set_write_buffer_limits(high=self._limits.unread_bytes // 4)
        _keep_alive(transport.get_extra_info("socket"))
        if self._owner.is_paused:
            transport.pause_reading()

    def data_received(self, data: bytes) -> None:
        """Cut what a read brought into frames and hand each on."""
        try:
            events = self._reader.feed(data)
            for event in events:
                self._owner.arrived(self, event)
        except Exception:
            log.exception("connection failed address=%s", self.address)
            self.drop(DropReason.SERVER)
            return
        self._keep_time(len(events))

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection ended; what was half received is evidence."""
        if exc is not None and self.drop_reason is DropReason.CLOSED:
            self.drop_reason = DropReason.RESET
        for event in self._reader.close():
            self._owner.arrived(self, event)
        self._transport = None
        self._owner.closed(self)

    def pause_writing(self) -> None:
        """The device does not read its answers."""
        self._unread = True

    def resume_writing(self) -> None:
        """It reads again."""
        self._unread = False

    def send(self, data: bytes) -> None:
        """Put bytes on the wire; a device that reads nothing for long is dropped."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        if self._unread and transport.get_write_buffer_size() > self._limits.unread_bytes:
            log.warning("connection dropped address=%s reason=unread_answers", self.address)
            self.drop(DropReason.SERVER)
            return
        transport.write(data)

    def drop(self, reason: DropReason) -> None:
        """Close at once, without waiting for what is unwritten."""
        self.drop_reason = reason
        if self._transport is not None:
            self._transport.abort()

    def close(self) -> None:
        """Close as soon as everything is written."""
        self.drop_reason = DropReason.SERVER
        if self._transport is not None:
            self._transport.close()

    def spoke(self, now: float) -> None:
        """A readable frame came; `now` is a monotonic reading [s]."""
        self._has_spoken = True
        self._last_frame_at = now
        self._give_ups = 0

    def tolerate(self, tolerance: Tolerance) -> None:
        """Cut frames with another tolerance from now on."""
        self._reader.tolerance = tolerance

    def pause(self) -> None:
        """Read nothing until `resume`."""
        if self._transport is not None:
            self._transport.pause_reading()

    def resume(self, now: float) -> None:
        """Read again; no timer ran meanwhile."""
        self._last_frame_at = now
        if self._half_since is not None:
            self._half_since = now
        if self._transport is not None and not self._throttled:
            self._transport.resume_reading()

    def sweep(self, now: float) -> None:
        """Give up a half frame that waited too long, and a connection that is silent too long."""
        half_since, limits = self._half_since, self._limits
        if half_since is not None and now - half_since >= limits.half_frame_s:
            self._give_up(now)
        patience_s = limits.idle_s if self._has_spoken else limits.silent_s
        if now - self._last_frame_at >= patience_s or self._give_ups >= limits.give_ups:
            self.drop(DropReason.TIME_OUT)

    def _keep_time(self, events: int) -> None:
        now = self._loop.time()
        if not self._reader.pending:
            self._half_since = None
        elif events or self._half_since is None:
            self._half_since = now
        if not events:
            return
        wait_s = self._allowance.draw(events, now=now)
        if wait_s and not self._throttled and self._transport is not None:
            self._throttled = True
            self._transport.pause_reading()
            self._loop.call_later(wait_s, self._unthrottle)

    def _unthrottle(self) -> None:
        self._throttled = False
        if self._transport is not None and not self._owner.is_paused:
            self._transport.resume_reading()

    def _give_up(self, now: float) -> None:
        self._give_ups += 1
        for event in self._reader.give_up():
            self._owner.arrived(self, event)
        self._half_since = now if self._reader.pending else None


def _keep_alive(connected: socket.socket) -> None:
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in KEEPALIVE:
        connected.setsockopt(socket.IPPROTO_TCP, option, value)
