"""The gateway put together: connections, intake, commit, commands and registry on one loop."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from bihuan.gateway.arrival import Arrival
from bihuan.gateway.command_desk import CommandDesk
from bihuan.gateway.commit import GroupCommit, Journal
from bihuan.gateway.connection import DeviceConnection
from bihuan.gateway.device_book import DeviceBook
from bihuan.gateway.intake import Intake
from bihuan.gateway.key_ring import KeyRing
from bihuan.gateway.presence import Presence
from bihuan.gateway.reply import Reply, reply_to
from bihuan.gateway.sessions import Sessions
from bihuan.gateway.settings import GatewaySettings
from bihuan.gateway.tally import FRAMES, Tally
from bihuan.gateway.translation import Translation, Translator
from bihuan.hj212.answer import answer_to
from bihuan.hj212.conversation.center import CLOCK_REQUEST
from bihuan.hj212.frame import Event, Tolerance
from bihuan.registry.models import DropReason

log = logging.getLogger(__name__)

ANSWERS_AT_ONCE = 500


class Gateway:
    """Everything that happens on the loop (网关): from a frame's arrival to its answer.

    It touches no database: `housekeeping` carries news to the registry and brings the device
    book and commands back.
    """

    def __init__(
        self,
        settings: GatewaySettings,
        journal: Journal,
        book: DeviceBook,
        now: Callable[[], datetime],
    ) -> None:
        """Ready to accept connections; `now` is the one clock of the process."""
        self.settings = settings
        self.now = now
        self.tally = Tally()
        self.sessions = Sessions()
        self.presence = Presence(settings.name)
        self.desk = CommandDesk(self.sessions, self.tally)
        self.intake = Intake(settings, book, self.tally)
        self.translator = Translator(settings.judgement)
        self.commit = GroupCommit(self, self.intake.backlog, journal, settings.commit)
        self.decipher = KeyRing(lambda: self.intake.book.keys)
        self.refusing_since: datetime | None = None
        self.about: dict[str, object] = {}
        self._paused = False

    @property
    def is_paused(self) -> bool:
        """Whether nothing may be read, because the store does not keep up (背压)."""
        return self._paused

    @property
    def tolerance(self) -> Tolerance:
        """How leniently frames are cut: as leniently as any device needs."""
        return self.intake.book.tolerance

    def connection(self) -> DeviceConnection:
        """A protocol for one more connection."""
        return DeviceConnection(self, self.settings.connection, asyncio.get_running_loop())

    def opened(self, connection: DeviceConnection) -> bool:
        """A connection was made; False when there are too many."""
        if len(self.sessions) >= self.settings.connection.connections:
            self.tally.note("connections_refused")
            return False
        self.sessions.open(connection)
        self.tally.note("connections_opened")
        return True

    def closed(self, connection: DeviceConnection) -> None:
        """A connection is gone; so are its devices, unless another one carries them."""
        at = self.now()
        self.tally.note(f"connections_{connection.drop_reason}")
        for device in self.sessions.close(connection):
            self.presence.dropped(device, at, connection.drop_reason)
            self.desk.disconnected(device)

    def arrived(self, connection: DeviceConnection, event: Event) -> Arrival | None:
        """A frame came, or bytes that are none: queue it for the next commit.

        Returns:
            What was queued; None for what was only counted.
        """
        at = self.now()
        arrival = self.intake.take(
            connection,
            event,
            received_ms=int(at.timestamp() * 1000),
            now=asyncio.get_running_loop().time(),
        )
        if arrival is None:
            return None
        self.commit.arrived()
        if self.intake.backlog.is_full and not self._paused:
            self._pause()
        return arrival

    def translate(self, batch: list[Arrival]) -> Translation:
        """Frames as rows and packets of the store; runs in the commit's thread."""
        return self.translator.translate(batch, self.intake.book)

    def refused(self, error: Exception) -> None:
        """The store took nothing: no answers, and when the backlog is full, no reading."""
        self.tally.note("store_refusals")
        if self.refusing_since is None:
            self.refusing_since = self.now()
            log.error("store refuses waiting=%d error=%s", len(self.intake.backlog), error)

    async def durable(self, batch: list[Arrival], translation: Translation) -> None:
        """These frames are on disk: count them, answer them, hand them to the exchanges."""
        if self.refusing_since is not None:
            log.info("store takes again since=%s", self.refusing_since.isoformat())
            self.refusing_since = None
        for sign in translation.signs:
            self.presence.measured(sign)
        self.tally.note("values", len(translation.rows))
        self.tally.note("commits")
        for first in range(0, len(batch), ANSWERS_AT_ONCE):
            part = slice(first, first + ANSWERS_AT_ONCE)
            self._settle(batch[part], translation.outcomes[part])
            await asyncio.sleep(0)
        if self._paused and self.intake.backlog.has_room:
            self._resume()

    def use_book(self, book: DeviceBook) -> None:
        """The registry has changed: judge by the new book from now on."""
        is_other = book.tolerance != self.tolerance
        self.intake.book = book
        if is_other:
            for connection in self.sessions:
                connection.tolerate(book.tolerance)

    def sweep(self) -> None:
        """Give up half frames and silent connections; nobody is silent while nobody reads."""
        if self._paused:
            return
        now = asyncio.get_running_loop().time()
        for connection in self.sessions:
            connection.sweep(now)

    def condition(self) -> dict[str, object]:
        """What the health page shows of this process (运行状况)."""
        return {
            "connections": len(self.sessions),
            "devices": len(self.sessions.devices),
            "waiting": len(self.intake.backlog),
            "paused": self._paused,
            "store_refusing": self.refusing_since is not None,
            "directory_version": self.intake.book.version,
            "frames": self.tally.total[FRAMES],
            "balanced": self.tally.is_balanced(),
            **self.about,
        }

    def hush(self) -> None:
        """Read nothing more: the process is about to end."""
        self._paused = True
        for connection in self.sessions:
            connection.pause()

    async def hang_up(self, *, within_s: float) -> None:
        """Close every connection when its answers are written, or after so long [s]."""
        connections = list(self.sessions)
        for connection in connections:
            connection.close()
        deadline = asyncio.get_running_loop().time() + within_s
        while len(self.sessions) and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.02)
        for connection in self.sessions:
            connection.drop(DropReason.SERVER)
        await asyncio.sleep(0)

    def _settle(self, batch: list[Arrival], outcomes: list[str]) -> None:
        answers: defaultdict[DeviceConnection, list[bytes]] = defaultdict(list)
        entries = self.intake.book.entries
        for arrival, outcome in zip(batch, outcomes, strict=True):
            arrival.outcome = outcome
            device = arrival.device if arrival.device in entries else ""
            self.tally.settle(outcome, device=device, quirks=arrival.quirks)
            if device:
                self._note(arrival)
            if answer := _answer(arrival):
                answers[arrival.line].append(answer)
        for line, frames in answers.items():
            line.send(b"".join(frames))
        for arrival in batch:
            if arrival.receipt is not None:
                arrival.receipt.settled()
        self._converse(batch)

    def _note(self, arrival: Arrival) -> None:
        """A registered device was heard; with its first good packet a connection is its own."""
        device, line = arrival.device, arrival.line
        is_good = arrival.entry is not None
        self.presence.heard(device, arrival.received_ms, good=is_good)
        if is_good and self.sessions.bind(device, line):
            self.presence.connected(device, line.address or None, self.now())
            log.info("device connected device=%s address=%s", device, line.address)

    def _converse(self, batch: list[Arrival]) -> None:
        now = self.now()
        for arrival in batch:
            if arrival.entry is None or arrival.packet is None:
                continue
            if arrival.packet.command_code != CLOCK_REQUEST:
                self.desk.take(arrival, now)
            elif self.settings.answers_time_requests:
                self.desk.set_clock(arrival, now)

    def _pause(self) -> None:
        self._paused = True
        self.tally.note("reading_paused")
        log.warning("reading paused waiting=%d", len(self.intake.backlog))
        for connection in self.sessions:
            connection.pause()

    def _resume(self) -> None:
        self._paused = False
        now = asyncio.get_running_loop().time()
        log.info("reading resumed waiting=%d", len(self.intake.backlog))
        for connection in self.sessions:
            connection.resume(now)


def _answer(arrival: Arrival) -> bytes:
    """The answer that a packet on disk has asked for, b'' for none."""
    packet, entry = arrival.packet, arrival.entry
    if packet is None or entry is None or not packet.wants_answer:
        return b""
    reply = reply_to(packet)
    return b"" if reply is Reply.NONE else answer_to(packet, entry.edition, code=reply.value)
