"""The newest packets of a device (最近报文)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from bihuan import telemetry
from bihuan.registry.outcome import outcome_words
from bihuan.registry.packet_reading import command_words
from bihuan.registry.secrecy import masked_packet
from bihuan.telemetry import RawPacket

WINDOW = timedelta(minutes=10)
SHOWN = 20
EXCERPT = 160
COMMAND = re.compile(r"\bCN=(\d{4})\b")


@dataclass(frozen=True, slots=True)
class PacketRow:
    """One packet in a list: what it is, and the beginning of its data area, secrets masked."""

    segment: int
    index: int
    received: datetime
    outcome: str
    is_rejected: bool
    command: str
    text: str


def newest_packets(mn: str, *, last: datetime | None) -> list[PacketRow]:
    """What a device sent last, the newest first.

    Args:
        mn: whose.
        last: when it was heard last, as far as its state was told; None when never.
    """
    if last is None:
        return []
    found = pl.DataFrame(telemetry.store().raw_of_device(mn, last - WINDOW, last + WINDOW))
    newest = found.sort("received", "segment", "index", descending=True).head(SHOWN)
    return list(_rows(newest))


def _rows(packets: pl.DataFrame) -> Iterator[PacketRow]:
    for row in packets.iter_rows(named=True):
        yield PacketRow(
            segment=row["segment"],
            index=row["index"],
            received=row["received"],
            outcome=outcome_words(row["outcome"]),
            is_rejected=row["outcome"].startswith("rejected"),
            **_excerpt(masked_packet(row["packet"])),
        )


def _excerpt(text: str) -> dict[str, str]:
    code = COMMAND.search(text)
    words = f"{code[1]} {command_words(code[1])}" if code else ""
    data = text.partition("CP=&&")[2].rpartition("&&")[0]
    return {"command": words, "text": (data or text)[:EXCERPT]}


def packet_from(mn: str, *, segment: int, index: int) -> RawPacket | None:
    """One packet, if it is of this very device."""
    packet = telemetry.store().raw_packet(segment, index)
    return packet if packet is not None and packet.device == mn else None
