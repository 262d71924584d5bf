"""Devices that nobody has registered, gathered between two writes to the business database."""

from dataclasses import replace

from bihuan.hj212.edition import Edition
from bihuan.hj212.segment import Packet
from bihuan.registry.gateway_batch import Stranger

MOST_STRANGERS = 200
LONGEST_MN = 40


class Quarantine:
    """Unknown MNs since the last write (未登记设备): each with its latest packet and its count."""

    def __init__(self) -> None:
        """No stranger yet."""
        self._strangers: dict[str, Stranger] = {}

    def note(self, stranger: Stranger) -> None:
        """An unknown MN sent a packet; a flood of invented MNs is cut at `MOST_STRANGERS`."""
        held = self._strangers.get(stranger.mn)
        if held is not None:
            self._strangers[stranger.mn] = replace(stranger, count=held.count + stranger.count)
        elif len(self._strangers) < MOST_STRANGERS:
            self._strangers[stranger.mn] = stranger

    def drain(self) -> list[Stranger]:
        """What is to be written, and begin anew."""
        drained, self._strangers = list(self._strangers.values()), {}
        return drained


def suspected_edition(packet: Packet) -> str:
    """Edition that the version bits of a packet suggest (疑似协议版本), '' for a number of none.

    >>> suspected_edition(Packet(None, "32", "2011", None, "A", flag=5))
    '2017'
    """
    for edition in Edition:
        if edition.rules.version == packet.version:
            return edition.value
    return ""
