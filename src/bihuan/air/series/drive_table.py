"""A file of mobile monitoring as columns (走航数据表): one row a reading of a few seconds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from bihuan.air.analysis.time_variation import IntArray
from bihuan.air.error import AirError
from bihuan.registry.coordinate import Datum, to_wgs84
from bihuan.registry.exchange.cell import text_of
from bihuan.registry.exchange.error import UnreadableFile
from bihuan.registry.exchange.table import HEAD_ROWS, Table, read_table
from bihuan.regulations.rounding import FloatArray
from bihuan.rules.panel import BoolArray

TIME: Final = ("时间", "监测时间", "采样时间", "数据时间", "time")
LONGITUDE: Final = ("经度", "longitude", "lon", "lng")
LATITUDE: Final = ("纬度", "latitude", "lat")
WIND: Final = {"wind_speed": ("风速",), "wind_direction": ("风向",), "speed": ("车速", "速度")}
IGNORED: Final = ("序号", "编号", "海拔", "高程", "状态", "标记", "备注")
FORMS: Final = (
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
)
LEAST_READINGS: Final = 10
FASTEST: Final = 40.0
"""A car that jumps faster has no position. [m/s]"""

METRES_A_DEGREE: Final = 111_300.0


class UnreadableDrive(AirError):
    """A file that holds no drive; nothing was written."""


@dataclass(frozen=True)
class DriveTable:
    """Readings in the order of time.

    Attributes:
        at: [ms since 1970, UTC], shape (n,)
        longitude, latitude: WGS-84, NaN without a position. [degrees], shape (n,)
        step_m: path since the reading before. [m], shape (n,)
        values: measured items by name; NaN where missing. shape (n,) each
        units: by name.
        wind_speed, wind_direction: NaN where the car measured none. shape (n,)
    """

    at: IntArray
    longitude: FloatArray
    latitude: FloatArray
    step_m: FloatArray
    values: dict[str, FloatArray]
    units: dict[str, str]
    wind_speed: FloatArray
    wind_direction: FloatArray

    @property
    def unplaced(self) -> int:
        """Readings without a position that can be believed."""
        return int(np.isnan(self.longitude).sum())

    @property
    def length_km(self) -> float:
        """Length of the drive."""
        return float(np.nansum(self.step_m)) / 1000


def readings_of(content: bytes, *, datum: Datum, delay_s: int) -> DriveTable:
    """The readings of a file's bytes.

    Raises:
        UnreadableDrive: it is no table, or holds no drive.
    """
    try:
        table = read_table(content)
    except UnreadableFile as error:
        raise UnreadableDrive(str(error)) from error
    return drive_table(table, datum=datum, delay_s=delay_s)


def drive_table(table: Table, *, datum: Datum, delay_s: int = 0) -> DriveTable:
    """The readings of a file.

    Args:
        datum: of the file's coordinates.
        delay_s: how late the instrument is: a value belongs to where the car was before. [s]

    Raises:
        UnreadableDrive: columns are missing, or too few rows can be read.
    """
    line, words = _header(table)
    frame = _timed(_texts(table, line, words))
    if frame.height < LEAST_READINGS:
        raise UnreadableDrive(f"只读到 {frame.height} 条记录：时间应写成 2026-11-21 08:00:05")
    at = frame["at"].to_numpy()
    east, north = _places(frame, datum)
    if np.isnan(east).all():
        raise UnreadableDrive("没有一条记录有有效的经纬度")
    names = _measured(frame, words)
    shift = _delay(at, delay_s)
    return DriveTable(
        at=at,
        longitude=east,
        latitude=north,
        step_m=_steps(east, north),
        values={_plain(name): _earlier(_numbers(frame, name), shift) for name in names},
        units={_plain(name): _unit(name) for name in names},
        wind_speed=_numbers(frame, "wind_speed"),
        wind_direction=_numbers(frame, "wind_direction"),
    )


def _texts(table: Table, line: int, words: dict[str, int]) -> dict[str, list[str]]:
    rows = [[text_of(cell) for cell in row] for row in table.rows[line:]]
    return {
        name: [row[place] if place < len(row) else "" for row in rows]
        for name, place in words.items()
    }


def _measured(frame: pl.DataFrame, words: dict[str, int]) -> list[str]:
    """Columns with numbers that are neither time, place nor wind."""
    fixed = {"time", "longitude", "latitude", *WIND}
    found = [
        name
        for name in words
        if name not in fixed and (~np.isnan(_numbers(frame, name))).sum() >= LEAST_READINGS
    ]
    if not found:
        raise UnreadableDrive("没有找到监测项目：除时间和经纬度外至少要有一列数值，例如 TVOC(ppb)")
    return found


def _header(table: Table) -> tuple[int, dict[str, int]]:
    """The line of the header, and where each column stands."""
    for line in range(1, min(HEAD_ROWS, len(table.rows)) + 1):
        words = table.header(line)
        bare = [_plain(one).lower() for one in words]
        fixed = {
            "time": _place(bare, TIME),
            "longitude": _place(bare, LONGITUDE),
            "latitude": _place(bare, LATITUDE),
        }
        if all(place is not None for place in fixed.values()):
            found = {name: place for name, place in fixed.items() if place is not None}
            found |= {
                name: place
                for name, known in WIND.items()
                if (place := _place(bare, known)) is not None
            }
            taken = set(found.values())
            rest = [(word, n) for n, word in enumerate(words) if n not in taken and word]
            return line, found | {w: n for w, n in rest if _plain(w) not in IGNORED}
    raise UnreadableDrive("没有找到表头：须有时间、经度、纬度和至少一个监测项目")


def _plain(word: str) -> str:
    return re.sub(r"[（(\[].*", "", word).strip()


def _unit(word: str) -> str:
    found = re.search(r"[（(\[]([^）)\]]*)", word)
    return found.group(1).strip() if found else ""


def _place(words: Sequence[str], names: Sequence[str]) -> int | None:
    return next((words.index(name) for name in names if name in words), None)


def _timed(columns: dict[str, list[str]]) -> pl.DataFrame:
    """Rows with a readable time, in its order, the first of equal times."""
    text = pl.col("time").str.slice(0, 19)
    times = [text.str.to_datetime(form, strict=False) for form in FORMS]
    at = pl.coalesce(times).dt.replace_time_zone("Asia/Shanghai").dt.epoch("ms").alias("at")
    frame = pl.DataFrame(columns).with_columns(at).drop_nulls("at")
    return frame.unique("at", keep="first", maintain_order=True).sort("at")


def _numbers(frame: pl.DataFrame, name: str) -> FloatArray:
    if name not in frame.columns:
        return np.full(frame.height, np.nan)
    column = frame[name].cast(pl.Float64, strict=False)
    return np.asarray(column.fill_null(np.nan).to_numpy(), dtype=np.float64)


def _places(frame: pl.DataFrame, datum: Datum) -> tuple[FloatArray, FloatArray]:
    """Positions in WGS-84; jumps and places outside China have none."""
    east, north = _numbers(frame, "longitude"), _numbers(frame, "latitude")
    with np.errstate(invalid="ignore"):
        inside = (east > 72) & (east < 138) & (north > 0) & (north < 56)
    east, north = np.where(inside, east, np.nan), np.where(inside, north, np.nan)
    east, north = to_wgs84(east, north, datum)
    jumps = _jumps(frame["at"].to_numpy(), east, north)
    return np.where(jumps, np.nan, east), np.where(jumps, np.nan, north)


def _jumps(at: IntArray, east: FloatArray, north: FloatArray) -> BoolArray:
    """Readings that lie farther from the last believed place than a car can drive."""
    found = np.zeros(len(at), dtype=np.bool_)
    last = -1
    for n in np.flatnonzero(~np.isnan(east)).tolist():
        if last >= 0:
            seconds = max((at[n] - at[last]) / 1000, 1.0)
            away = metres(east[last], north[last], east[n], north[n])
            found[n] = away / seconds > FASTEST
        if not found[n]:
            last = n
    return found


def metres(east: float, north: float, other_east: float, other_north: float) -> float:
    """Distance of two near places. [m]"""
    scale = METRES_A_DEGREE * float(np.cos(np.radians((north + other_north) / 2)))
    return float(np.hypot((other_east - east) * scale, (other_north - north) * METRES_A_DEGREE))


def _steps(east: FloatArray, north: FloatArray) -> FloatArray:
    scale = METRES_A_DEGREE * np.cos(np.radians(north))
    step = np.hypot(np.diff(east) * scale[1:], np.diff(north) * METRES_A_DEGREE)
    return np.concatenate([[0.0], step])


def _delay(at: IntArray, delay_s: int) -> int:
    """The delay in readings."""
    usual = float(np.median(np.diff(at))) / 1000
    return round(delay_s / usual) if usual > 0 else 0


def _earlier(values: FloatArray, shift: int) -> FloatArray:
    """Values put to where the car was when it took them in."""
    if not shift:
        return values
    return np.concatenate([values[shift:], np.full(shift, np.nan)])
