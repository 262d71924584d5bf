"""A whole data logger in memory: bytes in, bytes out, time passed in."""

from datetime import UTC, datetime, timedelta
from math import inf
from random import Random

from bihuan.hj212.conversation.action import (
    Acknowledged,
    Action,
    LinkDown,
    Requested,
    Send,
    Stray,
)
from bihuan.hj212.conversation.equipment import EquipmentRole, Message
from bihuan.hj212.conversation.request_id import RequestIds
from bihuan.hj212.error import MalformedSegment
from bihuan.hj212.frame import Reader, Rejected
from bihuan.hj212.segment import Packet, read_header
from bihuan.hj212.simulator.clock import DriftingClock
from bihuan.hj212.simulator.fault import NO_FAULTS, Faults
from bihuan.hj212.simulator.greeting import first_words
from bihuan.hj212.simulator.measure import Measuring
from bihuan.hj212.simulator.obedience import LoggerParts, carry_out
from bihuan.hj212.simulator.outbox import Item, Outbox
from bihuan.hj212.simulator.schedule import HEARTBEAT, Schedule
from bihuan.hj212.simulator.settings import LoggerSettings
from bihuan.hj212.simulator.site import SiteState
from bihuan.hj212.simulator.source import ValueSource
from bihuan.hj212.simulator.tally import Tally
from bihuan.hj212.simulator.wire import Outgoing, Wire

NEVER = datetime.max.replace(tzinfo=UTC)
LATE_AFTER = timedelta(minutes=5)
ROUNDING = timedelta(microseconds=2)  # a due time in seconds, read back, must not fall short
ANSWERS = frozenset({"9013", "9014"})


