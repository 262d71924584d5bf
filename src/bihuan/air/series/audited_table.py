"""A table of audited hours as columns (审核后数据表): one row a station and hour, wide or read."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from bihuan.air.error import AirError
from bihuan.air.site import Site
from bihuan.registry.exchange.cell import text_of
from bihuan.registry.exchange.table import HEAD_ROWS, Table
from bihuan.regulations.air.pollutant import Pollutant, factor_code

STATION: Final = ("站点编码", "点位编码", "站点", "站点名称", "点位名称", "监测点")
TIME: Final = ("时间", "监测时间", "数据时间", "时次")
ITEMS: Final[Mapping[Pollutant, tuple[str, ...]]] = {
    Pollutant.SO2: ("so2", "二氧化硫"),
    Pollutant.NO2: ("no2", "二氧化氮"),
    Pollutant.CO: ("co", "一氧化碳"),
    Pollutant.O3: ("o3", "臭氧", "臭氧1小时", "o3_1h"),
    Pollutant.PM10: ("pm10", "可吸入颗粒物"),
    Pollutant.PM25: ("pm2.5", "pm25", "pm2_5", "细颗粒物"),
}
INVALID: Final = ("无效", "剔除", "—", "--", "-", "/", "NA", "na")
"""What an upper level prints where a value does not count; an empty cell changes nothing."""

FORMS: Final = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M")
SUBSCRIPTS: Final = str.maketrans("₀₁₂₃₅", "01235")
MOST_FAULTS: Final = 10


class UnreadableValues(AirError):
    """A file that cannot be read; nothing was written."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("；".join(sentences))
        self.sentences = list(sentences)


def audited_hours(table: Table, sites: Sequence[Site], *, by_end: bool) -> pl.DataFrame:
    """The hours of a file, one row a value.

    Args:
        by_end: the time of a row is the end of its hour, as HJ 633 labels it.

    Returns:
        point, factor, start [UTC], value; null where the upper level declared it invalid.

    Raises:
        UnreadableValues: columns are missing, or a station, a time or a number is not known.
    """
    wide, names = _wide(table)
    codes = {one.code: one.point for one in sites} | {one.name: one.point for one in sites}
    times = [pl.col("time").str.to_datetime(form, strict=False) for form in FORMS]
    start = pl.coalesce(times).dt.replace_time_zone("Asia/Shanghai").dt.convert_time_zone("UTC")
    read = wide.with_columns(
        pl.col("station").replace_strict(codes, default=None, return_dtype=pl.Int32).alias("point"),
        start.dt.offset_by("-1h" if by_end else "0h").cast(pl.Datetime("ms", "UTC")).alias("start"),
    )
    long = read.unpivot(
        names, index=["line", "station", "time", "point", "start"], variable_name="factor"
    ).rename({"value": "text"})
    said = long.filter(pl.col("text") != "")
    valued = said.with_columns(
        pl.col("text").is_in(INVALID).alias("is_invalid"),
        pl.col("text").cast(pl.Float64, strict=False).alias("value"),
    )
    _require_known(valued)
    return valued.select("point", "factor", "start", "value")


def _wide(table: Table) -> tuple[pl.DataFrame, list[str]]:
    """Texts with their lines; factor codes name the columns of values."""
    line, places = _header(table)
    columns: dict[str, list[str]] = {name: [] for name in places}
    for row in table.rows[line:]:
        for name, place in places.items():
            columns[name].append(text_of(row[place]) if place < len(row) else "")
    wide = pl.DataFrame(columns).with_row_index("line", offset=line + 1)
    filled = wide.filter((pl.col("station") != "") | (pl.col("time") != ""))
    return filled, [name for name in places if name not in {"station", "time"}]


def _header(table: Table) -> tuple[int, dict[str, int]]:
    for line in range(1, min(HEAD_ROWS, len(table.rows)) + 1):
        words = [_plain(one) for one in table.header(line)]
        places = {
            "station": _place(words, STATION),
            "time": _place(words, TIME),
            **{factor_code(item): _place(words, names) for item, names in ITEMS.items()},
        }
        found = {name: place for name, place in places.items() if place is not None}
        if {"station", "time"} < set(found):
            return line, found
    raise UnreadableValues(["没有找到表头：须有站点编码（或站点名称）、时间和至少一项污染物"])


def _plain(word: str) -> str:
    return re.sub(r"[（(].*", "", word).translate(SUBSCRIPTS).strip().lower()


def _place(words: Sequence[str], names: Sequence[str]) -> int | None:
    return next((words.index(name) for name in names if name in words), None)


def _require_known(read: pl.DataFrame) -> None:
    number = pl.col("value").is_finite() & (pl.col("value") >= 0)
    checks = (
        (pl.col("point").is_null(), "station", "不是您管理范围内的站点"),
        (pl.col("start").is_null(), "time", "不是时间，请写成 2026-11-21 08:00"),
        (~pl.col("is_invalid") & ~number.fill_null(False), "text", "不是有效浓度"),
        (pl.struct("point", "factor", "start").is_duplicated(), "time", "同一站点同一时次重复"),
    )
    sentences = [
        f"第 {line} 行“{text}”{words}"
        for condition, column, words in checks
        for line, text in read.filter(condition)
        .select("line", column)
        .unique(maintain_order=True)
        .head(MOST_FAULTS)
        .iter_rows()
    ]
    if sentences or read.is_empty():
        raise UnreadableValues(sentences[:MOST_FAULTS] or ["文件中没有数值"])
