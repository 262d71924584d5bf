"""Decoding a batch so that one frame which breaks our decoder costs no other frame."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from bihuan.hj212.batch import Batch, decode_batch

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Frames as columns (解码结果).

    Args:
        packets: as in a `Batch`, a row a frame in their order; not `readable` where the
            decoder failed.
        records: as in a `Batch`, a row a value.
    """

    packets: pl.DataFrame
    records: pl.DataFrame


def decoded(frames: Sequence[bytes]) -> Decoded:
    """Decode frames together; those that the decoder fails on are found by halving."""
    pieces = _pieces(frames, 0)
    places = pl.DataFrame({"packet": pl.Series(range(len(frames)), dtype=pl.UInt32)})
    packets = pl.concat([piece.packets for piece in pieces])
    return Decoded(
        places.join(packets, on="packet", how="left", maintain_order="left").with_columns(
            pl.col("readable").fill_null(False)
        ),
        pl.concat([piece.records for piece in pieces]),
    )


def _pieces(frames: Sequence[bytes], first: int) -> list[Batch]:
    """Decoded pieces whose packets count from the first frame of all."""
    try:
        batch = decode_batch(frames, check=False)
    except Exception:  # the commit's boundary: no packet is lost by a bug of the decoder
        if len(frames) == 1:
            log.exception("decoder failed bytes=%d", len(frames[0]))
            return [decode_batch([])]
        middle = len(frames) // 2
        return _pieces(frames[:middle], first) + _pieces(frames[middle:], first + middle)
    shift = pl.col("packet") + pl.lit(first, pl.UInt32)
    return [
        Batch(
            packets=batch.packets.with_columns(shift),
            records=batch.records.with_columns(shift),
        )
    ]
