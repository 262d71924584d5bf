"""Finer rows in, coarser rows out: minutes to hours, hours to days."""

import polars as pl
import pyarrow as pa

from bihuan.telemetry.rollup.period import length_of, period_start, whole_ms
from bihuan.telemetry.rollup.rule import RollUpRule
from bihuan.telemetry.rollup.validity import BAD, GOOD, is_enough, is_measured
from bihuan.telemetry.schema import Kind, Mark

SERIES = ["point", "factor", "family", "period"]
# Measured (实测) statistics are 0-3, converted (折算) ones 4-7, in the same order.
MEMBERS = {"mean": 0, "minimum": 1, "maximum": 2, "sum": 3}
FAMILY_SIZE = len(MEMBERS)
# A mean vector shorter than this has no direction: the angles cancel out.
CANCELLED = 1e-9


def roll_up(rows: pa.Table, *, to: Kind, rule: RollUpRule) -> pa.Table:
    """Coarser values from finer ones of one kind (数据汇总), with validity.

    Means over valid values, minima and maxima over reported extremes and values,
    sums over reported sums. Bad and missing values never enter. A period of which
    nothing arrived is absent; one with too few valid values is flagged D, and the
    counts say why. Rows marked as future are ignored.

    Args:
        rows: point, factor, statistic, start, end, value, flag and marks of ONE
            kind, latest versions only, in any order.
        to: MINUTE, HOUR or DAY; periods are half-open in Asia/Shanghai.
        rule: what is valid, what is due, which factors are angles.

    Returns:
        point, factor, statistic, start, end, value, flag, n_valid, n_received,
        n_expected; one row a statistic, sorted by point, factor, statistic, start.
        The value is null where nothing valid arrived or angles cancel out.

    Raises:
        ValueError: rows without length (real-time) and no interval in the rule.

    Source: HJ 212-2017, flags of aggregates; HJ 75-2017 for counts [M].

    >>> from datetime import UTC, datetime, timedelta
    >>> moments = [datetime(2026, 1, 1, 0, minute, tzinfo=UTC) for minute in (0, 20, 40)]
    >>> ends = [moment + timedelta(minutes=20) for moment in moments]
    >>> rows = pa.table({"point": [1] * 3, "factor": ["a01008"] * 3, "statistic": [0] * 3,
    ...     "start": moments, "end": ends, "value": [350.0, 10.0, 0.0], "flag": ["N"] * 3,
    ...     "marks": [0] * 3})
    >>> hour = roll_up(rows, to=Kind.HOUR, rule=RollUpRule())
    >>> hour.column("value").to_pylist(), hour.column("flag").to_pylist()
    ([0.0], ['N'])
    """
    length_ms = length_of(to, rule)
    frame = _prepared(rows, length_ms=length_ms, rule=rule)
    if frame.is_empty():
        return _finished(_EMPTY, length_ms=length_ms)
    periods = _with_mean(_grouped(frame, length_ms=length_ms, rule=rule), rule)
    flag = pl.when(is_enough(rule)).then(pl.lit(GOOD)).otherwise(pl.lit(BAD))
    return _finished(_one_row_a_statistic(periods.with_columns(flag=flag)), length_ms=length_ms)


def _prepared(rows: pa.Table, *, length_ms: int, rule: RollUpRule) -> pl.DataFrame:
    columns = ["point", "factor", "statistic", "start", "end", "value", "flag", "marks"]
    frame = pl.DataFrame(rows.select(columns)).with_columns(
        pl.col("start", "end").dt.epoch("ms"),
        point=pl.col("point").cast(pl.Int32),
        statistic=pl.col("statistic").cast(pl.Int16),
        marks=pl.col("marks").fill_null(0).cast(pl.Int16),
        value=pl.col("value").cast(pl.Float64),
    )
    is_now = (pl.col("marks") & int(Mark.FUTURE)) == 0
    known = pl.col("statistic") < 2 * FAMILY_SIZE
    # In one order a second run gives the same sums, but for a last bit.
    return (
        frame.filter(is_now & known)
        .with_columns(
            family=pl.col("statistic") // FAMILY_SIZE,
            member=pl.col("statistic") % FAMILY_SIZE,
            period=period_start(pl.col("start"), length_ms),
            good=is_measured(rule),
        )
        .sort("point", "factor", "family", "start", "member")
    )


