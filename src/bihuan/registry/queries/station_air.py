"""The air quality index of every station's newest hour (站点实时 AQI), in columns."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl
from django.utils.timezone import localdate

from bihuan.registry.queries.board import board
from bihuan.regulations.air.air_quality_index import MissingRule
from bihuan.regulations.air.category import category_of
from bihuan.regulations.air.columns import air_quality_columns, pollutants_of
from bihuan.regulations.air.individual_index import HOURLY_COLUMNS
from bihuan.regulations.air.pollutant import factor_code, symbol
from bihuan.regulations.edition import edition_on, editions_of
from bihuan.ui.recent import Recent

HOUR_HOLDS = timedelta(hours=3)
"""An older hour says nothing about the air of now."""

HOURLY: dict[str, type[pl.DataType] | pl.DataType] = {
    "point": pl.Int32,
    "end": pl.Datetime("ms", "UTC"),
    "index": pl.Int16,
    "primary": pl.UInt8,
    "missing": pl.UInt8,
}


@dataclass(frozen=True, slots=True)
class StationAir:
    """The index of one station's newest hour.

    Attributes:
        index: None where HJ 633 withholds it; `missing` says for want of what.
        level: class 1 to 6; 0 where there is no index.
        words: the class, or why there is none.
        end: of the hour.
    """

    index: int | None
    level: int
    words: str
    primary: tuple[str, ...]
    missing: tuple[str, ...]
    end: datetime


def station_air(now: datetime) -> pl.DataFrame:
    """Index, primary and missing pollutants of every point's newest hour, five seconds shared.

    Returns:
        columns HOURLY; index -1 where it is withheld. Only hours that ended within HOUR_HOLDS.
    """
    return _SHARED.at(now)


def air_of(frame: pl.DataFrame, point: int) -> StationAir | None:
    """One point's index in words; None when it has no recent hour."""
    rows = frame.filter(pl.col("point") == point).to_dicts()
    if not rows:
        return None
    row = rows[0]
    primary = tuple(symbol(one) for one in pollutants_of(row["primary"]))
    missing = tuple(symbol(one) for one in pollutants_of(row["missing"]))
    if row["index"] < 0:
        return StationAir(None, 0, "缺项，不评价", primary, missing, row["end"])
    found = category_of(row["index"])
    return StationAir(row["index"], found.level, found.name_zh, primary, missing, row["end"])


def _read(now: datetime) -> pl.DataFrame:
    values = board(now).values.filter(
        pl.col("kind") == "hour", pl.col("is_normal"), pl.lit(now) - pl.col("end") <= HOUR_HOLDS
    )
    codes = {factor_code(column.pollutant): column for column in HOURLY_COLUMNS}
    mine = values.filter(pl.col("factor").is_in(list(codes)))
    if mine.is_empty():
        return pl.DataFrame(schema=HOURLY)
    newest = mine.filter(pl.col("end") == pl.col("end").max().over("point"))
    wide = newest.pivot("factor", index=["point", "end"], values="value")
    found = air_quality_columns(
        {column: _concentrations(wide, code) for code, column in codes.items()},
        edition_on(localdate(now), editions_of("HJ 633")),
        rule=MissingRule.OVER_100,
    )
    return wide.select(
        "point",
        "end",
        pl.Series("index", found.index, pl.Int16),
        pl.Series("primary", found.primary, pl.UInt8),
        pl.Series("missing", found.missing, pl.UInt8),
    )


def _concentrations(wide: pl.DataFrame, code: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if code not in wide.columns:
        return np.full(wide.height, np.nan)
    return wide[code].fill_null(float("nan")).to_numpy()


_SHARED = Recent(_read, keep=timedelta(seconds=5))
