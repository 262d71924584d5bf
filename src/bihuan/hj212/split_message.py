"""Split messages (拆分包): each part is read as a whole upload of its own.

Parts repeat DataTime, so values merge by device, factor and time without any reassembly. Only
a part that lacks its DataTime waits here, for a sibling to say it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bihuan.hj212.record import Upload, wire_time
from bihuan.hj212.segment import Packet

SIBLING_SPAN = timedelta(seconds=2)
_TIME_IN_ID = 14


@dataclass(slots=True)
class _Family:
    """Parts of one device, command and total that came within one time-out."""

    begun: datetime
    timed: list[Upload] = field(default_factory=list)
    waiting: list[Upload] = field(default_factory=list)


class PartMerger:
    """Gives parts without DataTime the time of their siblings (拆分包合并).

    Values are never withheld longer than the time-out, answers not at all.

    Args:
        timeout: how long a part waits at most.
        most_waiting: parts held over all devices; beyond it the oldest are let go.
    """

    def __init__(
        self, timeout: timedelta = timedelta(seconds=10), most_waiting: int = 10_000
    ) -> None:
        self._timeout = timeout
        self._most_waiting = most_waiting
        self._families: dict[tuple[str, str, str, int | None], _Family] = {}
        self.waiting = 0

    def take(self, upload: Upload, now: datetime) -> list[Upload]:
        """What is ready now that this upload came: itself, siblings it helped, or nothing.

        Args:
            upload: any upload; what is not split, or holds no values, goes straight through.
            now: when it arrived.

        Source: HJ 212-2017, splitting of messages; parts without DataTime are practice.
        """
        ready = self.expire(now)
        packet = upload.packet
        if not packet.is_split or not upload.records:
            return [*ready, upload]
        key = (packet.device_id, packet.system_code, packet.command_code, packet.packet_total)
        family = self._families.setdefault(key, _Family(now))
        if upload.data_time is not None:
            family.timed.append(upload)
            return [*ready, upload, *self._helped(family, upload)]
        for sibling in family.timed:
            if _are_siblings(sibling.packet, packet):
                return [*ready, upload._replace(data_time=sibling.data_time)]
        family.waiting.append(upload)
        self.waiting += 1
        return [*ready, *self._overflow()]

    def expire(self, now: datetime) -> list[Upload]:
        """The parts that waited in vain; their `data_time` stays None."""
        ready: list[Upload] = []
        while self._families:
            family = next(iter(self._families.values()))
            if now - family.begun < self._timeout:
                break
            ready += self._let_go_oldest()
        return ready

    def _overflow(self) -> list[Upload]:
        ready: list[Upload] = []
        while self.waiting > self._most_waiting:
            ready += self._let_go_oldest()
        return ready

    def _let_go_oldest(self) -> list[Upload]:
        family = self._families.pop(next(iter(self._families)))
        self.waiting -= len(family.waiting)
        return family.waiting

    def _helped(self, family: _Family, upload: Upload) -> list[Upload]:
        """The waiting siblings of a part that says its time."""
        helped = [held for held in family.waiting if _are_siblings(held.packet, upload.packet)]
        family.waiting = [held for held in family.waiting if held not in helped]
        self.waiting -= len(helped)
        return [held._replace(data_time=upload.data_time) for held in helped]


def _are_siblings(one: Packet, other: Packet) -> bool:
    """Same QN, or QNs within two seconds; without readable QNs the time-out alone decides."""
    if one.request_id == other.request_id:
        return True
    first, second = (wire_time((p.request_id or "")[:_TIME_IN_ID])[0] for p in (one, other))
    return first is None or second is None or abs(first - second) <= SIBLING_SPAN
