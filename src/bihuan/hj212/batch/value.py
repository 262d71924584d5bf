"""Values, flags and times of a batch of data areas (批量数值)."""

from dataclasses import dataclass

import numpy as np

from bihuan.hj212.batch.buffer import Buffer, Bytes, Places, Truth
from bihuan.hj212.batch.field import Fields
from bihuan.hj212.batch.name import Names, NameTable, Part
from bihuan.hj212.batch.number import Values, short_numbers, wire_times
from bihuan.hj212.record import (
    CONVERSION_SENTINEL,
    EASY_FLAGS,
    KNOWN_FLAGS,
    SENTINEL,
    number,
)
from bihuan.hj212.value_kind import Statistic

NO_TIME = np.iinfo(np.int64).min
NO_FLAG = 0
_TIME_LENGTH = 14


def _characters(flags: frozenset[str]) -> Truth:
    table = np.zeros(256, np.bool_)
    table[[ord(flag) for flag in flags if flag]] = True
    return table


_KNOWN = _characters(KNOWN_FLAGS)
_NOT_MEASURING = _characters(KNOWN_FLAGS - EASY_FLAGS)


@dataclass(slots=True)
class Columns:
    """Values in columns (批量数值列), in the order of the wire.

    Args:
        row: frame of each value, shape (values,).
        name: place of its name in the name table.
        value: the number.
        flag: character of its data flag; 0 when none was sent.
        times: DataTime of each frame in milliseconds since 1970 UTC, NO_TIME without.
        regular: nothing in the frame needs a careful reading, shape (frames,).
    """

    row: Places
    name: Names
    value: Values
    flag: Bytes
    times: Places
    regular: Truth


def read_values(buffer: Buffer, fields: Fields, names: NameTable) -> Columns:
    """Numbers, flags and times of the fields; frames with surprises become irregular."""
    regular = fields.regular
    part = names.part[fields.name]
    flags, bad_flag_rows = _flags(buffer, fields, part)
    times, bad_time_rows = _times(buffer, fields, part)
    regular[bad_flag_rows] = False
    regular[bad_time_rows] = False
    at = np.flatnonzero((part == Part.VALUE) & regular[fields.row])
    row, name = fields.row[at], fields.name[at]
    flag = flags[fields.group[at]]
    statistic = names.slot[name]
    value, right = _numbers(buffer, fields.starts[at], fields.ends[at], statistic)
    is_sentinel = (value == SENTINEL) | (value == CONVERSION_SENTINEL)
    bad = ~right | is_sentinel | ((value == 0) & _NOT_MEASURING[flag])
    regular[row[bad]] = False
    kept = regular[row]
    return Columns(row[kept], name[kept], value[kept], flag[kept], times, regular)


def _flags(buffer: Buffer, fields: Fields, part: Bytes) -> tuple[Bytes, Places]:
    """Flag of each group, and the rows with one that is empty, longer or unknown."""
    at = np.flatnonzero(part == Part.FLAG)
    starts = fields.starts[at]
    character = buffer.data[starts]
    bad = (fields.ends[at] - starts != 1) | ~_KNOWN[character]
    flags = np.zeros(int(fields.group.max(initial=0)) + 1, np.uint8)
    flags[fields.group[at]] = character
    return flags, fields.row[at[bad]]


def _times(buffer: Buffer, fields: Fields, part: Bytes) -> tuple[Places, Places]:
    """DataTime of each frame, and the rows with one that is not 14 digits of a time."""
    at = np.flatnonzero(part == Part.TIME)
    times, right = wire_times(buffer.data, np.minimum(fields.starts[at], buffer.data.size - 16))
    right &= fields.ends[at] - fields.starts[at] == _TIME_LENGTH
    of_frames = np.full(fields.regular.size, NO_TIME, np.int64)
    of_frames[fields.row[at]] = times
    return of_frames, fields.row[at[~right]]


def _numbers(
    buffer: Buffer, starts: Places, ends: Places, statistics: Bytes
) -> tuple[Values, Truth]:
    """The values, and where they are numbers that need no remark."""
    values, right = short_numbers(buffer.data, buffer.words, starts, ends)
    for place in np.flatnonzero(~right).tolist():
        text = buffer.raw[starts[place] : ends[place]].decode("latin-1")
        value, quirks = number(text, Statistic(int(statistics[place])))
        if value is not None and not quirks:
            values[place], right[place] = value, True
    return values, right