def _grouped(frame: pl.DataFrame, *, length_ms: int, rule: RollUpRule) -> pl.DataFrame:
    """One row a series and period: counts, extremes, sums and the mean vector."""
    member, good = pl.col("member"), pl.col("good")
    value = pl.col("value")
    mean_of, radians = good & (member == MEMBERS["mean"]), value.radians()
    periods = frame.group_by(SERIES, maintain_order=True).agg(
        n_valid=pl.col("start").filter(good).n_unique(),
        n_received=pl.col("start").n_unique(),
        shortest_ms=(pl.col("end") - pl.col("start")).min(),
        mean=value.filter(mean_of).mean(),
        east=radians.sin().filter(mean_of).mean(),
        north=radians.cos().filter(mean_of).mean(),
        minimum=value.filter(good & member.is_in([0, 1])).min(),
        maximum=value.filter(good & member.is_in([0, 2])).max(),
        sum=_sum_or_nothing(value.filter(good & (member == MEMBERS["sum"]))),
        has_mean=(member == MEMBERS["mean"]).any(),
        has_minimum=member.is_in([0, 1]).any(),
        has_maximum=member.is_in([0, 2]).any(),
        has_sum=(member == MEMBERS["sum"]).any(),
    )
    return periods.with_columns(n_expected=_due(periods, length_ms=length_ms, rule=rule))


def _sum_or_nothing(values: pl.Expr) -> pl.Expr:
    return pl.when(values.len() > 0).then(values.sum())


def _due(periods: pl.DataFrame, *, length_ms: int, rule: RollUpRule) -> pl.Expr:
    if rule.interval is not None:
        return pl.lit(length_ms // (whole_ms(rule.interval)), dtype=pl.Int64)
    shortest = periods["shortest_ms"].min()
    if not isinstance(shortest, int) or shortest <= 0:
        raise ValueError(f"rows of {shortest!r} ms tell no interval: the rule must give it")
    return length_ms // pl.col("shortest_ms")


def _with_mean(periods: pl.DataFrame, rule: RollUpRule) -> pl.DataFrame:
    """Replace the mean of angles by the direction of their mean vector."""
    is_angle = pl.col("factor").is_in(sorted(rule.angles))
    east, north = pl.col("east"), pl.col("north")
    # Rounded before the modulo: a hair under 0 would become 360.
    direction = pl.arctan2(east, north).degrees().round(9) % 360
    has_direction = (east.pow(2) + north.pow(2)).sqrt() > CANCELLED
    circular = pl.when(has_direction).then(direction + 0.0)
    return periods.with_columns(
        mean=pl.when(is_angle).then(circular).otherwise("mean"),
        has_minimum=pl.col("has_minimum") & ~is_angle,
        has_maximum=pl.col("has_maximum") & ~is_angle,
        has_sum=pl.col("has_sum") & ~is_angle,
    )


def _one_row_a_statistic(periods: pl.DataFrame) -> pl.DataFrame:
    parts = [
        periods.filter(f"has_{name}").with_columns(
            value=pl.col(name), statistic=pl.col("family") * FAMILY_SIZE + member
        )
        for name, member in MEMBERS.items()
    ]
    return pl.concat([part.select(_EMPTY.columns) for part in parts])


_EMPTY = pl.DataFrame(
    schema={
        "point": pl.Int32,
        "factor": pl.String,
        "statistic": pl.Int16,
        "period": pl.Int64,
        "value": pl.Float64,
        "flag": pl.String,
        "n_valid": pl.Int64,
        "n_received": pl.Int64,
        "n_expected": pl.Int64,
    }
)


def _finished(rows: pl.DataFrame, *, length_ms: int) -> pa.Table:
    moment = pl.Datetime("ms", "UTC")
    start = pl.col("period")
    finished = rows.sort("point", "factor", "statistic", "period").select(
        "point",
        "factor",
        pl.col("statistic").cast(pl.Int8),
        start.cast(moment).alias("start"),
        (start + length_ms).cast(moment).alias("end"),
        "value",
        "flag",
        pl.col("n_valid", "n_received", "n_expected").cast(pl.Int32),
    )
    return finished.to_arrow().cast(ROLLED_SCHEMA)


ROLLED_SCHEMA = pa.schema(
    [
        ("point", pa.int32()),
        ("factor", pa.string()),
        ("statistic", pa.int8()),
        ("start", pa.timestamp("ms", "UTC")),
        ("end", pa.timestamp("ms", "UTC")),
        ("value", pa.float64()),
        ("flag", pa.string()),
        ("n_valid", pa.int32()),
        ("n_received", pa.int32()),
        ("n_expected", pa.int32()),
    ]
)
