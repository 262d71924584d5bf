"""A monitoring centre in memory, and a line between it and a simulated logger."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bihuan.hj212.conversation import Action, Arrived, CenterRole, Identity, Request, Send
from bihuan.hj212.data_area import read_data_area
from bihuan.hj212.encryption import Decipher
from bihuan.hj212.frame import Frame, Reader
from bihuan.hj212.segment import Packet, read_header
from bihuan.hj212.simulator import Outgoing, SimulatedLogger


@dataclass
class Host:
    """Stores what arrives, answers everything, and keeps its actions for the test."""

    identity: Identity
    key: bytes | None = None
    arrived: list[Packet] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    rejected: int = 0

    def __post_init__(self) -> None:
        self.role = CenterRole(self.identity)
        self.reader = self.fresh_reader()

    def fresh_reader(self) -> Reader:
        """For a new connection; it deciphers when the host has the device's key."""
        return Reader(decipher=Decipher(self) if self.key else None)

    def key_for(self, device_id: str, request_id: str | None) -> bytes | None:
        return self.key if device_id == self.identity.device_id else None

    def receive(self, data: bytes, now: datetime) -> list[bytes]:
        """Frames that go back for what came."""
        frames = []
        for event in self.reader.feed(data):
            if isinstance(event, Frame):
                frames += self._hear(read_header(event.segment), now)
            else:
                self.rejected += 1
        return frames

    def ask(self, request: Request, now: datetime) -> bytes:
        return self.role.request(request, now).frame

    def tick(self, now: datetime) -> list[bytes]:
        """Frames that the host repeats."""
        actions = self.role.tick(now)
        self.actions += [each for each in actions if not isinstance(each, Send)]
        return [each.frame for each in actions if isinstance(each, Send)]

    def _hear(self, packet: Packet, now: datetime) -> list[bytes]:
        frames = []
        for action in self.role.handle(packet, now):
            if isinstance(action, Send):
                frames.append(action.frame)
            elif isinstance(action, Arrived):
                self.arrived.append(action.packet)
                answer = self.role.acknowledge(action.packet)
                frames += [answer.frame] if answer else []
            else:
                self.actions.append(action)
        return frames

    @property
    def data(self) -> dict[tuple[str, str, str, str], set[str]]:
        """Values by command, DataTime, factor and kind: more than one where they differ."""
        stored: dict[tuple[str, str, str, str], set[str]] = {}
        for packet in self.arrived:
            area = read_data_area(packet.parameters)
            for factor, kinds in area.factors.items():
                for kind, text in kinds.items():
                    key = (packet.command_code, area.fields.get("DataTime", ""), factor, kind)
                    stored.setdefault(key, set()).add(text)
        return stored


Fate = Callable[[], tuple[float, ...]]
"""Delays of the copies of the next frame that arrive: () loses it, two entries double it. [s]"""


def arrives() -> tuple[float, ...]:
    return (0.0,)


@dataclass
class Line:
    """Carries frames between a logger and a host in virtual time, with a fate for each."""

    logger: SimulatedLogger
    host: Host
    now: datetime
    up: Fate = arrives
    down: Fate = arrives

    def __post_init__(self) -> None:
        self._events: list[tuple[datetime, int, bool, bytes]] = []
        self._order = count()
        self.is_up = False
        self._connect_at = self.now

    def cut(self, **duration: float) -> None:
        """Break the line for a while."""
        self._hang_up()
        self._connect_at = self.now + timedelta(**duration)

    def run(self, until: datetime) -> None:
        """Let time pass; the logger reconnects one second after a connection ends."""
        while (moment := self._next()) <= until:
            self.now = max(self.now, moment)
            if not self.is_up:
                self._connect()
            elif self._events and self._events[0][0] <= self.now:
                _, _, upward, data = heapq.heappop(self._events)
                self._deliver(data, upward)
            elif moment == self.host.role.next_deadline:
                self._put(self.host.tick(self.now), upward=False)
            else:
                self._write(self.logger.tick(self.now))
        self.now = until

    def ask(self, request: Request) -> None:
        self._put([self.host.ask(request, self.now)], upward=False)

    def run_for(self, **duration: float) -> None:
        self.run(self.now + timedelta(**duration))

    def _next(self) -> datetime:
        if not self.is_up:
            return self._connect_at
        moments = [self.logger.next_due, self.host.role.next_deadline]
        moments += [self._events[0][0]] if self._events else []
        return min(moment for moment in moments if moment)

    def _connect(self) -> None:
        self.is_up = True
        self.host.reader = self.host.fresh_reader()
        self._write(self.logger.connected(self.now))

    def _write(self, pieces: list[Outgoing]) -> None:
        for piece in pieces:
            if piece.hang_up:
                self._hang_up()
            else:
                self._put([piece.data], upward=True, at=piece.at)

    def _hang_up(self) -> None:
        self._events.clear()
        self.is_up = False
        self.logger.disconnected(self.now)
        wanted = self.logger.connect_at or self.now
        self._connect_at = max(self.now + timedelta(seconds=1), wanted)
        self.host.role.disconnected()

    def _put(self, frames: list[bytes], *, upward: bool, at: datetime | None = None) -> None:
        fate = self.up if upward else self.down
        for frame in frames:
            for delay in fate():
                moment = (at or self.now) + timedelta(seconds=delay)
                heapq.heappush(self._events, (moment, next(self._order), upward, frame))

    def _deliver(self, data: bytes, upward: bool) -> None:
        if upward:
            self._put(self.host.receive(data, self.now), upward=False)
        else:
            self._write(self.logger.receive(data, self.now))
