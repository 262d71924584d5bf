"""Five real hours of the national network (CNEMC): stations of the cities whose codes we hold.

In this feed `feed_o3_24h` is the ozone of the hour and `feed_o3` the day's greatest so far; an
hour that the feed published twice comes twice, so that the store keeps both versions.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow as pa

from bihuan.accounts.district_code import significant
from bihuan.main.demo.columns import HOUR_MS
from bihuan.main.demo.factor import CO, NO2, O3, PM10, PM25, SO2, Factor
from bihuan.telemetry import APPEND_SCHEMA, Kind

COLUMNS: Final = {
    "pm2_5": PM25,
    "pm10": PM10,
    "so2": SO2,
    "no2": NO2,
    "co": CO,
    "feed_o3_24h": O3,
}
FACTORS: Final = tuple(COLUMNS.values())


@dataclass(frozen=True, slots=True)
class NationalStation:
    """A real station of the national network."""

    code: str
    name: str
    city: str
    longitude: float
    latitude: float


def read_cities(files: tuple[Path, ...]) -> dict[str, str]:
    """District codes of cities by name, from the boundaries' properties."""
    found = {}
    for file in files:
        for feature in json.loads(file.read_text("utf-8"))["features"]:
            known = feature["properties"]
            found[known["name"]] = significant(str(known["adcode"]))
    return found


def read_hours(file: Path, cities: dict[str, str]) -> pl.DataFrame:
    """The feed's rows of these cities, in the order in which they were published."""
    table = pl.read_csv(file, infer_schema_length=None)
    city = pl.col("city").replace_strict(cities, default=None, return_dtype=pl.String)
    return table.with_columns(district=city).drop_nulls("district")


def stations_of(hours: pl.DataFrame) -> list[tuple[str, NationalStation]]:
    """District and station, each once, by code."""
    rows = hours.unique("station_code", keep="last").sort("station_code")
    return [
        (
            row["district"],
            NationalStation(
                code=row["station_code"],
                name=row["station_name"],
                city=row["city"],
                longitude=row["lon"],
                latitude=row["lat"],
            ),
        )
        for row in rows.iter_rows(named=True)
    ]


def rows_of_feed(hours: pl.DataFrame, points: dict[str, int]) -> list[pa.Table]:
    """The feed as rows of the store, one table for each time that an hour was published."""
    turn = pl.int_range(pl.len()).over("station_code", "time")
    marked = hours.with_columns(turn=turn)
    return [_rows(part, points) for _, part in sorted(marked.group_by("turn"), key=lambda p: p[0])]


def _rows(hours: pl.DataFrame, points: dict[str, int]) -> pa.Table:
    end = pl.col("time").str.to_datetime(time_zone="Asia/Shanghai").dt.epoch("ms")
    tall = pl.concat(_column(hours, name, factor) for name, factor in COLUMNS.items())
    instant = pl.Datetime("ms", "UTC")
    return (
        tall.with_columns(
            point=pl.col("station_code").replace_strict(points, return_dtype=pl.Int32),
            kind=pl.lit(Kind.HOUR.value),
            statistic=pl.lit(0, pl.Int8),
            start=(end - HOUR_MS).cast(instant),
            end=end.cast(instant),
            flag=pl.lit(""),
            marks=pl.lit(0, pl.Int16),
            source=pl.lit("demo"),
            raw_index=pl.lit(-1, pl.Int32),
        )
        .select(APPEND_SCHEMA.names)
        .to_arrow()
        .cast(APPEND_SCHEMA)
    )


def _column(hours: pl.DataFrame, name: str, factor: Factor) -> pl.DataFrame:
    """One pollutant's values; the feed writes nothing, or 0 for particles, where it has none."""
    value = pl.col(name).cast(pl.Float64)
    if factor in (PM25, PM10):
        value = pl.when(value > 0).then(value)
    return hours.select(
        "station_code", "time", pl.lit(factor.code).alias("factor"), value.alias("value")
    ).drop_nulls("value")
