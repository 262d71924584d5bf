"""Field names of a batch, recognised many at a time (批量字段名识别)."""

from enum import IntEnum
from threading import Lock

import numpy as np
import numpy.typing as npt

from bihuan.hj212.batch.buffer import Places, Words
from bihuan.hj212.quirk import Quirk
from bihuan.hj212.value_kind import FieldName, Role, Statistic, field_name

Names = Places
"""Places in a name table; as wide as an index, since they do nothing but index."""

LONGEST_NAME = 16
"""Two words hold a name of up to 16 characters exactly; longer ones are read one by one."""

_SLOTS = 1 << 16
_PROBES = 4
_CAPACITY = 8192
_FIRST, _SECOND, _THIRD = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xC2B2AE3D27D4EB4F),
    np.uint64(0x165667B19E3779F9),
)
_LOW_BYTES = np.array([(1 << 8 * count) - 1 for count in range(9)], np.uint64)
_QUALIFIER_SLOTS = {"EFlag": 18, "SampleTime": 19, "CompleteTime": 20, "SampleType": 21, "SN": 22}
_FLAG_SLOT = 17
TIME_SLOT = 31


class Part(IntEnum):
    """What the fast path does with a field; OTHER sends its packet to the careful reading."""

    OTHER = 0
    TIME = 1
    VALUE = 2
    FLAG = 3
    QUALIFIER = 4


class NameTable:
    """Every field name met so far, found by its bytes (字段名表).

    Place 0 stands for a name that is not in the table.
    """

    def __init__(self) -> None:
        self._slots = np.zeros(_SLOTS, np.int64)
        self._first = np.zeros(_CAPACITY, np.uint64)
        self._second = np.zeros(_CAPACITY, np.uint64)
        self._length = np.full(_CAPACITY, -1, np.int64)
        self._count = 1
        self._lock = Lock()
        self._factor_numbers: dict[str, int] = {"": 0}
        self.part = np.zeros(_CAPACITY, np.uint8)
        self.factor = np.zeros(_CAPACITY, np.int64)
        self.slot = np.zeros(_CAPACITY, np.uint8)
        self.quirks = np.zeros(_CAPACITY, np.uint64)

    @property
    def is_crowded(self) -> bool:
        """So full that a new table should take over."""
        return self._count > _CAPACITY // 2

    @property
    def factors(self) -> list[str]:
        """Factor codes by their number; 0 is no factor."""
        return list(self._factor_numbers)

    def find(self, words: Words, starts: Places, ends: Places) -> Names:
        """Place in the table of each name that stands between start and end; 0 if too long.

        Args:
            words: of a `Buffer`.
            starts: first byte of each name, shape (fields,).
            ends: byte after each name, shape (fields,).

        Returns:
            shape (fields,).
        """
        lengths = ends - starts
        first = words[starts] & _LOW_BYTES[np.minimum(lengths, 8)]
        second = np.where(lengths > 8, words[ends - 8], np.uint64(0))
        names = self._look_up(first, second, lengths)
        missing = np.flatnonzero(names == 0)
        missing = missing[lengths[missing] <= LONGEST_NAME]
        if missing.size:
            asked = zip(first[missing], second[missing], lengths[missing], strict=True)
            for key in set(asked):
                self._learn(*key)
            names[missing] = self._look_up(first[missing], second[missing], lengths[missing])
        return names

    def _look_up(self, first: Words, second: Words, lengths: Places) -> Names:
        slots = _hashed(first, second, lengths)
        names = self._slots[slots]
        open_ = np.flatnonzero(self._differs(names, first, second, lengths))
        for probe in range(1, _PROBES):
            if not open_.size:
                break
            found = self._slots[(slots[open_] + probe) % _SLOTS]
            differs = self._differs(found, first[open_], second[open_], lengths[open_])
            names[open_] = np.where(differs, 0, found)
            open_ = open_[differs]
        names[open_] = 0
        return names

    def _differs(
        self, names: Names, first: Words, second: Words, lengths: Places
    ) -> npt.NDArray[np.bool_]:
        differs: npt.NDArray[np.bool_] = self._first[names] != first
        differs |= self._second[names] != second
        differs |= self._length[names] != lengths
        return differs

    def _learn(self, first: np.uint64, second: np.uint64, length: np.int64) -> None:
        """Enter a name; one that finds no room stays unknown."""
        with self._lock:
            home = int(_hashed(*(np.array([part]) for part in (first, second, length)))[0])
            free = [s % _SLOTS for s in range(home, home + _PROBES) if not self._slots[s % _SLOTS]]
            if not free or self._count >= _CAPACITY:
                return
            place = self._count
            self._first[place], self._second[place] = first, second
            self._length[place] = length
            self._describe(place, field_name(_text(int(first), int(second), int(length))))
            self._count += 1
            self._slots[free[0]] = place

    def _describe(self, place: int, name: FieldName) -> None:
        part, slot = _part_and_slot(name)
        self.part[place], self.slot[place] = part, slot
        self.quirks[place] = name.quirks
        numbers = self._factor_numbers
        self.factor[place] = numbers.setdefault(name.factor, len(numbers))


def _part_and_slot(name: FieldName) -> tuple[Part, int]:
    """What to do with a name, and a number that is its own within its factor."""
    if name.kind == "DataTime" and not name.factor:
        return Part.TIME, TIME_SLOT
    if name.role is Role.VALUE and name.statistic is not Statistic.INFORMATION:
        return Part.VALUE, name.statistic
    if name.role is Role.FLAG:
        return Part.FLAG, _FLAG_SLOT
    if name.role is Role.QUALIFIER and not name.quirks & Quirk.UNKNOWN_KIND.bit:
        return Part.QUALIFIER, _QUALIFIER_SLOTS[name.kind]
    return Part.OTHER, 0


def _hashed(first: Words, second: Words, lengths: Places) -> Places:
    mixed = first * _FIRST ^ second * _SECOND ^ lengths.astype(np.uint64) * _THIRD
    slots: Places = (mixed >> np.uint64(48)).astype(np.int64)
    return slots


def _text(first: int, second: int, length: int) -> str:
    """The name that two words hold: the first eight bytes, and the last eight."""
    head = first.to_bytes(8, "little")
    tail = second.to_bytes(8, "little")
    return (head[:length] if length <= 8 else head + tail[16 - length :]).decode("latin-1")
