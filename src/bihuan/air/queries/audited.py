"""Audited hours beside ours (审核后数据核对): what differs, and why as far as it can be told."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import polars as pl

from bihuan import telemetry
from bihuan.air.models import Doubt, Exclusion, ExclusionState, Review, ReviewState
from bihuan.air.queries.desk import factor_words
from bihuan.registry.flag import NORMAL
from bihuan.regulations.air.pollutant import Pollutant, factor_code
from bihuan.telemetry import Kind, SeriesQuery

SAME: Final = "一致（在修约范围内）"
OURS_MISSING: Final = "本级缺数，上级有值"
EXCLUDED: Final = "已采纳的剔除申请"
REVIEWED: Final = "本级已审核为无效"
DOUBTED: Final = "质控已存疑，上级改正或判为无效"
DECLARED: Final = "上级判为无效，本级无记录"
OTHER: Final = "上级改正，未说明原因"
CARBON_MONOXIDE: Final = factor_code(Pollutant.CO)
HALF_UNIT, HALF_TENTH = 0.5, 0.05
"""Half of the last place that is published; CO has one decimal. HJ 633-2026, 4.2.2"""

SPELLS: Final[Mapping[str, Any]] = {
    "point": pl.Int32,
    "factor": pl.String,
    "begin": pl.Datetime("ms", "UTC"),
    "until": pl.Datetime("ms", "UTC"),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """Hours of a factor that share an explanation (核对行).

    Attributes:
        largest: largest difference, theirs minus ours; None where either is missing.
    """

    because: str
    factor: str
    hours: int
    largest: float | None

    def as_json(self) -> dict[str, Any]:
        """As the import keeps it."""
        return asdict(self)


def compared(theirs: pl.DataFrame) -> pl.DataFrame:
    """Their hours with ours and an explanation each.

    Args:
        theirs: point, factor, start, value; null is invalid.

    Returns:
        point, factor, start, value, ours, because.
    """
    joined = theirs.join(_ours(theirs), on=["point", "factor", "start"], how="left")
    start, end = theirs["start"].min(), theirs["start"].max()
    assert isinstance(start, datetime) and isinstance(end, datetime)
    touching = {"start__lt": end + timedelta(hours=1), "end__gt": start}
    accepted = Exclusion.objects.filter(state=ExclusionState.ACCEPTED, **touching)
    invalid = Review.objects.filter(state=ReviewState.INVALID, **touching)
    marked = joined
    parts = (("excluded", accepted), ("reviewed", invalid), ("doubted", _doubts(touching)))
    for name, rows in parts:
        marked = _marked(marked, name, list(rows.values_list("point", "factor", "start", "end")))
    return marked.with_columns(_because()).drop("excluded", "reviewed", "doubted")


def _doubts(touching: dict[str, datetime]) -> Any:
    return Doubt.objects.filter(**touching)


def _ours(theirs: pl.DataFrame) -> pl.DataFrame:
    start, end = theirs["start"].min(), theirs["start"].max()
    assert isinstance(start, datetime) and isinstance(end, datetime)
    query = SeriesQuery(
        points=theirs["point"].unique().to_list(),
        factors=theirs["factor"].unique().to_list(),
        kind=Kind.HOUR,
        start=start,
        end=end + timedelta(hours=1),
    )
    rows = pl.DataFrame(telemetry.store().series(query))
    normal = rows.filter(pl.col("flag").is_in(sorted(NORMAL)))
    return normal.select("point", "factor", "start", pl.col("value").alias("ours"))


def _marked(frame: pl.DataFrame, name: str, rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    """Whether one of the spells covers each hour."""
    spells = pl.DataFrame(rows, schema=SPELLS, orient="row")
    keys = ["point", "factor", "start"]
    inside = (
        frame.select(keys)
        .join(spells, on=["point", "factor"])
        .filter(pl.col("start") >= pl.col("begin"), pl.col("start") < pl.col("until"))
    )
    known = inside.select(keys).unique().with_columns(pl.lit(True).alias(name))
    return frame.join(known, on=keys, how="left").with_columns(pl.col(name).fill_null(False))


def _because() -> pl.Expr:
    half = pl.when(pl.col("factor") == CARBON_MONOXIDE).then(HALF_TENTH).otherwise(HALF_UNIT)
    near = (pl.col("value") - pl.col("ours")).abs() <= half
    both_none = pl.col("value").is_null() & pl.col("ours").is_null()
    same = near.fill_null(False) | both_none
    return (
        pl.when(same)
        .then(pl.lit(SAME))
        .when(pl.col("ours").is_null())
        .then(pl.lit(OURS_MISSING))
        .when("excluded")
        .then(pl.lit(EXCLUDED))
        .when("reviewed")
        .then(pl.lit(REVIEWED))
        .when("doubted")
        .then(pl.lit(DOUBTED))
        .when(pl.col("value").is_null())
        .then(pl.lit(DECLARED))
        .otherwise(pl.lit(OTHER))
        .alias("because")
    )


def explained(frame: pl.DataFrame) -> list[Explained]:
    """The comparison by explanation and factor, the most hours first."""
    gap = pl.col("value") - pl.col("ours")
    rows = frame.group_by("because", "factor").agg(
        pl.len().alias("hours"), gap.get(gap.abs().arg_max().fill_null(0)).alias("largest")
    )
    ordered = rows.sort("hours", "because", "factor", descending=[True, False, False])
    return [
        Explained(because, factor_words(factor), hours, largest)
        for because, factor, hours, largest in ordered.iter_rows()
    ]


def differing(frame: pl.DataFrame) -> pl.DataFrame:
    """The hours that change something."""
    return frame.filter(pl.col("because") != SAME)
