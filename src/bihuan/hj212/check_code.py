"""The check code (CRC 校验) of HJ 212 and its relatives that devices send instead.

Between two bytes only 8 bits of the register survive, and the map between them is linear
with period 8. So the code of a segment is the XOR of its bytes at equal position modulo 8,
looked up in eight tables: that is the fold below. It also means that only 256 of the 65,536
codes can occur and that swapping two bytes 8 apart goes unnoticed: the code guards against
line noise, it does not prove integrity.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

_POLYNOMIAL = 0xA001
_LANES = 8


class CheckVariant(StrEnum):
    """Which rule produced a check code (校验码的算法变体).

    Only STANDARD is HJ 212; the others are sent by real devices and are accepted per device.
    """

    STANDARD = "standard"
    MODBUS = "modbus"
    MODBUS_SWAPPED = "modbus_swapped"
    ARC = "arc"
    CONSTANT = "constant"


KNOWN_CONSTANTS = frozenset({b"B381", b"0000"})
"""Codes that some devices send on every packet, whatever it holds [practice]."""


def _byte_table() -> list[int]:
    """Register after eight shifts, for each value of its low byte alone."""
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (_POLYNOMIAL if value & 1 else 0)
        table.append(value)
    return table


_BYTE = _byte_table()


def _lane_pair_tables() -> npt.NDArray[np.uint16]:
    """Code contribution of two neighbouring bytes, for the four pairs from the end.

    Returns:
        shape (4, 65536): pair p, indexed by its two bytes; the one nearer the end is the low one.
    """
    step = np.array([code >> 8 for code in _BYTE], dtype=np.uint8)
    lanes = [np.array(_BYTE, dtype=np.uint16)]
    for _ in range(_LANES - 1):
        lanes.append(lanes[-1][step])
    pairs = [lanes[p][None, :] ^ lanes[p + 1][:, None] for p in range(0, _LANES, 2)]
    return np.stack(pairs).reshape(4, 65536)


_PAIRS = _lane_pair_tables()


def _as_list(table: npt.NDArray[np.uint16]) -> list[int]:
    """The table as Python integers, the quickest to look up; its 256 values are shared."""
    shared = {code: code for code in table[:256].tolist() + table[::256].tolist()}
    return [shared.setdefault(code, code) for code in table.tolist()]


_PAIR_0, _PAIR_1, _PAIR_2, _PAIR_3 = (_as_list(pair) for pair in _PAIRS)
_LOW_BYTES = np.array([(1 << 8 * count) - 1 for count in range(_LANES)], dtype=np.uint64)
_LOW_512, _LOW_1024, _LOW_2048, _LOW_4096 = ((1 << (1 << power)) - 1 for power in range(9, 13))
PRINTED = {code: b"%04X" % code for code in [0xFFFF, *_PAIR_0]}
"""Each code as it stands on the wire."""

_HEX_DIGITS = frozenset(b"0123456789ABCDEFabcdef")
# The register starts as FFFF, which is an FF XORed onto the first byte; by length modulo 8.
_FIRST_BYTE = [0xFF << (length - 1) % _LANES * 8 for length in range(_LANES)]
_FIRST_BYTES = np.array(_FIRST_BYTE, np.uint64)


def check_code(segment: bytes) -> int:
    """Check code (CRC 校验码) of a data segment, in the fold form.

    Args:
        segment: the bytes between the length and the code.

    Returns:
        The register, 0..0xFFFF; on the wire it is four upper-case hex digits.

    Source: HJ 212-2017 6.3.2 and appendix A (its C listing decides, not its prose).

    >>> f"{check_code(b'123456789'):04X}"  # CRC-16/MODBUS would give 4B37
    '2F80'
    """
    length = len(segment)
    if not length:
        return 0xFFFF
    folded = int.from_bytes(segment, "big")
    if length > 1024:
        folded = _folded_to_1024(folded, length)
    if length > 512:
        folded = folded >> 4096 ^ folded & _LOW_4096
    if length > 256:
        folded = folded >> 2048 ^ folded & _LOW_2048
    folded = folded >> 1024 ^ folded & _LOW_1024
    folded = folded >> 512 ^ folded & _LOW_512
    # From here to drop what was folded costs more than to carry it along.
    folded ^= folded >> 256
    folded ^= folded >> 128
    folded ^= folded >> 64 ^ _FIRST_BYTE[length & 7]
    return (
        _PAIR_0[folded & 0xFFFF]
        ^ _PAIR_1[folded >> 16 & 0xFFFF]
        ^ _PAIR_2[folded >> 32 & 0xFFFF]
        ^ _PAIR_3[folded >> 48 & 0xFFFF]
    )


def _folded_to_1024(folded: int, length: int) -> int:
    """XOR of the number's pieces of 1,024 bytes."""
    for power in range((length - 1).bit_length() + 2, 12, -1):
        folded = folded >> (1 << power) ^ folded & (1 << (1 << power)) - 1
    return folded


