"""Data times for the parts of a split upload that carry none."""

from bihuan.gateway.arrival import Arrival
from bihuan.hj212.segment import Packet

Family = tuple[str, str, str, int | None]


class SplitTimes:
    """Remembers the data time of split uploads for a while (拆分包的数据时间).

    Since 2017 every part repeats DataTime; parts of some devices do not. Such a part takes the
    time of its sibling: same MN, ST, CN and PNUM, not older than the time-out.

    Source: HJ 212-2017 6.4.
    """

    def __init__(self, *, wait_s: float) -> None:
        """A sibling's time counts for so long [s]."""
        self._wait_ms = round(wait_s * 1000)
        self._known: dict[Family, tuple[int, int]] = {}

    def resolve(self, arrivals: list[Arrival], times_ms: list[int | None]) -> list[int | None]:
        """The data times of packets in the order of their arrival, siblings' times filled in.

        Args:
            arrivals: with their headers.
            times_ms: data time of each, None where it carries none. [ms since 1970, UTC]
        """
        resolved = list(times_ms)
        for place, arrival in enumerate(arrivals):
            packet = arrival.packet
            if packet is None or not packet.is_split:
                continue
            family = _family(packet)
            time_ms = times_ms[place]
            if time_ms is None:
                resolved[place] = self._sibling(family, arrival.received_ms)
            else:
                self._known[family] = (time_ms, arrival.received_ms)
        if arrivals:
            self._forget(arrivals[-1].received_ms)
        return resolved

    def _sibling(self, family: Family, received_ms: int) -> int | None:
        time_ms, seen_ms = self._known.get(family, (None, 0))
        return time_ms if received_ms - seen_ms <= self._wait_ms else None

    def _forget(self, now_ms: int) -> None:
        old = [
            family
            for family, (_, seen_ms) in self._known.items()
            if now_ms - seen_ms > self._wait_ms
        ]
        for family in old:
            del self._known[family]


def _family(packet: Packet) -> Family:
    return packet.device_id, packet.system_code, packet.command_code, packet.packet_total
