"""A batch of frames to two tables (批量解析)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from bihuan.hj212.batch.chunk import join_chunks, read_chunk
from bihuan.hj212.batch.head import HeadIndex
from bihuan.hj212.batch.name import NameTable
from bihuan.hj212.batch.packet_table import check_columns, packet_table, unchecked_columns
from bihuan.hj212.batch.record_table import record_table
from bihuan.hj212.single import read_frame

_CHUNK = 1024


@dataclass(frozen=True, slots=True)
class Batch:
    """Many packets in columns (批量解析结果).

    Args:
        packets: PACKET_SCHEMA, one row a frame in the order given: `packet` counts from 0,
            `readable` is false when no packet could be read, `check_ok` and `variant` are null
            when the codes were not asked for, `data_time` is milliseconds since 1970 UTC,
            `quirks` a mask for `quirks_in`, `irregular` says that it was read one by one.
        records: RECORD_SCHEMA, one row a value, in the order of the packets and of the wire.
    """

    packets: pl.DataFrame
    records: pl.DataFrame


def decode_batch(frames: Sequence[bytes], *, check: bool = True) -> Batch:
    """Headers and values of many frames (批量解析), equal to `read_frame` of each.

    The values of a frame with a wrong check code are given as well: which codes are accepted
    is a setting of the device.

    Args:
        frames: whole frames from `##` on; line ends may be missing.
        check: also prove the check codes.

    >>> from bihuan.hj212.frame import write_frame
    >>> batch = decode_batch([write_frame(
    ...     b"QN=20160801085857223;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;"
    ...     b"CP=&&DataTime=20160801085857;w01001-Rtd=7.1,w01001-Flag=N&&"
    ... )])
    >>> batch.packets["check_ok"].to_list(), batch.records.rows()
    ([True], [(0, 'w01001', 0, 7.1, 'N')])
    """
    names, index = _name_table(), _head_index()
    chunk = join_chunks(
        [
            read_chunk(frames[start : start + _CHUNK], index, names, check=check)
            for start in range(0, max(1, len(frames)), _CHUNK)
        ]
    )
    singles = {row: read_frame(frames[row]) for row in np.flatnonzero(~chunk.regular).tolist()}
    packets = packet_table(chunk, index.table, singles)
    codes = check_columns(frames, chunk.right, singles) if check else unchecked_columns(len(frames))
    return Batch(packets.hstack(codes), record_table(chunk, names, singles))


_tables = [NameTable()]


def _name_table() -> NameTable:
    """The names that earlier batches met; a crowded table is replaced, never emptied in use."""
    if _tables[0].is_crowded:
        _tables[0] = NameTable()
    return _tables[0]


_indexes = [HeadIndex()]


def _head_index() -> HeadIndex:
    """The headers that earlier batches met; replaced like the names."""
    if _indexes[0].is_crowded:
        _indexes[0] = HeadIndex()
    return _indexes[0]
