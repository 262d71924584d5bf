"""One row a packet (数据包表)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from bihuan.hj212.batch.buffer import Truth
from bihuan.hj212.batch.chunk import Chunk
from bihuan.hj212.batch.head import HEAD_SCHEMA, NO_HEAD, Head, head_of, head_table
from bihuan.hj212.batch.value import NO_TIME
from bihuan.hj212.check_code import CheckVariant
from bihuan.hj212.quirk import mask_of
from bihuan.hj212.single import Single, read_frame

Singles = dict[int, Single]
"""The frames that were read one by one, by row."""

_CHECK = {"check_ok": pl.Boolean, "variant": pl.String}
PACKET_SCHEMA = pl.Schema(
    {
        "packet": pl.UInt32,
        "request_id": pl.String,
        "data_time": pl.Int64,
        "quirks": pl.UInt64,
        "irregular": pl.Boolean,
        **HEAD_SCHEMA,
        **_CHECK,
    }
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def packet_table(chunk: Chunk, heads: pl.DataFrame, singles: Singles) -> pl.DataFrame:
    """PACKET_SCHEMA of the frames but for the check code.

    Args:
        chunk: all frames; what `singles` says of a frame counts more.
        heads: what each header says, by its number.
        singles: the irregular frames.
    """
    if singles:
        heads = pl.concat([heads, head_table(_corrected(chunk, len(heads), singles))])
    times = pl.Series("data_time", chunk.times)
    has_none = chunk.times == NO_TIME
    own = [
        pl.Series("packet", np.arange(chunk.head.size, dtype=np.uint32)),
        pl.Series("request_id", chunk.request_ids, pl.String),
        times.set(pl.Series(has_none), None) if has_none.any() else times,
        pl.Series("quirks", chunk.quirks),
        pl.Series("irregular", ~chunk.regular),
    ]
    return pl.DataFrame(own + [column.gather(chunk.head) for column in heads])


def _corrected(chunk: Chunk, count: int, singles: Singles) -> list[Head]:
    """Put the irregular frames into the chunk; their headers are numbered from `count` on."""
    distinct: list[Head] = []
    for row, single in singles.items():
        packet = single.upload.packet if single.upload else None
        chunk.head[row] = count + len(distinct)
        distinct.append(head_of(packet) if packet else NO_HEAD)
        chunk.request_ids[row] = packet.request_id if packet else None
        chunk.quirks[row] = mask_of(single.upload.quirks) if single.upload else 0
        chunk.times[row] = _milliseconds(single.upload.data_time if single.upload else None)
    return distinct


def _milliseconds(time: datetime | None) -> int:
    return NO_TIME if time is None else (time - _EPOCH) // _MILLISECOND


def check_columns(frames: Sequence[bytes], right: Truth, singles: Singles) -> list[pl.Series]:
    """`check_ok` and `variant` of each frame; codes that are not right are looked into."""
    numbers = np.where(right, _STANDARD, _WRONG)
    for row in np.flatnonzero(~right).tolist():
        single = singles.get(row) or read_frame(frames[row])
        numbers[row] = _WRONG if single.variant is None else _VARIANTS.index(single.variant)
    variants = pl.Series("variant", [*_VARIANTS, None], pl.String).gather(numbers)
    return [pl.Series("check_ok", numbers == _STANDARD), variants]


def unchecked_columns(height: int) -> list[pl.Series]:
    """`check_ok` and `variant` of frames whose codes were not asked for."""
    return [
        pl.repeat(None, height, dtype=dtype, eager=True).alias(n) for n, dtype in _CHECK.items()
    ]


_VARIANTS = tuple(CheckVariant)
_WRONG = len(_VARIANTS)
_STANDARD = _VARIANTS.index(CheckVariant.STANDARD)
