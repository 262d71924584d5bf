"""The frames of a batch in one piece of memory, and where their segments lie in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bihuan.hj212.check_code import codes_in

Places = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Truth = npt.NDArray[np.bool_]

_MARGIN = 32
_HEAD = 6
_CODE = 4
_NOT_HEX = 255
_HEX = np.full(256, _NOT_HEX, np.uint8)
_HEX[np.frombuffer(b"0123456789ABCDEF", np.uint8)] = range(16)
_HEX[np.frombuffer(b"abcdef", np.uint8)] = range(10, 16)


@dataclass(slots=True)
class Buffer:
    """Frames one behind the other (拼接缓冲区), with a margin before and after.

    Args:
        raw: the bytes.
        data: the same, shape (bytes,).
        words: the eight bytes from each place on, lowest first, shape (bytes - 7,).
        starts: first byte of each frame, shape (frames,).
        ends: byte after each frame, shape (frames,).
        segment_starts: first byte of each data segment.
        segment_ends: byte after it; equal to its start where the frame is not clean.
        clean: the length fits, and CR LF or nothing follows the code.
        control_bytes: how many bytes are line ends or margin.
    """

    raw: bytes
    data: Bytes
    words: Words
    starts: Places
    ends: Places
    segment_starts: Places
    segment_ends: Places
    clean: Truth
    control_bytes: int


def join_frames(frames: Sequence[bytes]) -> Buffer:
    """Put whole frames behind one another and find their data segments."""
    raw = b"".join((bytes(_MARGIN), *frames, bytes(_MARGIN)))
    data = np.frombuffer(raw, np.uint8)
    words = np.ndarray((len(raw) - 7,), np.dtype("<u8"), raw, strides=(1,))
    lengths = np.fromiter(map(len, frames), np.int64, len(frames))
    ends = np.cumsum(lengths) + _MARGIN
    starts = ends - lengths
    declared, clean = _declared_lengths(data, starts)
    rest = lengths - declared - _HEAD - _CODE
    with_line_end = (rest == 2) & (words[ends - 2] & np.uint64(0xFFFF) == _number(b"\r\n"))
    clean &= (declared > 0) & ((rest == 0) | with_line_end)
    segment_starts = starts + _HEAD
    segment_ends = np.where(clean, segment_starts + declared, segment_starts)
    control_bytes = 2 * _MARGIN + 2 * int(np.count_nonzero(with_line_end & clean))
    return Buffer(
        raw, data, words, starts, ends, segment_starts, segment_ends, clean, control_bytes
    )


def _number(text: bytes) -> np.uint64:
    """Up to eight characters as `words` holds them."""
    return np.uint64(int.from_bytes(text, "little"))


def _declared_lengths(data: Bytes, starts: Places) -> tuple[Places, Truth]:
    """The length field of each frame, and whether it is `##` and four digits."""
    head = data[starts[:, None] + np.arange(_HEAD)]
    digits = head[:, 2:] - np.uint8(ord("0"))
    clean = (head[:, 0] == ord("#")) & (head[:, 1] == ord("#")) & (digits < 10).all(axis=1)
    return np.where(clean, digits.astype(np.int64) @ (1000, 100, 10, 1), 0), clean


def codes_are_right(buffer: Buffer) -> Truth:
    """Whether each frame's check code is right, in either case; shape (frames,).

    A frame that is not clean is never right here.
    """
    codes = codes_in(buffer.data, buffer.segment_starts, buffer.segment_ends)
    given = buffer.data[buffer.segment_ends[:, None] + np.arange(_CODE)]
    digits = _HEX[given].astype(np.int64)
    right: Truth = (digits @ (4096, 256, 16, 1) == codes) & (digits < _NOT_HEX).all(axis=1)
    right &= buffer.clean
    return right
