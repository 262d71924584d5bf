"""Three years of real hours of eight stations in Beijing (UCI 501, CC BY 4.0), in our units.

The files give CO in µg/m³, pressure in hPa and the dew point; hours are labelled by their start.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from bihuan.main.demo.factor import (
    CO,
    HUMIDITY,
    NO2,
    O3,
    PM10,
    PM25,
    PRESSURE,
    RAIN,
    SO2,
    TEMPERATURE,
    WIND_DIRECTION,
    WIND_SPEED,
    Factor,
)
from bihuan.main.demo.noise import Real
from bihuan.main.demo.wire_identity import mn_of

DISTRICT: Final = "11"
MN_COUNTY: Final = "110100"
PLAIN: Final = {
    "PM2.5": PM25,
    "PM10": PM10,
    "SO2": SO2,
    "NO2": NO2,
    "O3": O3,
    "TEMP": TEMPERATURE,
    "RAIN": RAIN,
    "WSPM": WIND_SPEED,
}
FACTORS: Final = (*PLAIN.values(), CO, PRESSURE, HUMIDITY, WIND_DIRECTION)
WINDS: Final = (
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
    "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RealStation:
    """A real station: its published code and name, and its demo MN."""

    code: str
    name: str
    longitude: float
    latitude: float
    mn: str


@dataclass(frozen=True, slots=True)
class RealHours:
    """Hours of all stations.

    Attributes:
        first: running hour of the first column.
        values: by factor code, shape (station, time); NaN where the file has none.
    """

    stations: tuple[RealStation, ...]
    first: int
    values: dict[str, Real]

    @property
    def last(self) -> int:
        """The running hour after the last column."""
        return self.first + int(next(iter(self.values.values())).shape[1])


def read_beijing(files: tuple[Path, ...], stations: Path) -> RealHours:
    """All hours of the station files, in the order of the files."""
    known = {row["uci_name"]: row for row in pl.read_csv(stations).iter_rows(named=True)}
    tables = [_table(file) for file in files]
    names = [file.name.split("_")[0] for file in files]
    first = min(int(table["hour_number"][0]) for table in tables)
    columns = [_values(table) for table in tables]
    return RealHours(
        stations=tuple(_station(known[name], number) for number, name in enumerate(names, 1)),
        first=first,
        values={f.code: np.stack([c[f.code] for c in columns]) for f in FACTORS},
    )


def _station(row: dict[str, object], number: int) -> RealStation:
    return RealStation(
        code=str(row["station_code"]),
        name=str(row["station_name"]),
        longitude=float(str(row["lon_2022"] or row["lon"])),
        latitude=float(str(row["lat_2022"] or row["lat"])),
        mn=mn_of(MN_COUNTY, number),
    )


def _table(file: Path) -> pl.DataFrame:
    """A station's file with running hours, rising."""
    start = pl.datetime("year", "month", "day", "hour", time_zone="Asia/Shanghai")
    hours = start.dt.epoch("s") // 3600
    return pl.read_csv(file, null_values=["NA"]).with_columns(hour_number=hours).sort("hour_number")


def _values(table: pl.DataFrame) -> dict[str, Real]:
    """The factors of one station in our units."""
    column = {name: table[name].cast(pl.Float64).to_numpy() for name in (*PLAIN, "CO", "PRES")}
    dew = table["DEWP"].cast(pl.Float64).to_numpy()
    turn = {wind: 22.5 * order for order, wind in enumerate(WINDS)}
    wind = table["wd"].replace_strict(turn, default=None, return_dtype=pl.Float64)
    found: dict[Factor, Real] = {factor: column[name] for name, factor in PLAIN.items()}
    found[CO] = column["CO"] / 1000.0
    found[PRESSURE] = column["PRES"] / 10.0
    found[HUMIDITY] = relative_humidity(column["TEMP"], dew)
    found[WIND_DIRECTION] = wind.to_numpy()
    return {factor.code: np.round(found[factor], factor.decimals) for factor in FACTORS}


def relative_humidity(temperature: Real, dew_point: Real) -> Real:
    """Relative humidity from temperature and dew point by Magnus' formula. [%]

    >>> relative_humidity(np.array([20.0]), np.array([20.0])).tolist()
    [100.0]
    """
    exponent = 17.62 * dew_point / (243.12 + dew_point)
    exponent = exponent - 17.62 * temperature / (243.12 + temperature)
    humidity: Real = np.clip(100.0 * np.exp(exponent), 0.0, 100.0)
    return humidity
