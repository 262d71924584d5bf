"""Generated arrays as the rows that the store takes, without a Python object a value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bihuan.hj212.value_kind import Statistic
from bihuan.main.demo.noise import Real, Whole
from bihuan.main.demo.outlet_process import Flag
from bihuan.telemetry import APPEND_SCHEMA, Kind

HOUR_MS: Final = 3_600_000
SOURCE: Final = "demo"


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods of an array's columns: kind, begin of each and their common length.

    Attributes:
        starts: milliseconds since 1970, shape (time,).
    """

    kind: Kind
    starts: Whole
    length_ms: int


def hours_between(first: int, last: int) -> Periods:
    """The running hours [first, last)."""
    return Periods(Kind.HOUR, np.arange(first, last) * HOUR_MS, HOUR_MS)


def days_from(first: int, days: int) -> Periods:
    """Days that begin with a running hour."""
    return Periods(Kind.DAY, (first + 24 * np.arange(days)) * HOUR_MS, 24 * HOUR_MS)


def minutes_between(first: int, last: int, *, per_hour: int) -> Periods:
    """Equal parts of the running hours [first, last)."""
    length = HOUR_MS // per_hour
    return Periods(Kind.MINUTE, np.arange(first * per_hour, last * per_hour) * length, length)


@dataclass(frozen=True, slots=True)
class Block:
    """One factor's statistic at several points: an array whose rows are points.

    Attributes:
        points: telemetry's numbers, shape (point,).
        values: shape (point, time) or (point, time, part); NaN is not sent.
        flags: values of Flag, of the shape of `values`; none: all are normal.
    """

    points: Sequence[int]
    factor: str
    values: Real
    statistic: Statistic = Statistic.VALUE
    flags: NDArray[np.int8] | None = None


def rows_of(blocks: Iterable[Block], periods: Periods) -> pa.Table:
    """All sent values of the blocks as rows of APPEND_SCHEMA."""
    tables = [_rows(block, periods) for block in blocks]
    return pa.concat_tables(tables) if tables else APPEND_SCHEMA.empty_table()


def _rows(block: Block, periods: Periods) -> pa.Table:
    values = block.values.reshape(len(block.points), len(periods.starts))
    sent = ~np.isnan(values)
    row, column = np.nonzero(sent)
    starts = periods.starts[column]
    size = len(starts)
    return pa.table(
        [
            pa.array(np.asarray(block.points, dtype=np.int32)[row]),
            pa.repeat(block.factor, size),
            pa.repeat(periods.kind.value, size),
            pa.repeat(pa.scalar(block.statistic.value, pa.int8()), size),
            _instants(starts),
            _instants(starts + periods.length_ms),
            pa.array(values[sent]),
            _flags(block, sent),
            pa.repeat(pa.scalar(0, pa.int16()), size),
            pa.repeat(SOURCE, size),
            pa.repeat(pa.scalar(-1, pa.int32()), size),
        ],
        schema=APPEND_SCHEMA,
    )


def _instants(milliseconds: Whole) -> pa.Array:
    return pa.array(milliseconds).cast(APPEND_SCHEMA.field("start").type)


def _flags(block: Block, sent: NDArray[np.bool_]) -> pa.Array:
    if block.flags is None:
        return pa.repeat(Flag.NORMAL.letter, int(sent.sum()))
    codes = pa.array(block.flags.reshape(sent.shape)[sent])
    letters = pa.array([flag.letter for flag in Flag])
    return pa.DictionaryArray.from_arrays(codes, letters).cast(pa.string())
