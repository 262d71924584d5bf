"""One frame on its way from the socket to its answer."""

from dataclasses import dataclass, field

from bihuan.gateway.connection import DeviceConnection
from bihuan.gateway.outcome import Outcome
from bihuan.gateway.receipt import Receipt
from bihuan.hj212.segment import Packet
from bihuan.registry.queries import DeviceEntry


@dataclass(slots=True, eq=False)
class Arrival:
    """A frame that waits for its commit (待提交报文).

    Args:
        raw: the frame as received; it holds the password, so it is never printed.
        received_ms: when it came. [ms since 1970, UTC]
        line: where its answer goes.
        device: MN, '' where none could be read.
        packet: its header; None for bytes that did not become a frame.
        entry: the device as registered; None for a refused frame.
        outcome: `Outcome` or a refusal; the commit may still change it.
        keeps_raw: whether the packet is written to the raw table.
        quirks: what it did otherwise than the standard says.
        deciphered: the same frame made plain, when it came encrypted; what is stored as raw
            packet stays encrypted.
        receipt: told when it is on disk, where the sender waits for a whole message.
    """

    raw: bytes = field(repr=False)
    received_ms: int
    line: DeviceConnection
    device: str = ""
    packet: Packet | None = None
    entry: DeviceEntry | None = None
    outcome: str = Outcome.STORED
    keeps_raw: bool = True
    quirks: tuple[str, ...] = ()
    deciphered: bytes = field(default=b"", repr=False)
    receipt: Receipt | None = None

    @property
    def plain(self) -> bytes:
        """The frame that can be decoded."""
        return self.deciphered or self.raw
