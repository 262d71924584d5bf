"""From the socket into the backlog: each frame is judged, kept as evidence, and counted once."""

import re
from datetime import UTC, datetime

from bihuan.gateway.admission import admit
from bihuan.gateway.arrival import Arrival
from bihuan.gateway.backlog import Backlog
from bihuan.gateway.connection import DeviceConnection
from bihuan.gateway.device_book import DeviceBook
from bihuan.gateway.outcome import Outcome, Refusal, rejected
from bihuan.gateway.quarantine import LONGEST_MN, Quarantine, suspected_edition
from bihuan.gateway.reply import Reply, reply_to
from bihuan.gateway.seen import SeenPackets
from bihuan.gateway.settings import GatewaySettings
from bihuan.gateway.tally import Tally
from bihuan.hj212.error import MalformedSegment
from bihuan.hj212.frame import Event, Frame, Rejected
from bihuan.hj212.record import kind_of
from bihuan.hj212.segment import Packet, read_header
from bihuan.registry.gateway_batch import Stranger

_DEVICE_IN = re.compile(rb"MN=([!-:<-~]{1,40});")


class Intake:
    """Judges what connections bring and queues it for the commit (接收)."""

    def __init__(self, settings: GatewaySettings, book: DeviceBook, tally: Tally) -> None:
        """An empty backlog before a device book."""
        judgement = settings.judgement
        self.book = book
        self.backlog = Backlog(settings.commit)
        self.quarantine = Quarantine()
        self._tally = tally
        self._seen = SeenPackets(window_s=judgement.resend_window_s, most=judgement.resend_packets)

    def take(
        self, line: DeviceConnection, event: Event, *, received_ms: int, now: float
    ) -> Arrival | None:
        """Judge one event of a connection.

        Args:
            line: where it came through.
            event: a frame, or bytes that are none.
            received_ms: [ms since 1970, UTC]
            now: a monotonic reading. [s]

        Returns:
            What was queued; None for evidence over the connection's allowance, which was
            counted and forgotten.
        """
        if isinstance(event, Rejected):
            arrival = self._unreadable(line, event, received_ms)
        else:
            arrival = self._readable(line, event, received_ms, now)
        if arrival.entry is None and not line.evidence.take(now=now):
            self._tally.settle(arrival.outcome, device=self._registered(arrival.device))
            self._tally.note("evidence_dropped")
            return None
        self.backlog.add(arrival, now=now)
        return arrival

    def _unreadable(self, line: DeviceConnection, event: Rejected, received_ms: int) -> Arrival:
        found = _DEVICE_IN.search(event.raw)
        device = found[1].decode("ascii") if found else ""
        if device not in self.book.entries:
            device = next(iter(line.devices)) if len(line.devices) == 1 else ""
        return Arrival(event.raw, received_ms, line, device, outcome=rejected(event.reason))

    def _readable(
        self, line: DeviceConnection, frame: Frame, received_ms: int, now: float
    ) -> Arrival:
        arrival = Arrival(frame.raw, received_ms, line, quirks=frame.quirks)
        try:
            packet = read_header(frame.segment)
        except MalformedSegment:
            arrival.outcome = rejected(Refusal.MALFORMED)
            return arrival
        line.spoke(now)
        arrival.deciphered = _deciphered(frame)
        admission = admit(self.book, packet, frame, line)
        arrival.device = packet.device_id[:LONGEST_MN]
        arrival.packet = packet
        arrival.quirks = frame.quirks + packet.quirks
        if admission.entry is None:
            self._refuse(arrival, packet, admission.refusal, line.address)
            return arrival
        arrival.device = admission.entry.mn
        arrival.entry = admission.entry
        arrival.outcome = self._outcome(packet, frame, now)
        arrival.keeps_raw = arrival.outcome != Outcome.DUPLICATE
        return arrival

    def _outcome(self, packet: Packet, frame: Frame, now: float) -> str:
        if reply_to(packet) is Reply.DATA and self._seen.is_repeat(frame.raw, now=now):
            return Outcome.DUPLICATE
        return Outcome.STORED if kind_of(packet.command_code) else Outcome.CONTROL

    def _refuse(self, arrival: Arrival, packet: Packet, refusal: str, address: str) -> None:
        arrival.outcome = rejected(refusal)
        if refusal == Refusal.UNKNOWN_DEVICE:
            self.quarantine.note(
                Stranger(
                    packet.device_id,
                    seen=datetime.fromtimestamp(arrival.received_ms / 1000, UTC),
                    packet=arrival.raw,
                    address=address or None,
                    password=packet.password or "",
                    system_code=packet.system_code[:4],
                    edition=suspected_edition(packet),
                )
            )

    def _registered(self, device: str) -> str:
        return device if device in self.book.entries else ""


def _deciphered(frame: Frame) -> bytes:
    """The plain form of a frame that came encrypted, b'' of any other."""
    if frame.raw.isascii() or frame.segment in frame.raw:
        return b""
    return b"##%04d%b%b" % (len(frame.segment), frame.segment, frame.check_given)
