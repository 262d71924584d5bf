"""Fields of a batch of data areas (批量数据区): cut at the separators all at once."""

from dataclasses import dataclass

import numpy as np

from bihuan.hj212.batch.buffer import Buffer, Places, Truth
from bihuan.hj212.batch.head import Heads
from bihuan.hj212.batch.name import Names, NameTable, Part

_SLOTS = 32


@dataclass(slots=True)
class Fields:
    """`name=value` of every regular data area (批量字段), in the order of the wire.

    Args:
        row: frame of each field, shape (fields,).
        name: place of its name in the name table.
        group: number of its run of one factor.
        starts: first byte of its value.
        ends: byte after its value.
        trailing: a separator stood before the closing mark, shape (frames,).
        regular: the frame's data area was understood without doubt, shape (frames,).
    """

    row: Places
    name: Names
    group: Places
    starts: Places
    ends: Places
    trailing: Truth
    regular: Truth


@dataclass(slots=True)
class _Cuts:
    """Where the fields lie, before their names are known."""

    row: Places
    is_first: Truth
    starts: Places
    equals: Places
    ends: Places
    trailing: Truth
    regular: Truth


def cut_fields(buffer: Buffer, heads: Heads, names: NameTable) -> Fields:
    """Cut the data areas of the frames whose headers are regular."""
    cuts = _cut(buffer, heads, heads.regular & ~_has_odd_character(buffer, heads))
    row, regular = cuts.row, cuts.regular
    name = names.find(buffer.words, cuts.starts, cuts.equals)
    factor = names.factor[name]
    begins_group = cuts.is_first.copy()
    begins_group[1:] |= factor[1:] != factor[:-1]
    begins_item = cuts.is_first | (buffer.data[cuts.starts - 1] == ord(";"))
    group = np.cumsum(begins_group) - 1
    bad = begins_item != begins_group
    bad |= names.part[name] == Part.OTHER
    bad |= _repeats(group * _SLOTS + names.slot[name])
    firsts = np.flatnonzero(begins_group)
    of_groups = _dense(factor[firsts])
    homes = row[firsts] * (int(of_groups.max(initial=0)) + 1) + of_groups
    bad[firsts[_repeats(homes)]] = True
    regular[row[bad]] = False
    return Fields(row, name, group, cuts.equals + 1, cuts.ends, cuts.trailing, regular)


def _has_odd_character(buffer: Buffer, heads: Heads) -> Truth:
    """Whether a blank, a `/` or anything but printable ASCII stands in the parameters."""
    data = buffer.data
    is_odd = (data - np.uint8(0x21) > 0x7E - 0x21) | (data == ord("/"))
    none = np.zeros(heads.regular.size, np.bool_)
    if np.count_nonzero(is_odd) == buffer.control_bytes:
        return none
    odd = np.flatnonzero(is_odd)
    first = np.searchsorted(odd, heads.parameter_starts)
    found: Truth = np.searchsorted(odd, heads.parameter_ends) > first
    return found


def _cut(buffer: Buffer, heads: Heads, regular: Truth) -> _Cuts:
    """In a regular data area equals signs and separators alternate, a sign first and last."""
    data = buffer.data
    is_separator = (data == ord(";")) | (data == ord(","))
    marks = np.append(np.flatnonzero(is_separator | (data == ord("="))), data.size - 1)
    begin = np.where(regular, heads.parameter_starts, 0)
    finish = np.where(regular, heads.parameter_ends, 0)
    is_empty = begin == finish
    trailing = is_separator[finish - 1] & ~is_empty
    finish = finish - trailing
    first_mark = np.searchsorted(marks, begin)
    mark_count = np.searchsorted(marks, finish) - first_mark
    regular = regular & (is_empty | (mark_count % 2 == 1))
    count = np.where(regular, (mark_count + 1) // 2, 0)
    offsets = np.cumsum(count) - count
    filled = np.flatnonzero(count)
    firsts = offsets[filled]
    row = np.repeat(np.arange(count.size), count)
    sign = (first_mark - 2 * offsets)[row] + 2 * np.arange(row.size)
    equals, ends = marks[sign], marks[sign + 1]
    ends[firsts + count[filled] - 1] = finish[filled]
    starts = np.empty_like(ends)
    starts[1:] = ends[:-1] + 1
    starts[firsts] = begin[filled]
    is_first = np.zeros(row.size, np.bool_)
    is_first[firsts] = True
    cuts = _Cuts(row, is_first, starts, equals, ends, trailing, regular)
    return _without_crossed(cuts, (data[equals] != ord("=")) | (data[ends] == ord("=")))


def _without_crossed(cuts: _Cuts, crossed: Truth) -> _Cuts:
    """Without the rows where signs and separators do not alternate."""
    if not crossed.any():
        return cuts
    cuts.regular[cuts.row[crossed]] = False
    kept = cuts.regular[cuts.row]
    for part in ("row", "is_first", "starts", "equals", "ends"):
        setattr(cuts, part, getattr(cuts, part)[kept])
    return cuts


def _dense(numbers: Names) -> Places:
    """The numbers in use, renumbered from 0 without gaps."""
    used = np.zeros(int(numbers.max(initial=0)) + 1, np.bool_)
    used[numbers] = True
    return (np.cumsum(used) - 1)[numbers]


def _repeats(keys: Places) -> Truth:
    """Where a key stands that stands elsewhere too, for at least one of its places."""
    last = np.empty(int(keys.max(initial=0)) + 1, np.int32)
    places = np.arange(keys.size, dtype=np.int32)
    last[keys] = places
    repeats: Truth = last[keys] != places
    return repeats
