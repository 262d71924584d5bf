"""Rows for the roll-up tests, built from short tuples."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pyarrow as pa

# 00:00 on 2026-03-05 in Shanghai.
MIDNIGHT = datetime(2026, 3, 4, 16, tzinfo=UTC)
MOMENT = pa.timestamp("ms", "UTC")


class Row(NamedTuple):
    """One value: minutes after MIDNIGHT, the length it covers, and what was sent."""

    minute: float
    value: float | None
    flag: str = "N"
    length: float = 10
    statistic: int = 0
    factor: str = "a21026"
    point: int = 1
    marks: int = 0


def table(rows: Sequence[Row]) -> pa.Table:
    starts = [MIDNIGHT + timedelta(minutes=row.minute) for row in rows]
    ends = [start + timedelta(minutes=row.length) for start, row in zip(starts, rows, strict=True)]
    return pa.table(
        {
            "point": pa.array([row.point for row in rows], pa.int32()),
            "factor": pa.array([row.factor for row in rows], pa.string()),
            "statistic": pa.array([row.statistic for row in rows], pa.int8()),
            "start": pa.array(starts, MOMENT),
            "end": pa.array(ends, MOMENT),
            "value": pa.array([row.value for row in rows], pa.float64()),
            "flag": pa.array([row.flag for row in rows], pa.string()),
            "marks": pa.array([row.marks for row in rows], pa.int16()),
        }
    )
