"""Negative values and values outside the analyser's range (负值与超量程)."""

from datetime import timedelta

import polars as pl

from bihuan.registry.flag import NORMAL
from bihuan.watch.rules import (
    Kind,
    Parameter,
    Parameters,
    Verdicts,
    WatchRule,
    Window,
    no_verdicts,
    spells,
    verdicts,
)
from bihuan.watch.wording import lasting, number

KEY = ("point", "factor")
MAY_BE_NEGATIVE = ("a01", "w01010")
"""Weather, such as temperature, and the temperature of water."""

TOLERANCE = Parameter(
    "tolerance", "量程容许", "%", 5, 0, 50, "超出量程不到全量程的这个百分比不算异常"
)
BRIDGE = Parameter("bridge", "合并间隔", "分钟", 60, 0, 1440, "两次异常相隔不超过这么久算同一次")
LEAST = Parameter("least", "连续数据条数", "条", 2, 1, 600, "达到这么多条才报警，单个毛刺不报")
MARGIN = Parameter("margin", "负值容许", "量纲同测值", 0, 0, 100, "低于零不超过这么多不算异常")


def implausible(window: Window, parameters: Parameters) -> Verdicts:
    """Values below zero or outside the range that the registry holds."""
    bridge = timedelta(minutes=parameters["bridge"])
    parts = [window.values(kind, before=bridge) for kind in (Kind.REALTIME, Kind.MINUTE, Kind.HOUR)]
    places = parameters.by_point(window.places())
    ranged = window.factors().join(places, on="point", how="left")
    beyond = [_beyond(part, ranged) for part in parts if part.height]
    judged = [part for part in beyond if part["is_hit"].any()]
    if not judged:
        return no_verdicts()
    whole = pl.concat(judged).sort(*KEY, "start", "end").unique([*KEY, "start"], keep="first")
    return _told(spells(whole, bridge=bridge, least="least"))


def _beyond(values: pl.DataFrame, ranged: pl.DataFrame) -> pl.DataFrame:
    """Only the series with a hit: of the others nothing has to be known."""
    signed = pl.any_horizontal(pl.col("factor").str.starts_with(one) for one in MAY_BE_NEGATIVE)
    floor = (
        pl.when(signed)
        .then(pl.col("minimum"))
        .otherwise(pl.max_horizontal(pl.col("minimum"), -pl.col("margin")))
    )
    width = (pl.col("maximum") - pl.col("minimum")).fill_null(pl.col("maximum"))
    ceiling = pl.col("maximum") + width * pl.col("tolerance") / 100
    out = pl.max_horizontal(floor - pl.col("value"), pl.col("value") - ceiling)
    joined = values.join(ranged, on=KEY, how="inner").with_columns(
        floor.alias("floor"),
        out.alias("excess"),
        ((out > 0) & pl.col("flag").is_in(list(NORMAL))).fill_null(False).alias("is_hit"),
    )
    hit = joined.filter("is_hit").select(KEY).unique()
    return joined.join(hit, on=KEY, how="semi")


def _told(found: pl.DataFrame) -> Verdicts:
    low = pl.col("worst") < pl.col("floor")
    negative = low & (pl.col("worst") < 0)
    what = (
        pl.when(negative)
        .then(pl.lit("出现负值"))
        .when(low)
        .then(pl.format("低于量程下限 {}", number("floor")))
        .otherwise(pl.format("超过量程上限 {}", number("maximum")))
    )
    because = pl.format(
        "{}{}：{} {}，共 {} 条，持续 {}",
        pl.col("name"),
        what,
        number("worst"),
        pl.col("unit"),
        pl.col("periods"),
        lasting(pl.col("end") - pl.col("begin")),
    )
    return verdicts(found.with_columns(because.alias("because")))


IMPLAUSIBLE = WatchRule(
    key="data.implausible",
    label="负值或超量程",
    system="通用",
    description=(
        "实时、分钟或小时值为负，或超出登记的量程，而数据标记仍为正常。"
        "气象参数可以为负。多为仪器零点、量程设置或通信问题。"
    ),
    source="平台建议值，待确认",
    parameters=(LEAST, MARGIN, TOLERANCE, BRIDGE),
    judge=implausible,
    kinds=(Kind.REALTIME, Kind.MINUTE, Kind.HOUR),
    case_kind="work_order",
)
