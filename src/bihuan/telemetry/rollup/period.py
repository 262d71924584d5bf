"""Half-open periods of Shanghai's clock, as column expressions over UTC milliseconds."""

from datetime import timedelta

import polars as pl

from bihuan.telemetry.rollup.rule import RollUpRule
from bihuan.telemetry.schema import Kind

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
# No daylight saving since 1991, so the calendar day is a shift by whole hours.
SHANGHAI_MS = 8 * HOUR_MS
MILLISECOND = timedelta(milliseconds=1)


def whole_ms(length: timedelta) -> int:
    """Whole milliseconds of a length of time.

    >>> whole_ms(timedelta(seconds=30))
    30000
    """
    return length // MILLISECOND


def length_of(kind: Kind, rule: RollUpRule) -> int:
    """Length of a period of this kind. [ms]

    Raises:
        KeyError: real-time values have no period.

    >>> length_of(Kind.DAY, RollUpRule()) // HOUR_MS
    24
    """
    lengths = {Kind.MINUTE: whole_ms(rule.minute), Kind.HOUR: HOUR_MS, Kind.DAY: DAY_MS}
    return lengths[kind]


def period_start(column: pl.Expr, length_ms: int) -> pl.Expr:
    """Start of the period of Shanghai's clock in which a moment lies (时段起点).

    Args:
        column: moments. [ms since the epoch, UTC]
        length_ms: length of a period that divides a day. [ms]

    Returns:
        Starts, in the same unit; a moment on the border opens the next period.

    >>> frame = pl.DataFrame({"t": [15 * HOUR_MS, 16 * HOUR_MS]})
    >>> frame.select(period_start(pl.col("t"), DAY_MS) // HOUR_MS).to_series().to_list()
    [-8, 16]
    """
    local = column + SHANGHAI_MS
    return local - local % length_ms - SHANGHAI_MS


def floor_ms(moment_ms: int, length_ms: int) -> int:
    """`period_start` of one moment.

    >>> floor_ms(16 * HOUR_MS - 1, DAY_MS) == -8 * HOUR_MS
    True
    """
    return moment_ms - (moment_ms + SHANGHAI_MS) % length_ms
