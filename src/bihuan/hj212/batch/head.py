"""Headers of a batch (批量数据段头): each distinct one is read once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import numpy as np

from bihuan.hj212.batch.buffer import Buffer, Places, Truth
from bihuan.hj212.quirk import mask_of
from bihuan.hj212.record import FIRST_FLAG_OF_2017, KINDS
from bihuan.hj212.segment import Packet, read_head

_ID_LENGTH = 17
_ID_FIELD = len("QN=;") + _ID_LENGTH
_THREE_BYTES = np.uint64(0xFFFFFF)
_CP = np.uint64(int.from_bytes(b"CP=", "little"))
_QN = np.uint64(int.from_bytes(b"QN=", "little"))


class Head(NamedTuple):
    """What a header says without its QN (数据段头), in the form that the columns need.

    Args:
        readable: it was understood.
        device_id: MN.
        system_code: ST.
        command_code: CN.
        flag: Flag.
        quirks: mask of the header's quirks.
        is_periodic: its values stand for a period, so a DataTime belongs to them.
        is_2005: its Flag has the version bits of 2005.
    """

    readable: bool
    device_id: str | None
    system_code: str | None
    command_code: str | None
    flag: int | None
    quirks: int
    is_periodic: bool
    is_2005: bool


NO_HEAD = Head(False, None, None, None, None, 0, False, True)
_KNOWN: dict[bytes, Head] = {}
_MOST_KNOWN = 65536
_LONGEST_KNOWN = 160


def head_of(packet: Packet) -> Head:
    """The header of a packet that was read one by one."""
    return Head(
        True,
        packet.device_id,
        packet.system_code,
        packet.command_code,
        packet.flag,
        mask_of(packet.quirks),
        packet.command_code in KINDS,
        packet.flag < FIRST_FLAG_OF_2017,
    )


def _read(raw: bytes) -> Head:
    """Read a header, and remember it: a device repeats its own for years."""
    packet = read_head(raw) if raw else None
    head = NO_HEAD if packet is None else head_of(packet)
    if len(raw) > _LONGEST_KNOWN:
        return head
    if len(_KNOWN) >= _MOST_KNOWN:
        _KNOWN.clear()
    return _KNOWN.setdefault(raw, head)


@dataclass(slots=True)
class HeadIndex:
    """The distinct headers of a batch (不同的数据段头), numbered.

    Args:
        number: of each header's bytes; 0 is no header.
        heads: what each says, by its number.
    """

    number: dict[bytes, int] = field(default_factory=lambda: {b"": 0})
    heads: list[Head] = field(default_factory=lambda: [NO_HEAD])

    def numbers_of(self, raws: Iterable[bytes]) -> list[int]:
        """The number of each header; new ones are read."""
        number = self.number
        numbers = [number.setdefault(raw, len(number)) for raw in raws]
        for raw in islice(number, len(self.heads), None):
            self.heads.append(_KNOWN.get(raw) or _read(raw))
        return numbers


@dataclass(slots=True)
class Heads:
    """The headers of some frames (批量数据段头).

    Args:
        number: which header of the index each frame has, shape (frames,).
        request_ids: QN of each frame, None without one of 17 digits.
        parameter_starts: first byte between the marks of CP, shape (frames,).
        parameter_ends: byte after the last one.
        regular: header and marks were understood.
    """

    number: Places
    request_ids: list[str | None]
    parameter_starts: Places
    parameter_ends: Places
    regular: Truth


def read_heads(buffer: Buffer, index: HeadIndex) -> Heads:
    """Header and place of the parameters of every clean frame."""
    first_mark, regular = _marks(buffer)
    has_id = _has_request_id(buffer) & regular
    starts = buffer.segment_starts + has_id * (_ID_FIELD - 1)
    ends = first_mark - len("CP=")
    regular &= starts <= ends
    places = zip((starts * regular).tolist(), (ends * regular).tolist(), strict=True)
    raw = buffer.raw
    number = np.array(index.numbers_of([raw[start:end] for start, end in places]), np.int64)
    is_known = np.array([head.readable for head in index.heads], np.bool_)
    return Heads(
        number,
        _request_ids(buffer, has_id),
        first_mark + len("&&"),
        buffer.segment_ends - len("&&"),
        regular & is_known[number],
    )


def _request_ids(buffer: Buffer, has_id: Truth) -> list[str | None]:
    """QN of each frame: a matrix of its characters, each row ended, cut as one text."""
    places = (buffer.segment_starts + len("QN="))[:, None] + np.arange(_ID_LENGTH + 1)
    characters = buffer.data[np.minimum(places, buffer.data.size - 1)]
    characters[:, -1] = ord("\n")
    characters[~has_id, :-1] = ord("-")
    request_ids: list[str | None] = list(characters.tobytes().decode("ascii").split("\n")[:-1])
    for row in np.flatnonzero(~has_id).tolist():
        request_ids[row] = None
    return request_ids


def _marks(buffer: Buffer) -> tuple[Places, Truth]:
    """Place of the `&&` behind `CP=`, and whether it and the one at the end are the only `&`."""
    signs = np.flatnonzero(buffer.data == ord("&"))
    padded = np.concatenate([signs, np.zeros(4, np.int64)])
    first = np.searchsorted(signs, buffer.segment_starts)
    count = np.searchsorted(signs, buffer.segment_ends) - first
    at, after, third, last = (padded[first + place] for place in range(4))
    regular = buffer.clean & (count == 4) & (after == at + 1)
    regular &= (third == last - 1) & (last == buffer.segment_ends - 1)
    at = np.where(regular, at, buffer.segment_starts)
    regular &= buffer.words[at - 3] & _THREE_BYTES == _CP
    return at, regular


def _has_request_id(buffer: Buffer) -> Truth:
    starts = np.minimum(buffer.segment_starts, buffer.data.size - 32)
    digits = buffer.data[starts[:, None] + np.arange(3, 3 + _ID_LENGTH)] - np.uint8(ord("0"))
    has_id: Truth = buffer.words[starts] & _THREE_BYTES == _QN
    has_id &= (digits < 10).all(axis=1)
    has_id &= buffer.data[starts + _ID_FIELD - 1] == ord(";")
    return has_id
