"""What NumPy makes of the frames of a batch, before it becomes tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from bihuan.hj212.batch.buffer import Bytes, Places, Truth, codes_are_right, join_frames
from bihuan.hj212.batch.field import Fields, cut_fields
from bihuan.hj212.batch.head import HeadIndex, Heads, read_heads
from bihuan.hj212.batch.name import Names, NameTable
from bihuan.hj212.batch.number import Values
from bihuan.hj212.batch.value import NO_TIME, Columns, read_values
from bihuan.hj212.quirk import Quirk

Masks = npt.NDArray[np.uint64]


@dataclass(slots=True)
class Chunk:
    """Frames and values in columns of numbers (批量中间结果).

    Args:
        head: number of each frame's header, shape (frames,).
        request_ids: QN of each frame.
        times: DataTime, milliseconds since 1970 UTC, shape (frames,).
        quirks: mask of each frame.
        right: the check code is right; all false when it was not asked for.
        regular: nothing needs a careful reading.
        row: frame of each value, shape (values,).
        name: place of its name in the name table.
        value: the number.
        flag: character of its data flag, 0 for none.
    """

    head: Places
    request_ids: list[str | None]
    times: Places
    quirks: Masks
    right: Truth
    regular: Truth
    row: Places
    name: Names
    value: Values
    flag: Bytes


def read_chunk(
    frames: Sequence[bytes], index: HeadIndex, names: NameTable, *, check: bool
) -> Chunk:
    """Read some frames all at once."""
    buffer = join_frames(frames)
    heads = read_heads(buffer, index)
    fields = cut_fields(buffer, heads, names)
    columns = read_values(buffer, fields, names)
    return Chunk(
        head=heads.number,
        request_ids=heads.request_ids,
        times=columns.times,
        quirks=_quirks(heads, fields, columns, index, names),
        right=codes_are_right(buffer) if check else np.zeros(len(frames), np.bool_),
        regular=columns.regular,
        row=columns.row,
        name=columns.name,
        value=columns.value,
        flag=columns.flag,
    )


def join_chunks(chunks: Sequence[Chunk]) -> Chunk:
    """The chunks one behind the other, rows counted through."""
    sizes = [chunk.head.size for chunk in chunks]
    starts = np.cumsum([0, *sizes[:-1]])
    return Chunk(
        head=np.concatenate([chunk.head for chunk in chunks]),
        request_ids=list(chain.from_iterable(chunk.request_ids for chunk in chunks)),
        times=np.concatenate([chunk.times for chunk in chunks]),
        quirks=np.concatenate([chunk.quirks for chunk in chunks]),
        right=np.concatenate([chunk.right for chunk in chunks]),
        regular=np.concatenate([chunk.regular for chunk in chunks]),
        row=np.concatenate([c.row + start for c, start in zip(chunks, starts, strict=True)]),
        name=np.concatenate([chunk.name for chunk in chunks]),
        value=np.concatenate([chunk.value for chunk in chunks]),
        flag=np.concatenate([chunk.flag for chunk in chunks]),
    )


def _quirks(
    heads: Heads, fields: Fields, columns: Columns, index: HeadIndex, names: NameTable
) -> Masks:
    """Quirk mask of each frame; of an irregular one it means nothing."""
    quirks = index.quirks[heads.number]
    quirks |= fields.trailing * np.uint64(Quirk.TRAILING_SEPARATOR.bit)
    of_names = names.quirks[fields.name]
    odd = np.flatnonzero(of_names)
    np.bitwise_or.at(quirks, fields.row[odd], of_names[odd])
    lacks_time = index.is_periodic[heads.number] & (columns.times == NO_TIME)
    lacks_time &= np.bincount(columns.row, minlength=lacks_time.size) > 0
    quirks |= lacks_time * np.uint64(Quirk.NO_DATA_TIME.bit)
    return quirks & ~(index.is_2005[heads.number] * np.uint64(Quirk.LEGACY_CODE.bit))
