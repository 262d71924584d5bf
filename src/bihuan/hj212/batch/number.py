"""Numbers and times of a batch, eight characters in one 64-bit word (批量数值解析)."""

import numpy as np
import numpy.typing as npt

from bihuan.hj212.batch.buffer import Bytes, Places, Truth, Words

Values = npt.NDArray[np.float64]


def _repeated(byte: int) -> np.uint64:
    return np.uint64(byte * 0x0101010101010101)


_ZEROS = _repeated(ord("0"))
_DOTS = _repeated(ord("."))
_ONES = _repeated(1)
_HIGH_BITS = _repeated(0x80)
_HIGH_HALVES = _repeated(0xF0)
_SIXES = _repeated(6)
_LOW_BYTES = np.array([(1 << 8 * count) - 1 for count in range(9)], np.uint64)
_PAIRS = np.uint64(0x00FF00FF00FF00FF)
_FOURS = np.uint64(0x0000FFFF0000FFFF)
# Divisor by the number of one bits below the dot's own high bit; 64 stands for no dot.
_DIVISORS = np.ones(65)
_DIVISORS[7:64:8] = [10.0 ** (7 - place) for place in range(8)]
_SHANGHAI_MS = 8 * 3_600_000
_DAY_MS = 86_400_000
_UNIX_EPOCH_DAY = 719_468
_DIGITS_OF_TIME = 14


def short_numbers(data: Bytes, words: Words, starts: Places, ends: Places) -> tuple[Values, Truth]:
    """Decimal numbers of up to eight characters behind an optional minus.

    Exact: the digits are a whole number below 1e8 and the divisor a power of ten below 1e8,
    so the one division rounds as `float` does.

    Args:
        data: bytes of a `Buffer`.
        words: its words.
        starts: first byte of each number, shape (values,).
        ends: byte after each number, shape (values,).

    Returns:
        The values, and where they are right; the others are for a slower reading.
    """
    negative = data[starts] == ord("-")
    lengths = ends - starts - negative
    padding = _LOW_BYTES[np.clip(8 - lengths, 0, 8)]
    text = (words[ends - 8] & ~padding) | (_ZEROS & padding)
    unlike = text ^ _DOTS
    dots = (unlike - _ONES) & ~unlike & _HIGH_BITS
    below = (dots & (~dots + np.uint64(1))) - np.uint64(1)
    whole = (below + np.uint64(1) >> np.uint64(7)) - np.uint64(1)
    has_dot = dots != 0
    shifted = (text & ~(whole << np.uint64(8) | np.uint64(0xFF))) | (text & whole) << np.uint64(8)
    digits = np.where(has_dot, shifted | np.uint64(ord("0")), text)
    are_digits = (digits & _HIGH_HALVES == _ZEROS) & (digits + _SIXES & _HIGH_HALVES == _ZEROS)
    right = are_digits & (lengths <= 8) & (lengths - has_dot >= 1)
    values = _whole_number(digits).astype(np.float64) / _DIVISORS[np.bitwise_count(below)]
    return np.where(negative, -values, values), right


def _whole_number(digits: Words) -> Words:
    """The number that eight digits of a word write, first digit in the lowest byte."""
    pairs = (digits & ~_HIGH_HALVES) * np.uint64(10 * 256 + 1) >> np.uint64(8) & _PAIRS
    fours = pairs * np.uint64(100 * 65536 + 1) >> np.uint64(16) & _FOURS
    return fours * np.uint64((10000 << 32) + 1) >> np.uint64(32)


def wire_times(data: Bytes, starts: Places) -> tuple[Places, Truth]:
    """Times of 14 digits as milliseconds since 1970 UTC, and where they are times.

    Args:
        data: bytes of a `Buffer`.
        starts: first digit of each, shape (times,).

    >>> wire_times(np.frombuffer(b"19700101080000", np.uint8), np.array([0]))[0].tolist()
    [0]
    """
    digits = data[starts[:, None] + np.arange(_DIGITS_OF_TIME)] - np.uint8(ord("0"))
    right = (digits < 10).all(axis=1)
    pairs = digits[:, 0::2].astype(np.int64) * 10 + digits[:, 1::2]
    century, year, month, day, hour, minute, second = pairs.T
    year = century * 100 + year
    right &= (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1)
    right &= (hour < 24) & (minute < 60) & (second < 60)
    safe_month = np.clip(month, 1, 12)
    days = _days_since_epoch(year, safe_month, day)
    right &= days < _days_since_epoch(year + safe_month // 12, safe_month % 12 + 1, 1)
    seconds = (hour * 60 + minute) * 60 + second
    return days * _DAY_MS + seconds * 1000 - _SHANGHAI_MS, right


def _days_since_epoch(year: Places, month: Places, day: Places | int) -> Places:
    """Days from 1970-01-01 in the Gregorian calendar; years begin in March for the count."""
    early = month <= 2
    year = year - early
    day_of_year = (153 * (month + np.where(early, 9, -3)) + 2) // 5 + day - 1
    leap_days = year // 4 - year // 100 + year // 400
    days: Places = year * 365 + leap_days + day_of_year - _UNIX_EPOCH_DAY
    return days
