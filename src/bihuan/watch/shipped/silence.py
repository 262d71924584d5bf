"""Points from which nothing comes any more (断线)."""

from datetime import timedelta

import polars as pl

from bihuan.watch.rules import (
    Kind,
    Parameter,
    Parameters,
    Verdicts,
    WatchRule,
    Window,
    no_verdicts,
    verdicts,
)
from bihuan.watch.wording import lasting

MINUTES = Parameter("minutes", "无数据时长", "分钟", 120, 10, 4320, "这么久没有任何数据才报警")


def silent(window: Window, parameters: Parameters) -> Verdicts:
    """Gaps between two moments at which a point was heard, and the one that lasts until now."""
    longest = max(values.get("minutes", 0.0) for values in parameters.scopes.values())
    heard = window.heard(before=timedelta(minutes=longest))
    if heard.is_empty():
        return no_verdicts()
    own = parameters.by_point(window.places())
    ordered = heard.sort("point", "heard").with_columns(
        pl.col("heard").shift(-1).over("point").alias("again")
    )
    until = pl.col("again").fill_null(pl.lit(window.end))
    gaps = ordered.with_columns(until.alias("end"), pl.col("again").is_null().alias("is_open"))
    least = pl.duration(minutes=pl.col("minutes"))
    found = gaps.join(own, on="point").filter(
        pl.col("end") - pl.col("heard") >= least, pl.col("end") > window.start
    )
    return _told(found)


def _told(found: pl.DataFrame) -> Verdicts:
    length = pl.col("end") - pl.col("heard")
    local = (pl.col("heard") + pl.duration(hours=8)).dt.strftime("%m月%d日 %H:%M")
    because = pl.format("自 {} 起无任何数据，已持续 {}", local, lasting(length))
    return verdicts(
        found.select(
            "point",
            pl.lit("").alias("factor"),
            pl.col("heard").alias("begin"),
            "end",
            pl.lit(None, dtype=pl.Float64).alias("worst"),
            length.dt.total_minutes().cast(pl.Float64).alias("excess"),
            pl.lit(1).alias("periods"),
            because.alias("because"),
            "is_open",
        )
    )


SILENT = WatchRule(
    key="data.silent",
    label="点位断线",
    system="通用",
    description="点位在设定时间内没有任何实时、分钟或小时数据。恢复后自动结束。",
    source="平台建议值，待确认",
    parameters=(MINUTES,),
    judge=silent,
    kinds=(Kind.REALTIME, Kind.MINUTE, Kind.HOUR),
    join=timedelta(minutes=10),
    is_standing=True,
    case_kind="work_order",
)
