"""Headers of a batch (批量数据段头): each distinct one is read once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

import numpy as np
import polars as pl

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
_MOST_KNOWN = 65536
_LONGEST_KNOWN = 160
_MOST_PIECES = 16
HEAD_SCHEMA = {
    "readable": pl.Boolean,
    "device_id": pl.String,
    "system_code": pl.String,
    "command_code": pl.String,
    "flag": pl.UInt8,
}


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


def head_table(heads: Sequence[Head]) -> pl.DataFrame:
    """What some headers say (数据段头表), one row each."""
    columns = zip(*heads, strict=True)
    named = zip(HEAD_SCHEMA.items(), columns, strict=False)
    return pl.DataFrame([pl.Series(name, column, dtype) for (name, dtype), column in named])


class HeadIndex:
    """Every header met so far (见过的数据段头), numbered: a device repeats its own for years.

    Number 0 is no header, and one that is not understood or too long to remember.
    """

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {b"": 0}
        self._lock = Lock()
        self._table = head_table([NO_HEAD])
        self._new: list[Head] = []
        self.readable = np.array([NO_HEAD.readable])
        self.quirks = np.array([NO_HEAD.quirks], np.uint64)
        self.is_periodic = np.array([NO_HEAD.is_periodic])
        self.is_2005 = np.array([NO_HEAD.is_2005])

    @property
    def is_crowded(self) -> bool:
        """So full that a new index should take over."""
        return len(self._numbers) > _MOST_KNOWN

    @property
    def table(self) -> pl.DataFrame:
        """What each header says, by its number."""
        with self._lock:
            if self._new:
                self._table = pl.concat([self._table, head_table(self._new)])
                self._new = []
                if self._table.n_chunks() > _MOST_PIECES:
                    self._table = self._table.rechunk()
            return self._table

    def numbers_of(self, raws: Sequence[bytes]) -> list[int]:
        """The number of each header; new ones are read."""
        number = self._numbers
        try:
            return [number[raw] for raw in raws]
        except KeyError:
            self._learn({raw for raw in raws if raw not in number})
        return [number.get(raw, 0) for raw in raws]

    def _learn(self, raws: Iterable[bytes]) -> None:
        """Read new headers and append them to every column, then to the numbers."""
        with self._lock:
            known = {raw: _read(raw) for raw in raws if len(raw) <= _LONGEST_KNOWN}
            known = {raw: head for raw, head in known.items() if raw not in self._numbers}
            if not known:
                return
            heads = list(known.values())
            self._new += heads
            self.readable = np.append(self.readable, [head.readable for head in heads])
            quirks = np.array([head.quirks for head in heads], np.uint64)
            self.quirks = np.append(self.quirks, quirks)
            self.is_periodic = np.append(self.is_periodic, [head.is_periodic for head in heads])
            self.is_2005 = np.append(self.is_2005, [head.is_2005 for head in heads])
            self._numbers |= {raw: len(self._numbers) + at for at, raw in enumerate(known)}


def _read(raw: bytes) -> Head:
    packet = read_head(raw)
    return NO_HEAD if packet is None else head_of(packet)


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
    return Heads(
        number,
        _request_ids(buffer, has_id),
        first_mark + len("&&"),
        buffer.segment_ends - len("&&"),
        regular & index.readable[number],
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
