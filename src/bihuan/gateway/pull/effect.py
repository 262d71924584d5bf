"""What a run changes: values that are new, changed, or known already (数据变化)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from bihuan import telemetry
from bihuan.gateway.pull.setting import Mapping
from bihuan.telemetry import DatumKey, Kind, SeriesQuery

KEY = ["point", "factor", "start"]
SCHEMA = pl.Schema(
    {
        "point": pl.Int32(),
        "factor": pl.String(),
        "start": pl.Datetime("ms", "UTC"),
        "value": pl.Float64(),
        "flag": pl.String(),
    }
)


@dataclass(frozen=True, slots=True)
class Effect:
    """Values to append, and how many are which; those that are known are only counted."""

    rows: pl.DataFrame
    new: int
    changed: int
    equal: int


def effect_of(values: pl.DataFrame, mapping: Mapping) -> Effect:
    """Compare values with what the store holds of them from the same kind of report."""
    if values.is_empty():
        return Effect(values, 0, 0, 0)
    held = _held(values, Kind(mapping.kind)).rename({"value": "was", "flag": "said"})
    both = values.join(held, on=KEY, how="left", maintain_order="left")
    is_new = pl.col("said").is_null()
    same = pl.col("value").eq_missing(pl.col("was")) & (pl.col("flag") == pl.col("said"))
    counted = both.select(new=is_new.sum(), equal=(~is_new & same).sum()).row(0)
    rows = both.filter(is_new | ~same).select(values.columns)
    return Effect(rows, counted[0], values.height - counted[0] - counted[1], counted[1])


def _held(values: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """The newest version that no person wrote: a correction of ours does not change the origin."""
    first, last = (_moment(values["start"].min()), _moment(values["start"].max()))
    query = SeriesQuery(
        points=values["point"].unique().to_list(),
        factors=values["factor"].unique().to_list(),
        kind=kind,
        start=first,
        end=last + timedelta(milliseconds=1),
    )
    rows = pl.DataFrame(telemetry.store().series(query)).filter(pl.col("kind") == str(kind))
    by_person = rows.filter(pl.col("source") == "correction").join(values, on=KEY, how="semi")
    machine = rows.filter(pl.col("source") != "correction").select(list(SCHEMA))
    before = [_reported(row, kind) for row in by_person.iter_rows(named=True)]
    return pl.concat([machine, *before]).cast(SCHEMA)


def _moment(found: object) -> datetime:
    assert isinstance(found, datetime)
    return found


def _reported(row: dict[str, object], kind: Kind) -> pl.DataFrame:
    key = DatumKey(row["point"], row["factor"], kind, row["start"])  # type: ignore[arg-type]
    versions = pl.DataFrame(telemetry.store().versions(key))
    return versions.filter(pl.col("source") != "correction").tail(1).select(list(SCHEMA))
