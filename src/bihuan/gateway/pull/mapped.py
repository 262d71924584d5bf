"""From an origin's rows to values of ours (数据对应): every cell is taken or refused, none lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from bihuan.accounts.scope import within
from bihuan.gateway.pull.setting import Mapping
from bihuan.gateway.pull.source.fetched import Row
from bihuan.registry.models import PointFactor

MISSING_FLAG = "U"
AHEAD = timedelta(minutes=10)
INSTANT = pl.Datetime("ms", "UTC")
MOST_DOUBTS = 20
REFUSALS = {
    "no_time": "时间“{time}”无法识别",
    "off_grid": "时间“{time}”不在整点（时段边界）上",
    "future": "时间“{time}”晚于当前时间",
    "stale": "时间“{time}”过旧，疑为对方重复的旧数据",
    "no_station": "站点“{station}”在平台没有登记，或不在本接口的区划内",
    "no_factor": "站点“{station}”没有登记因子 {factor}",
    "no_number": "站点“{station}”因子 {factor} 的值“{text}”不是数字",
}


@dataclass(frozen=True, slots=True)
class Mapped:
    """What became of the cells.

    Args:
        values: point, factor, start, value, flag; one row a datum, the last that the origin
            said of it.
        read: cells in all = values + `superseded` + all of `refused`.
        superseded: cells that a later row of the same answer replaced.
        refused: reason to number of cells.
        missing: values among these that the origin says it has not.
        doubts: sentences about the first refused cells.
    """

    values: pl.DataFrame
    read: int
    superseded: int
    refused: dict[str, int]
    missing: int
    doubts: list[str]


def mapped(rows: Sequence[Row], mapping: Mapping, *, district: str, now: datetime) -> Mapped:
    """Give each cell its point, factor and period.

    Args:
        rows: as the origin gave them; numbers may be texts.
        mapping: what its columns mean.
        district: stations elsewhere are refused.
        now: time of arrival. [aware]
    """
    cells = _timed(_cells(rows, mapping), mapping)
    placed = cells.join(
        _known(cells["station"].unique().to_list(), district),
        on=["station", "factor"],
        how="left",
        maintain_order="left",
    )
    stations = set(_stations(placed))
    judged = placed.with_columns(_verdict(mapping, stations, now).alias("verdict"))
    fine = judged.filter(pl.col("verdict") == "")
    values = _values(fine)
    last = values.unique(["point", "factor", "start"], keep="last", maintain_order=True)
    wrong = judged.filter(pl.col("verdict") != "")
    counted = dict(wrong["verdict"].value_counts().iter_rows())
    return Mapped(
        values=last,
        read=cells.height,
        superseded=values.height - last.height,
        refused=counted,
        missing=int(last["value"].is_null().sum()),
        doubts=_doubts(wrong),
    )


def _cells(rows: Sequence[Row], mapping: Mapping) -> pl.DataFrame:
    """One row a cell, everything as text: station, time, factor, text, scale, zero_is_missing."""
    columns = {mapping.station_field: "station", mapping.time_field: "time"}
    base = pl.DataFrame(
        {new: _texts(rows, old) for old, new in columns.items()},
        schema={"station": pl.String, "time": pl.String},
    )
    renamed = pl.col("station").replace(mapping.stations)
    base = base.with_columns(renamed).with_row_index("line")
    if mapping.factor_field:
        return _tall(base, rows, mapping)
    parts = [
        base.with_columns(
            pl.lit(one.factor).alias("factor"),
            pl.Series("text", _texts(rows, one.field), pl.String),
            pl.lit(one.scale).alias("scale"),
            pl.lit(one.zero_is_missing).alias("zero_is_missing"),
        )
        for one in mapping.factors
    ]
    return pl.concat(parts).pipe(_without_markers, mapping)


def _tall(base: pl.DataFrame, rows: Sequence[Row], mapping: Mapping) -> pl.DataFrame:
    meant = pl.DataFrame(
        [(one.field, one.factor, one.scale, one.zero_is_missing) for one in mapping.factors],
        {
            "named": pl.String,
            "factor": pl.String,
            "scale": pl.Float64,
            "zero_is_missing": pl.Boolean,
        },
        orient="row",
    )
    named = base.with_columns(
        pl.Series("named", _texts(rows, mapping.factor_field), pl.String),
        pl.Series("text", _texts(rows, mapping.value_field), pl.String),
    )
    found = named.join(meant, on="named", how="left", maintain_order="left")
    return found.with_columns(
        pl.coalesce("factor", "named").alias("factor"),
        pl.col("scale").fill_null(1.0),
        pl.col("zero_is_missing").fill_null(False),
    ).pipe(_without_markers, mapping)


def _texts(rows: Sequence[Row], name: str) -> list[str]:
    return ["" if row.get(name) is None else str(row[name]).strip() for row in rows]


def _without_markers(cells: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """Numbers, and null where the origin says that it has none."""
    number = pl.col("text").cast(pl.Float64, strict=False)
    zero = pl.col("zero_is_missing") & (number == 0).fill_null(False)
    says_none = pl.col("text").is_in([*mapping.missing, ""]) | zero
    return cells.with_columns(
        says_none.alias("says_none"),
        pl.when(says_none).then(None).otherwise(number).alias("number"),
    )


def _timed(cells: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """Add `start`: the beginning of the period whose start or end the origin names."""
    local = pl.col("time").str.to_datetime(mapping.time_format, strict=False, time_unit="ms")
    if "%z" in mapping.time_format:
        moment = pl.col("time").str.to_datetime(
            mapping.time_format, strict=False, time_unit="ms", time_zone="UTC"
        )
    else:
        moment = local.dt.replace_time_zone(
            mapping.zone, ambiguous="earliest", non_existent="null"
        ).dt.convert_time_zone("UTC")
    shift = mapping.length if mapping.label == "end" else timedelta(0)
    return cells.with_columns((moment - shift).cast(INSTANT).alias("start"))


def _known(stations: Sequence[str], district: str) -> pl.DataFrame:
    """The point that measures a factor at a station of the district."""
    rows = PointFactor.objects.filter(
        within("point__district_id", district),
        point__station__code__in=stations,
        point__is_active=True,
    ).order_by("point")
    found = pl.DataFrame(
        list(rows.values_list("point__station__code", "factor", "point")),
        {"station": pl.String, "factor": pl.String, "point": pl.Int32},
        orient="row",
    )
    return found.unique(["station", "factor"], keep="first", maintain_order=True)


def _stations(placed: pl.DataFrame) -> list[str]:
    return placed.filter(pl.col("point").is_not_null())["station"].unique().to_list()


def _verdict(mapping: Mapping, stations: set[str], now: datetime) -> pl.Expr:
    start = pl.col("start")
    grid = {"hour": "1h", "day": "1d"}.get(mapping.kind, f"{mapping.minutes}m")
    local = start.dt.convert_time_zone("Asia/Shanghai")
    known = pl.col("station").is_in(sorted(stations))
    return (
        pl.when(start.is_null())
        .then(pl.lit("no_time"))
        .when(local.dt.truncate(grid) != local)
        .then(pl.lit("off_grid"))
        .when(start > now + AHEAD)
        .then(pl.lit("future"))
        .when(start < now - timedelta(hours=mapping.stale_h))
        .then(pl.lit("stale"))
        .when(~known)
        .then(pl.lit("no_station"))
        .when(pl.col("point").is_null())
        .then(pl.lit("no_factor"))
        .when(~pl.col("says_none") & ~pl.col("number").is_finite().fill_null(False))
        .then(pl.lit("no_number"))
        .otherwise(pl.lit(""))
    )


def _values(fine: pl.DataFrame) -> pl.DataFrame:
    """Rounded after scaling, so that 0.7 mg does not become 0.7000000000000001."""
    flag = pl.when(pl.col("number").is_null()).then(pl.lit(MISSING_FLAG)).otherwise(pl.lit("N"))
    return fine.sort("line", maintain_order=True).select(
        "point",
        "factor",
        "start",
        (pl.col("number") * pl.col("scale")).round(9).alias("value"),
        flag.alias("flag"),
    )


def _doubts(wrong: pl.DataFrame) -> list[str]:
    """One sentence a kind of trouble and station, the first of them."""
    keys = ["verdict", "station", "factor", "time", "text"]
    kinds = wrong.select(keys).unique(["verdict", "station"], keep="first", maintain_order=True)
    rows = kinds.head(MOST_DOUBTS).iter_rows(named=True)
    return [REFUSALS[row["verdict"]].format(**row)[:200] for row in rows]