def printed_code(segment: bytes) -> bytes:
    """Check code as it stands on the wire: four upper-case hex digits, high byte first.

    >>> printed_code(b"123456789")
    b'2F80'
    """
    return PRINTED[check_code(segment)]


def check_codes(segments: Sequence[bytes]) -> npt.NDArray[np.uint16]:
    """Check codes of many segments at once (批量校验).

    Returns:
        uint16, shape (len(segments),), equal to `check_code` of each.

    >>> [f"{code:04X}" for code in check_codes([b"A", b"", b"123456789"])]
    ['7080', 'FFFF', '2F80']
    """
    lengths = np.fromiter(map(len, segments), dtype=np.int64, count=len(segments))
    ends = np.cumsum(lengths)
    buffer = np.frombuffer(b"".join(segments), dtype=np.uint8)
    return codes_in(buffer, ends - lengths, ends)


def codes_in(
    buffer: npt.NDArray[np.uint8],
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
) -> npt.NDArray[np.uint16]:
    """Check codes of the slices [start, end) of one buffer.

    Args:
        buffer: uint8, shape (bytes,).
        starts: first byte of each segment, shape (segments,).
        ends: byte after each segment, shape (segments,).

    Returns:
        uint16, shape (segments,).

    >>> codes_in(np.frombuffer(b"##A##", np.uint8), np.array([2]), np.array([3])).tolist()
    [28800]
    """
    lengths = ends - starts
    lanes = _folded_lanes(buffer, starts, ends)
    quarters = (lanes ^ _FIRST_BYTES[lengths % _LANES]).view(np.uint16).reshape(-1, 4)
    codes: npt.NDArray[np.uint16] = _PAIRS[0][quarters[:, 0]]
    for pair in range(1, 4):
        codes ^= _PAIRS[pair][quarters[:, pair]]
    codes[lengths == 0] = 0xFFFF
    return codes


def _folded_lanes(
    buffer: npt.NDArray[np.uint8],
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
) -> npt.NDArray[np.uint64]:
    """XOR of each slice's bytes at equal distance modulo 8 from its end; last byte lowest."""
    padded = np.zeros((buffer.size // _LANES + 2) * _LANES, dtype=np.uint8)
    padded[: buffer.size] = buffer
    words = padded.view("<u8")
    first, last = starts // _LANES, ends // _LANES
    bounds = np.stack([first, last], axis=1).ravel()
    whole = np.bitwise_xor.reduceat(words, bounds)[0::2] if starts.size else words[:0]
    # The first word holds bytes before the slice, the last one bytes of it that are not in yet.
    before = words[first] & _LOW_BYTES[starts % _LANES]
    within = words[last] & _LOW_BYTES[ends % _LANES]
    lanes = np.where(first < last, whole, 0) ^ before ^ within
    turn = (ends % _LANES * 8).astype(np.uint64)
    rotated: npt.NDArray[np.uint64] = (lanes >> turn) | (lanes << (np.uint64(64) - turn))
    return rotated.byteswap()


def variant_of(segment: bytes, given: bytes) -> CheckVariant | None:
    """The known rule that made these four characters out of this segment (校验码变体识别).

    Args:
        segment: the data segment.
        given: four hex digits as received, upper or lower case.

    Returns:
        STANDARD whenever it fits; otherwise the first relative that does; None for a wrong code.

    >>> variant_of(b"123456789", b"2F80"), variant_of(b"123456789", b"374b")
    (<CheckVariant.STANDARD: 'standard'>, <CheckVariant.MODBUS_SWAPPED: 'modbus_swapped'>)
    >>> variant_of(b"123456789", b"1234") is None
    True
    """
    if not is_code(given):
        return None
    code = int(given, 16)
    if code == check_code(segment):
        return CheckVariant.STANDARD
    arc = _arc_code(segment)
    modbus = arc ^ _from_all_ones(len(segment))
    if code == modbus:
        return CheckVariant.MODBUS
    if code == modbus >> 8 | (modbus & 0xFF) << 8:
        return CheckVariant.MODBUS_SWAPPED
    if code == arc:
        return CheckVariant.ARC
    return CheckVariant.CONSTANT if given.upper() in KNOWN_CONSTANTS else None


def is_code(given: bytes) -> bool:
    """Whether these are four hex digits (四位十六进制).

    >>> is_code(b"1c80"), is_code(b"+1C8")
    (True, False)
    """
    return len(given) == 4 and _HEX_DIGITS.issuperset(given)


def _arc_code(segment: bytes) -> int:
    """CRC-16/ARC: the same polynomial, the byte into the low half, from 0."""
    register = 0
    for byte in segment:
        register = register >> 8 ^ _BYTE[register & 0xFF ^ byte]
    return register


@lru_cache(maxsize=16384)
def _from_all_ones(length: int) -> int:
    """What MODBUS's start FFFF adds to ARC's start 0 after so many bytes."""
    register = 0xFFFF
    for _ in range(length):
        register = register >> 8 ^ _BYTE[register & 0xFF]
    return register
