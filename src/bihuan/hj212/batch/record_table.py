"""One row a value (数值表)."""

import numpy as np
import polars as pl

from bihuan.hj212.batch.chunk import Chunk
from bihuan.hj212.batch.name import Names, NameTable
from bihuan.hj212.batch.packet_table import Singles

RECORD_SCHEMA = pl.Schema(
    {
        "packet": pl.UInt32,
        "factor": pl.String,
        "statistic": pl.Int8,
        "value": pl.Float64,
        "flag": pl.String,
    }
)
_FLAGS = pl.Series(["", *map(chr, range(1, 256))])


def record_table(chunk: Chunk, names: NameTable, singles: Singles) -> pl.DataFrame:
    """RECORD_SCHEMA of the frames, in the order of the packets and of the wire."""
    factors, numbers = _factors(chunk, names)
    regular = pl.DataFrame(
        {
            "packet": chunk.row.astype(np.uint32),
            "factor": factors.gather(numbers),
            "statistic": names.slot[chunk.name].astype(np.int8),
            "value": chunk.value,
            "flag": _FLAGS.gather(chunk.flag),
        }
    )
    if not singles:
        return regular
    rows = [
        (row, record.factor, int(record.statistic), record.value, record.flag)
        for row, single in singles.items()
        if single.upload
        for record in single.upload.records
    ]
    irregular = pl.DataFrame(rows, schema=RECORD_SCHEMA, orient="row")
    return pl.concat([regular, irregular]).sort("packet", maintain_order=True)


def _factors(chunk: Chunk, names: NameTable) -> tuple[pl.Series, Names]:
    """The factor codes in use, and which of them each value is of."""
    numbers = names.factor[chunk.name]
    used = np.zeros(int(numbers.max(initial=0)) + 1, np.bool_)
    used[numbers] = True
    codes = names.factors
    series = pl.Series([codes[number] for number in np.flatnonzero(used)], dtype=pl.String)
    return series, (np.cumsum(used) - 1)[numbers]