class SimulatedLogger:
    """A data logger (数采仪) that needs no socket and no clock.

    Tell it when its connection is up (`connected`) and gone (`disconnected`), call
    `tick` when `next_due` has come and `receive` when bytes have; write what they
    return in the order given, each piece at its time. The same seed, settings, times and
    bytes give the same packets.

    Args:
        settings: who it is and what it measures.
        values: where its values come from.
        faults: what shall go wrong.
        seed: decides the faults, and when within a minute it reports.
        tally: counts; many loggers may share one.

    >>> from bihuan.hj212.edition import Edition
    >>> from bihuan.hj212.simulator.site_profile import simulated_site
    >>> settings, values = simulated_site("wastewater", "88888880000001", Edition.HJT212_2005)
    >>> logger = SimulatedLogger(settings, values=values, seed=1)
    >>> at = datetime.fromisoformat("2026-01-01T00:00:00+08:00")
    >>> logger.connected(at)
    []
    >>> piece, = logger.tick(logger.next_due)
    >>> piece.data[27:43]
    b'ST=32;CN=2011;PW'
    """

    def __init__(
        self,
        settings: LoggerSettings,
        *,
        values: ValueSource,
        faults: Faults = NO_FAULTS,
        seed: int = 0,
        tally: Tally | None = None,
    ) -> None:
        self._rng = Random(f"{seed} {settings.identity.device_id}")
        self._faults = faults
        self._hears_all = not faults.lost_answer
        clock = DriftingClock(offset_s=faults.clock_offset_s, drift_s_per_day=faults.clock_drift_s)
        role = EquipmentRole(settings.identity, request_ids=RequestIds(clock.reading))
        self._parts = LoggerParts(
            settings,
            role,
            clock,
            Schedule(settings, self._rng),
            SiteState(),
            "gbk" if faults.gbk_text else "utf-8",
        )
        self._measuring = Measuring(settings, values)
        self._wire = Wire(faults, self._rng)
        self._outbox = Outbox()
        self._reader = Reader()
        self._is_connected = self._has_begun = False
        self._outage_at: datetime | None = None
        self.tally = tally or Tally()
        self.connect_at: datetime | None = None
        self.next_due = self._schedule_due = NEVER

    @property
    def device_id(self) -> str:
        """MN (设备唯一标识)."""
        return self._parts.role.identity.device_id

    @property
    def pending(self) -> int:
        """Uploads that the host has not acknowledged yet (待应答数)."""
        return len(self._outbox)

    def connected(self, now: datetime) -> list[Outgoing]:
        """The connection is up (连接建立).

        Args:
            now: aware.
        """
        reading = self._parts.clock.reading(now)
        self._is_connected = True
        self.tally.connects += 1
        self._plan_outage(now)
        if self._has_begun:
            self._parts.schedule.skip_moments(reading)
        else:
            self._has_begun = True
            self._parts.schedule.begin(reading, self._parts.settings.recording_since)
            for words in first_words(self._parts.settings, reading):
                self._outbox.add_live(words)
        self._plan_reports()
        return self._work(now)

    def disconnected(self, now: datetime) -> None:
        """The connection is gone (连接断开); what was under way will be sent again.

        Args:
            now: aware.
        """
        if not self._is_connected:
            return
        self._is_connected = False
        self._parts.role.disconnected()
        self._outbox.connection_lost()
        self._wire.reset()
        self._reader = Reader()
        self.connect_at = self.connect_at or now
        self.next_due = NEVER

    def tick(self, now: datetime) -> list[Outgoing]:
        """Do what has fallen due (到期处理); nothing, and cheaply, before `next_due`.

        Args:
            now: aware.
        """
        return self._work(now) if now >= self.next_due else []

    def receive(self, data: bytes, now: datetime) -> list[Outgoing]:
        """Take bytes from the host (接收).

        Args:
            data: as they came from the socket.
            now: aware.
        """
        if not self._is_connected:
            return []
        frames: list[bytes] = []
        for event in self._reader.feed(data):
            if isinstance(event, Rejected):
                self.tally.rejected += 1
            else:
                frames += self._read(event.segment, now)
        return self._work(now, frames)

    def _read(self, segment: bytes, now: datetime) -> list[bytes]:
        """Frames that a segment of the host calls for at once."""
        if self._hears_all and (usual := self._parts.role.handle_usual_answer(segment, now)):
            return self._acknowledged(usual)
        packet = _packet(segment)
        if packet is None:
            self.tally.rejected += 1
            return []
        return self._heard(packet, now)

    def _work(self, now: datetime, frames: list[bytes] | None = None) -> list[Outgoing]:
        if not self._is_connected:
            return []
        if self._outage_at is not None and now >= self._outage_at:
            return self._hang_up(now, timedelta(seconds=self._faults.outage_s))
        if now >= self._schedule_due:
            self._collect(now)
        frames = frames or []
        for action in self._parts.role.tick(now):
            if isinstance(action, LinkDown):
                self.tally.link_downs += 1
                return self._hang_up(now, timedelta())
            frames += self._frames_of(action)
        frames += self._uploads(now)
        pieces = self._wire.put(frames, now)
        self._plan()
        return pieces

    def _collect(self, now: datetime) -> None:
        """Queue what the schedule has to report; what should have gone before, behind it."""
        reading = self._parts.clock.reading(now)
        for period in self._parts.schedule.take_due(reading):
            if period.command_code == HEARTBEAT:
                self._outbox.add_live(Message(HEARTBEAT))
            elif reading - period.end > LATE_AFTER:
                self._outbox.add_backlog(period)
            else:
                self._outbox.add_live(period)
        self._plan_reports()

    def _uploads(self, now: datetime) -> list[bytes]:
        """Frames of new uploads, as many as may wait for an answer at once."""
        role, frames = self._parts.role, []
        while role.unacknowledged < self._parts.settings.window:
            item = self._outbox.next()
            if item is None:
                break
            sends = role.upload(self._message_of(item), now)
            for send in sends:
                self._outbox.sent(item, send.request_id)
            frames += self._frames_of(*sends)
        return frames

    def _message_of(self, item: Item) -> Message:
        if isinstance(item.content, Message):
            return item.content
        return self._measuring.message(item.content, is_replay=item.is_replay)

    def _heard(self, packet: Packet, now: datetime) -> list[bytes]:
        """Frames that a packet of the host calls for at once."""
        if packet.command_code in ANSWERS and not self._wire.hears():
            return []
        actions = self._parts.role.handle(packet, now)
        frames = self._frames_of(*actions)
        for action in actions:
            if isinstance(action, Acknowledged):
                frames += self._acknowledged(action)
            elif isinstance(action, Requested):
                frames += self._asked(action, now)
            elif isinstance(action, Stray):
                self.tally.strays += 1
        return frames

    def _acknowledged(self, action: Acknowledged) -> list[bytes]:
        self.tally.acknowledged += 1
        self.tally.latency.add(action.waited)
        recall = self._outbox.acknowledged(action.request_id)
        if recall is None:
            return []
        return self._frames_of(*self._parts.role.finish(recall.request))

    def _asked(self, asked: Requested, now: datetime) -> list[bytes]:
        self.tally.requests += 1
        outcome = carry_out(asked, self._parts, now)
        self._plan_reports()
        role = self._parts.role
        sends = [send for reply in outcome.replies for send in role.upload(reply, now)]
        if outcome.recall is not None:
            self._outbox.add_recall(outcome.recall)
        else:
            sends += role.finish(asked.packet, outcome.result)
        return self._frames_of(*sends)

    def _frames_of(self, *actions: Action) -> list[bytes]:
        """The bytes of what is sent, counted; other actions have none."""
        sends = [action for action in actions if isinstance(action, Send)]
        for send in sends:
            self.tally.count(send)
        return [self._parts.enciphered(send) for send in sends]

    def _hang_up(self, now: datetime, wait: timedelta) -> list[Outgoing]:
        self.connect_at = now + wait
        self.disconnected(now)
        return [Outgoing(now, b"", hang_up=True)]

    def _plan_outage(self, now: datetime) -> None:
        self.connect_at = None
        self._outage_at = None
        if self._faults.outage_every_s:
            wait = self._rng.expovariate(1 / self._faults.outage_every_s)
            self._outage_at = now + timedelta(seconds=wait)

    def _plan_reports(self) -> None:
        due = self._parts.schedule.next_due
        self._schedule_due = NEVER
        if due < inf:
            reading = datetime.fromtimestamp(due, UTC) + ROUNDING
            self._schedule_due = self._parts.clock.moment_of(reading)

    def _plan(self) -> None:
        """Work out when something falls due next."""
        due = self._schedule_due
        for moment in (self._parts.role.next_deadline, self._wire.next_due, self._outage_at):
            if moment is not None and moment < due:
                due = moment
        self.next_due = due


def _packet(segment: bytes) -> Packet | None:
    try:
        return read_header(segment)
    except MalformedSegment:
        return None
