"""Verdicts of a rule as columns (判定结果): one row a spell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import polars as pl

from bihuan.watch.error import BadVerdicts

INSTANT = pl.Datetime("ms", "UTC")
SCHEMA: Mapping[str, Any] = {
    "point": pl.Int32,
    "factor": pl.String,
    "begin": INSTANT,
    "end": INSTANT,
    "worst": pl.Float64,
    "excess": pl.Float64,
    "periods": pl.UInt32,
    "because": pl.String,
    "is_open": pl.Boolean,
}
SPELL = ("point", "factor")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What a rule found, one row a spell (连续过程).

    Attributes:
        frame: columns SCHEMA. ``factor`` is '' where the rule speaks of the whole point;
            ``excess`` is how far out the worst value lies, for comparing; ``is_open`` says that
            nothing newer contradicts the spell.

    Raises:
        BadVerdicts: a column is missing or of another type, or a spell ends before it begins.
    """

    frame: pl.DataFrame

    def __post_init__(self) -> None:
        for name, kind in SCHEMA.items():
            if self.frame.schema.get(name) != kind:
                raise BadVerdicts(f"列 {name} 应为 {kind}，实为 {self.frame.schema.get(name)}")
        if self.frame.filter(pl.col("end") < pl.col("begin")).height:
            raise BadVerdicts("有过程的结束早于开始")


def no_verdicts() -> Verdicts:
    """Nothing found."""
    return Verdicts(pl.DataFrame(schema=SCHEMA))


def verdicts(frame: pl.DataFrame) -> Verdicts:
    """A frame with the columns of SCHEMA in any order, cast to their types.

    A factor without a unit leaves no blank before a mark of punctuation.
    """
    cast = frame.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
    tidy = pl.col("because").str.replace_all(r" +([，；（）。]|$)", "${1}")
    return Verdicts(cast.with_columns(tidy))


def together(parts: Sequence[Verdicts]) -> Verdicts:
    """Several rules' or windows' verdicts as one."""
    return Verdicts(pl.concat([part.frame for part in parts])) if parts else no_verdicts()


def spells(
    judged: pl.DataFrame, *, bridge: timedelta = timedelta(), least: str | None = None
) -> pl.DataFrame:
    """Neighbouring hits of one series as spells, before they are put into sentences.

    Args:
        judged: point, factor, start, end, value, is_hit, excess and whatever else; one row a
            period.
        bridge: hits no farther apart than this belong to one spell.
        least: column of how many hits a spell needs at least; None takes all.

    Returns:
        point, factor, begin, end, worst, excess, periods, is_open; of other columns the value at
        the worst place.
    """
    newest = judged.group_by(SPELL).agg(pl.col("end").max().alias("newest"))
    hits = judged.filter("is_hit").sort(*SPELL, "start")
    apart = pl.col("start") - pl.col("end").shift(1).over(SPELL) > bridge
    numbered = hits.with_columns(apart.fill_null(True).cum_sum().alias("spell"))
    others = [
        name
        for name in judged.columns
        if name not in {*SPELL, "start", "end", "value", "is_hit", "excess"}
    ]
    worst = pl.col("excess").fill_nan(None).arg_max().fill_null(0)
    found = numbered.group_by(*SPELL, "spell", maintain_order=True).agg(
        pl.col("start").min().alias("begin"),
        pl.col("end").max(),
        pl.col("value").get(worst).alias("worst"),
        pl.col("excess").max(),
        pl.len().alias("periods"),
        *(pl.col(name).get(worst) for name in others),
    )
    if least is not None:
        found = found.filter(pl.col("periods") >= pl.col(least))
    still = pl.col("newest") - pl.col("end") <= bridge
    return found.join(newest, on=SPELL, how="left").with_columns(still.alias("is_open"))
