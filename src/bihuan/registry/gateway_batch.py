"""What the gateway hands over in batches, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class StateTouch:
    """What a gateway learned of one device since its last batch; None keeps what was known.

    Args:
        device: key of the device.
        gateway: name of the gateway.
        connected: whether a connection is open now.
        last_seen: when any byte last came.
        address: where the connection comes from.
        connected_at: when the running connection began.
        dropped_at: when the last connection ended.
        drop_reason: member of `DropReason`.
        last_packet_at: when a good packet last came.
        last_data_time: newest data time in an upload.
        delay_s: arrival less data time of the newest upload. [s]
        clock_offset_s: device's clock less ours. [s]
        counters: counts to add, by name.
        quirks: irregularities to add, by name.
    """

    device: int
    gateway: str
    connected: bool
    last_seen: datetime | None = None
    address: str | None = None
    connected_at: datetime | None = None
    dropped_at: datetime | None = None
    drop_reason: str | None = None
    last_packet_at: datetime | None = None
    last_data_time: datetime | None = None
    delay_s: float | None = None
    clock_offset_s: float | None = None
    counters: Mapping[str, int] = field(default_factory=dict)
    quirks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stranger:
    """Packets of an MN that is not registered.

    Args:
        mn: as sent, not empty, 40 characters at most.
        seen: when the last of them came.
        packet: the last of them, raw; stored with its password masked.
        address: where from.
        password: PW of that packet; stored as a keyed hash.
        system_code: ST of that packet.
        edition: edition that the packet's Flag suggests.
        count: how many packets.
    """

    mn: str
    seen: datetime
    packet: bytes = field(repr=False)
    address: str | None = None
    password: str = field(default="", repr=False)
    system_code: str = ""
    edition: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class CounterStep:
    """Count to add to one of a gateway's counters of a day."""

    gateway: str
    day: date
    key: str
    value: int
