"""Checks pushed values against the registry, all rows of a request at once."""

from collections.abc import Collection
from datetime import datetime, timedelta

import polars as pl

from bihuan.gateway.push.fault import ForeignPoints, RowFault, WrongValues, at_row
from bihuan.gateway.push.value import PushedValue
from bihuan.hj212.record import BEIJING
from bihuan.registry.models import MonitoringPoint, PointFactor
from bihuan.registry.queries import PushSourceEntry

SHANGHAI = "Asia/Shanghai"
AHEAD = timedelta(minutes=10)
INSTANT = pl.Datetime("ms", "UTC")
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "row": pl.Int64,
    "point": pl.Int64,
    "station": pl.String,
    "factor": pl.String,
    "kind": pl.String,
    "start": INSTANT,
    "value": pl.Float64,
    "flag": pl.String,
    "minutes": pl.Int64,
}


def columns_of(values: list[PushedValue]) -> pl.DataFrame:
    """Pushed values as columns, rows counted from 1; a time without zone is Beijing time."""
    frame = pl.DataFrame(
        {
            name: pl.Series(name, [value.get(name) for value in values], dtype)
            for name, dtype in SCHEMA.items()
            if name not in ("row", "start")
        }
    )
    times = pl.Series("start", [_aware(value["time"]) for value in values], INSTANT)
    rows = pl.Series("row", range(1, len(values) + 1), pl.Int64)
    return frame.with_columns(rows, times, pl.col("flag").fill_null("")).select(list(SCHEMA))


def placed(values: pl.DataFrame, source: PushSourceEntry, now: datetime) -> pl.DataFrame:
    """Values whose every row has its point, or the refusal of all of them.

    Args:
        values: as `columns_of` makes them.
        source: who pushes, with the points that it may push.
        now: aware; later times are refused.

    Raises:
        ForeignPoints: a point that the source may not push, or that does not exist.
        WrongValues: any other fault.
    """
    known = _with_points(values, source.points)
    if foreign := _faults(
        known, pl.col("place") == "foreign", "point", "无权推送该监测点，或监测点不存在"
    ):
        raise ForeignPoints(foreign)
    faults = [fault for rule in _rules(now) for fault in _faults(known, *rule)]
    faults += _unmeasured(known)
    faults += _contradictions(known)
    if faults:
        raise WrongValues(sorted(faults, key=lambda fault: fault.row))
    return known


def _rules(now: datetime) -> list[tuple[pl.Expr, str, str]]:
    """Condition, field and sentence of each fault that a row shows by itself."""
    kind, local = pl.col("kind"), pl.col("start").dt.convert_time_zone(SHANGHAI)
    return [
        (pl.col("place") == "unsaid", "point", "point 和 station 应当且只能填一个"),
        (pl.col("place") == "several", "station", "该站点有多个监测点测量此因子，请改用 point"),
        (pl.col("start") > now + AHEAD, "time", "时间晚于当前时间"),
        ((kind == "hour") & (local.dt.truncate("1h") != local), "time", "小时数据的时间应为整点"),
        ((kind == "day") & (local.dt.truncate("1d") != local), "time", "日数据的时间应为零点"),
        ((kind == "minute") & pl.col("minutes").is_null(), "minutes", "分钟数据应写明 minutes"),
        (pl.col("value").is_null() & (pl.col("flag") == ""), "flag", "缺测值应写明数据标记 flag"),
    ]


def _with_points(values: pl.DataFrame, allowed: Collection[int]) -> pl.DataFrame:
    """Add `place`: fine, or what is wrong with where the row was measured."""
    by_station = values.join(
        _station_points(values, allowed),
        on=["station", "factor"],
        how="left",
        maintain_order="left",
    )
    both = pl.col("point").is_null() == pl.col("station").is_null()
    point = pl.coalesce("point", "station_point")
    is_foreign = point.is_null() | ~point.is_in(list(allowed))
    return by_station.with_columns(
        pl.when(both)
        .then(pl.lit("unsaid"))
        .when(pl.col("candidates") > 1)
        .then(pl.lit("several"))
        .when(is_foreign)
        .then(pl.lit("foreign"))
        .otherwise(pl.lit("fine"))
        .alias("place"),
        point.alias("point"),
    )


def _station_points(values: pl.DataFrame, allowed: Collection[int]) -> pl.DataFrame:
    """The allowed points of the stations named: those that measure the factor, or the only one."""
    schema = {"station": pl.String, "station_point": pl.Int64}
    codes = values["station"].drop_nulls().unique().to_list()
    rows = MonitoringPoint.objects.filter(
        station__code__in=codes, pk__in=set(allowed), is_active=True
    ).values_list("station__code", "pk")
    points = pl.DataFrame(list(rows), schema, orient="row")
    measured = _measured(points["station_point"].to_list()).rename({"point": "station_point"})
    named = values.select("station", "factor").drop_nulls().unique()
    exact = named.join(points, on="station").join(measured, on=["station_point", "factor"])
    others = named.join(exact, on=["station", "factor"], how="anti").join(points, on="station")
    return (
        pl.concat([exact, others])
        .group_by("station", "factor")
        .agg(pl.col("station_point").min(), pl.len().alias("candidates"))
    )


def _measured(points: Collection[int]) -> pl.DataFrame:
    rows = PointFactor.objects.filter(point__in=set(points)).values_list("point_id", "factor")
    return pl.DataFrame(list(rows), {"point": pl.Int64, "factor": pl.String}, orient="row")


def _unmeasured(values: pl.DataFrame) -> list[RowFault]:
    """Rows of a factor that is not registered at its point."""
    fine = values.filter(pl.col("place") == "fine")
    strange = fine.join(
        _measured(fine["point"].unique().to_list()), on=["point", "factor"], how="anti"
    )
    return [
        RowFault(row, "factor", at_row(row, f"监测点 {point} 未登记因子 {factor}"))
        for row, point, factor in strange.select("row", "point", "factor").iter_rows()
    ]


def _contradictions(values: pl.DataFrame) -> list[RowFault]:
    """Rows that give another value for what an earlier row of the same request gave."""
    key = ["point", "factor", "kind", "start"]
    told = values.filter(pl.col("place") == "fine")
    firsts = (
        told.group_by(key, maintain_order=True)
        .first()
        .select(
            *key,
            pl.col("row").alias("first"),
            pl.col("value").alias("told"),
            pl.col("flag").alias("said"),
        )
    )
    other = told.join(firsts, on=key).filter(
        ~pl.col("value").eq_missing(pl.col("told")) | (pl.col("flag") != pl.col("said"))
    )
    return [
        RowFault(row, "value", at_row(row, f"与第 {first} 行是同一数据，数值或标记却不同"))
        for row, first in other.select("row", "first").iter_rows()
    ]


def _faults(values: pl.DataFrame, condition: pl.Expr, field: str, sentence: str) -> list[RowFault]:
    rows = values.filter(condition.fill_null(False))["row"]
    return [RowFault(row, field, at_row(row, sentence)) for row in rows]


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
