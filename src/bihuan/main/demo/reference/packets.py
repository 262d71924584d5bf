"""Real packets of many devices, and what these devices must be registered as."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bihuan.hj212.check_code import CheckVariant
from bihuan.hj212.factor import meanings
from bihuan.hj212.frame import Frame, Reader, Tolerance
from bihuan.hj212.record import read_upload
from bihuan.hj212.segment import Packet, read_header

EDITIONS = ("2005", "2017", "2025")
EVERYTHING = Tolerance(variants=frozenset(CheckVariant), wrong_length=True)
_ESCAPE = re.compile(rb"\\(r|n|\\|x[0-9A-Fa-f]{2})")
_PLAIN = {b"r": b"\r", b"n": b"\n", b"\\": b"\\"}


@dataclass(slots=True)
class PacketDevice:
    """A device of the file, as its packets show it.

    Attributes:
        variants: check code rules that its packets follow.
        factors: code to Chinese name, in the order in which they came.
    """

    mn: str
    edition: str
    system_code: str
    password: str
    variants: set[str] = field(default_factory=set)
    factors: dict[str, str] = field(default_factory=dict)


def read_packets(file: Path) -> list[bytes]:
    """The packets of a text file, one a line, as the bytes that went over the wire."""
    lines = file.read_bytes().splitlines()
    return [_unescaped(line) for line in lines if line and not line.startswith(b"# ")]


def _unescaped(line: bytes) -> bytes:
    r"""A line with \r, \n, \\ and \xNN made bytes again.

    >>> _unescaped(rb"##0001A\r\n\xff\\")
    b'##0001A\r\n\xff\\'
    """
    return _ESCAPE.sub(lambda m: _PLAIN.get(m[1]) or bytes.fromhex(m[1][1:].decode()), line)


def packet_devices(packets: list[bytes]) -> list[PacketDevice]:
    """Every device that uploads values in these packets (上传数据的设备), as they appear."""
    devices: dict[str, PacketDevice] = {}
    for frame, packet in _readable(packets):
        upload = read_upload(packet)
        if upload.kind is None or not upload.records or not packet.device_id:
            continue
        device = devices.setdefault(packet.device_id, _device(packet))
        device.variants.add(frame.variant.value)
        for record in upload.records:
            known = meanings(record.factor)
            device.factors.setdefault(record.factor, known[0].name_zh if known else record.factor)
    return list(devices.values())


def _device(packet: Packet) -> PacketDevice:
    return PacketDevice(
        mn=packet.device_id,
        edition=EDITIONS[min(packet.version, 2)],
        system_code=packet.system_code,
        password=packet.password or "",
    )


def _readable(packets: list[bytes]) -> Iterator[tuple[Frame, Packet]]:
    """What a tolerant reader makes of the packets."""
    for raw in packets:
        reader = Reader(EVERYTHING)
        for event in (*reader.feed(raw), *reader.close()):
            if isinstance(event, Frame):
                yield event, read_header(event.segment)
