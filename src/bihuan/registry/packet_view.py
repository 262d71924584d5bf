"""A raw packet as people read it (原始报文): text and bytes with secrets masked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bihuan.registry.outcome import outcome_words
from bihuan.registry.packet_reading import Section, packet_sections
from bihuan.registry.secrecy import masked_packet
from bihuan.telemetry import RawPacket

HEX_WIDTH = 16
_SECRET = re.compile(rb"\b(PW|NewPW|NewSK)(\s*=\s*)([^;,&]*)")


@dataclass(frozen=True, slots=True)
class HexRow:
    """Sixteen bytes: place, numbers, printable characters."""

    offset: str
    numbers: str
    text: str


@dataclass(frozen=True, slots=True)
class PacketView:
    """A packet ready for the page."""

    device: str
    received: datetime
    outcome: str
    size: int
    text: str
    sections: list[Section]
    hex_rows: list[HexRow]


def packet_view(packet: RawPacket) -> PacketView:
    """The packet with passwords and keys masked, in text and in bytes alike."""
    return PacketView(
        device=packet.device,
        received=packet.received,
        outcome=outcome_words(packet.outcome),
        size=len(packet.packet),
        text=masked_packet(packet.packet),
        sections=packet_sections(packet.packet),
        hex_rows=list(hex_rows(masked_bytes(packet.packet))),
    )


def masked_bytes(packet: bytes) -> bytes:
    """The packet with stars in place of secrets; every other byte stays in its place.

    >>> masked_bytes(b"ST=32;PW=123456;MN=A")
    b'ST=32;PW=******;MN=A'
    """
    return _SECRET.sub(lambda found: found[1] + found[2] + b"*" * len(found[3]), packet)


def hex_rows(packet: bytes) -> Iterator[HexRow]:
    """The bytes in rows of sixteen.

    >>> next(hex_rows(b"##01"))
    HexRow(offset='0000', numbers='23 23 30 31', text='##01')
    """
    for start in range(0, len(packet), HEX_WIDTH):
        part = packet[start : start + HEX_WIDTH]
        text = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in part)
        yield HexRow(f"{start:04X}", part.hex(" ").upper(), text)
