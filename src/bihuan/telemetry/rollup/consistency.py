"""Do the data kinds that one device reports agree with each other (数据一致性)?"""

from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from bihuan.telemetry.rollup.rule import DEFAULT_RULE, RollUpRule
from bihuan.telemetry.rollup.validity import GOOD, is_measured

DATUM = ["point", "factor", "statistic", "start"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """By how much a reported value may differ from the rolled one (允许偏差).

    A device rounds each finer value, so equality is never asked. [P]

    Args:
        absolute: in the factor's own unit.
        relative: of the rolled value. [1]
    """

    absolute: float = 0.1
    relative: float = 0.01


def consistency(
    reported: pa.Table,
    rolled: pa.Table,
    *,
    tolerance: Tolerance = Tolerance(),
    rule: RollUpRule = DEFAULT_RULE,
) -> pa.Table:
    """Reported values that contradict the finer values under them (不一致数据).

    Only what both sides call valid is compared: a rolled period flagged D had too
    little under it to accuse anyone.

    Args:
        reported: hours (or days) as sent: point, factor, statistic, start, value, flag.
        rolled: the same period kind as `roll_up` returns it.
        tolerance: how far apart they may be.
        rule: which reported flags are valid, which factors are angles.

    Returns:
        point, factor, statistic, start, reported, rolled, difference; one row a
        mismatch, the largest difference first. Angles differ by the shorter way round.

    >>> from datetime import UTC, datetime
    >>> hour = {"point": [1], "factor": ["a01008"], "statistic": [0],
    ...     "start": [datetime(2026, 1, 1, tzinfo=UTC)], "flag": ["N"]}
    >>> far = consistency(pa.table({**hour, "value": [359.0]}), pa.table({**hour, "value": [2.0]}))
    >>> far.column("difference").to_pylist()
    [-3.0]
    """
    ours = _datums(rolled).filter(pl.col("flag") == GOOD).select(*DATUM, rolled="value")
    theirs = _datums(reported).filter(is_measured(rule)).select(*DATUM, reported="value")
    allowed = tolerance.absolute + tolerance.relative * pl.col("rolled").abs()
    apart = (
        theirs.join(ours, on=DATUM, how="inner")
        .with_columns(difference=_difference(rule))
        .filter(pl.col("difference").abs() > allowed)
        .sort(pl.col("difference").abs(), *DATUM, descending=[True] + [False] * len(DATUM))
    )
    return apart.to_arrow().cast(MISMATCH_SCHEMA)


def _datums(rows: pa.Table) -> pl.DataFrame:
    frame = pl.DataFrame(rows.select([*DATUM, "value", "flag"]))
    return frame.with_columns(
        pl.col("start").dt.cast_time_unit("ms"),
        pl.col("point").cast(pl.Int32),
        pl.col("statistic").cast(pl.Int8),
    )


def _difference(rule: RollUpRule) -> pl.Expr:
    straight = pl.col("reported") - pl.col("rolled")
    around = (straight + 180) % 360 - 180
    is_angle = pl.col("factor").is_in(sorted(rule.angles))
    return pl.when(is_angle).then(around).otherwise(straight)


MISMATCH_SCHEMA = pa.schema(
    [
        ("point", pa.int32()),
        ("factor", pa.string()),
        ("statistic", pa.int8()),
        ("start", pa.timestamp("ms", "UTC")),
        ("reported", pa.float64()),
        ("rolled", pa.float64()),
        ("difference", pa.float64()),
    ]
)
