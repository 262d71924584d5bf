"""How a point stands just now (点位状态), judged from columns of newest values: pure, no query.

A value is compared only with a limit of its own averaging time, as the converted value (折算)
where there is one, and only while its flag says that it was measured in normal operation.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

import polars as pl
from django.db.models import TextChoices

from bihuan.hj212.value_kind import Statistic
from bihuan.registry import flag

VALID_FOR = MappingProxyType(
    {
        "realtime": timedelta(minutes=15),
        "minute": timedelta(hours=1),
        "hour": timedelta(hours=3),
    }
)
"""How long a newest value of each kind describes the present."""

SILENT_AFTER = MappingProxyType(
    {
        "realtime": timedelta(hours=1),
        "minute": timedelta(hours=1),
        "hour": timedelta(hours=2, minutes=30),
    }
)
"""A value of each kind is stale after this long (在线率的口径：60 分钟).

It decides about points without a device that speaks; of the others the link monitor's rule says
whether they are off line, so that board and monitor never disagree.
"""


class Standing(TextChoices):
    """State of a point on the live board (点位状态), the graver first."""

    OVER = "over", "超标"
    SILENT = "silent", "断线"
    DOUBT = "doubt", "存疑"
    STOPPED = "stopped", "停运"
    NORMAL = "normal", "正常"
    NEVER = "never", "未上报"


TONES: Mapping[str, str] = MappingProxyType(
    {
        Standing.OVER: "over",
        Standing.SILENT: "silent",
        Standing.DOUBT: "doubt",
        Standing.STOPPED: "none",
        Standing.NORMAL: "good",
        Standing.NEVER: "none",
    }
)

ORDER = {standing.value: place for place, standing in enumerate(Standing)}

DEVICES = ("hj212", "push")
"""Sources that send by themselves; a file that is imported today says nothing about today."""

LATEST = {
    "point": pl.Int32,
    "factor": pl.String,
    "kind": pl.String,
    "statistic": pl.Int8,
    "start": pl.Datetime("ms", "UTC"),
    "end": pl.Datetime("ms", "UTC"),
    "arrival": pl.Datetime("ms", "UTC"),
    "value": pl.Float64,
    "flag": pl.String,
    "source": pl.String,
}
"""Columns of a newest value, as the store gives them."""

LINKS = {"point": pl.Int32, "link_silent": pl.Boolean}
"""Whether the devices of a point are silent, by the rule of `link.silence_limit`."""

LIMITS = {
    "point": pl.Int32,
    "factor": pl.String,
    "kind": pl.String,
    "upper": pl.Float64,
    "lower": pl.Float64,
}
"""Columns of the limits in force; `kind` is their averaging time."""


def judged(latest: pl.DataFrame, limits: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Each (point, factor, kind) with its newest value, its limit and whether it is over.

    Args:
        latest: columns LATEST; other statistics than value and converted value are left out.
        limits: columns LIMITS.
        now: aware.

    Returns:
        LATEST with upper, lower, is_normal, is_stopped, is_over.
    """
    key, told = ["point", "factor", "kind"], latest.select(*LATEST)
    converted = told.filter(pl.col("statistic") == Statistic.CONVERTED.value)
    measured = told.filter(pl.col("statistic") == Statistic.VALUE.value)
    one_each = pl.concat([measured.join(converted, on=key, how="anti"), converted])
    return one_each.join(limits.select(*LIMITS), on=key, how="left").with_columns(
        pl.col("flag").is_in(list(flag.NORMAL)).alias("is_normal"),
        pl.col("flag").is_in(list(flag.STOPPED)).alias("is_stopped"),
        _is_over(now).alias("is_over"),
    )


def _is_over(now: datetime) -> pl.Expr:
    fresh = _within(VALID_FOR, pl.lit(now) - pl.col("end"))
    beyond = (pl.col("value") > pl.col("upper")) | (pl.col("value") < pl.col("lower"))
    return (beyond.fill_null(False)) & fresh & pl.col("flag").is_in(list(flag.NORMAL))


def _heard() -> pl.Expr:
    """When the row's source was alive: a device at the arrival, whatever its clock says; of what
    was imported only the time that it describes."""
    is_device = pl.col("source").is_in(DEVICES)
    return pl.when(is_device).then("arrival").otherwise(pl.min_horizontal("arrival", "end"))


def _within(lengths: Mapping[str, timedelta], age: pl.Expr) -> pl.Expr:
    """Whether an age is within what is usual for the row's kind."""
    return pl.any_horizontal(
        (pl.col("kind") == kind) & (age <= length) for kind, length in lengths.items()
    )


def standings(values: pl.DataFrame, links: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """One row a point that ever reported: state, newest arrival and newest data time.

    A point whose devices speak but bring nothing new is doubtful, not off line.

    Args:
        values: what `judged` gave.
        links: columns LINKS, for the points with devices.
        now: aware.

    Returns:
        point, standing, arrival, data_time, over (number of factors over their limit).
    """
    points = values.group_by("point").agg(
        pl.col("arrival").max(),
        pl.col("end").max().alias("data_time"),
        pl.col("factor").filter(pl.col("is_over")).n_unique().alias("over"),
        _of_newest("is_stopped").all().alias("stopped"),
        (~_of_newest("is_normal")).any().alias("doubtful"),
        (~_within(SILENT_AFTER, pl.lit(now) - _heard())).all().alias("stale"),
    )
    linked = points.join(links.select(*LINKS), on="point", how="left").with_columns(
        pl.coalesce("link_silent", "stale").alias("silent"),
        (pl.col("doubtful") | pl.col("stale")).alias("doubtful"),
    )
    return linked.with_columns(
        pl.when(pl.col("silent"))
        .then(pl.lit(Standing.SILENT.value))
        .when(pl.col("over") > 0)
        .then(pl.lit(Standing.OVER.value))
        .when(pl.col("stopped"))
        .then(pl.lit(Standing.STOPPED.value))
        .when(pl.col("doubtful"))
        .then(pl.lit(Standing.DOUBT.value))
        .otherwise(pl.lit(Standing.NORMAL.value))
        .alias("standing")
    ).select("point", "standing", "arrival", "data_time", "over")


def _of_newest(column: str) -> pl.Expr:
    """The column's values in the rows of the point's newest period only."""
    return pl.col(column).filter(pl.col("end") == pl.col("end").max())
