"""Values over a limit of their own averaging time (超标)."""

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
EAST_8 = pl.duration(hours=8)

LEAST = Parameter("least", "连续周期数", "个", 1, 1, 72, "连续超标达到这么多个周期才报警")
RATIO = Parameter("ratio", "触发倍数", "倍", 1.0, 0.5, 10, "超过限值的多少倍算超标，1 为限值本身")
BRIDGE = Parameter("bridge", "合并间隔", "小时", 2, 0, 48, "两次超标相隔不超过这么久算同一次")


def over_hour(window: Window, parameters: Parameters) -> Verdicts:
    """Hours over the hourly limit, neighbouring ones as one spell."""
    return _over(window, parameters, Kind.HOUR, "小时均值")


def over_day(window: Window, parameters: Parameters) -> Verdicts:
    """Days over the daily limit."""
    return _over(window, parameters, Kind.DAY, "日均值")


def _over(window: Window, parameters: Parameters, kind: Kind, words: str) -> Verdicts:
    bridge = timedelta(hours=parameters["bridge"])
    limits = window.limits(kind.value)
    if limits.is_empty():
        return no_verdicts()
    has_limit = limits.select(KEY).unique()
    values = window.values(kind, before=bridge).join(has_limit, on=KEY, how="semi")
    if values.is_empty():
        return no_verdicts()
    limited = with_limits(values, limits)
    own = limited.join(parameters.by_point(window.places()), on="point", how="left")
    above = pl.col("value") - pl.col("upper") * pl.col("ratio")
    below = pl.col("lower") - pl.col("value")
    beyond = pl.max_horizontal(above.round(9), below)
    judged = own.with_columns(
        ((beyond > 0) & pl.col("flag").is_in(list(NORMAL))).fill_null(False).alias("is_hit"),
        beyond.alias("excess"),
    )
    found = spells(judged, bridge=bridge, least="least")
    return _told(found.join(window.factors(), on=KEY, how="left"), words)


def with_limits(values: pl.DataFrame, limits: pl.DataFrame) -> pl.DataFrame:
    """Each value with the strictest limit that holds on its Shanghai day (逐日限值).

    Args:
        values: point, factor, start and whatever else.
        limits: point, factor, upper, lower, source, first_day, last_day.

    Returns:
        values with upper, lower, source; null where none holds.
    """
    dated = values.with_columns((pl.col("start") + EAST_8).dt.date().alias("day"))
    days = dated.select(*KEY, "day").unique().join(limits, on=KEY)
    holds = (pl.col("first_day") <= pl.col("day")) & (
        pl.col("last_day").is_null() | (pl.col("day") < pl.col("last_day"))
    )
    strictest = (
        days.filter(holds)
        .group_by(*KEY, "day")
        .agg(
            pl.col("upper").min(), pl.col("lower").max(), pl.col("source").sort_by("upper").first()
        )
    )
    return dated.join(strictest, on=[*KEY, "day"], how="left").drop("day")


def _told(found: pl.DataFrame, words: str) -> Verdicts:
    over = pl.col("worst") > pl.col("upper")
    limit = pl.when(over).then("upper").otherwise("lower")
    times = pl.when(over).then(
        pl.format("，超标 {} 倍", number((pl.col("worst") / pl.col("upper") - 1).round(2)))
    )
    unit = pl.col("unit").fill_null("")
    because = pl.format(
        "{}{}{}限值 {} {}（{}），持续 {}，{} {} {}{}",
        pl.col("name").fill_null(pl.col("factor")),
        pl.lit(words),
        pl.when(over).then(pl.lit("超过")).otherwise(pl.lit("低于")),
        number(limit),
        unit,
        pl.col("source").fill_null("未注明依据"),
        lasting(pl.col("end") - pl.col("begin")),
        pl.when(over).then(pl.lit("最高")).otherwise(pl.lit("最低")),
        number(pl.col("worst")),
        unit,
        times.otherwise(pl.lit("")),
    )
    return verdicts(found.with_columns(because.alias("because")))


OVER_HOUR = WatchRule(
    key="limit.hour",
    label="小时值超标",
    system="通用",
    description=(
        "小时均值（有折算值时用折算值）高于该点位当日执行的小时限值上限或低于下限，"
        "且数据标记为正常。连续超标合并为一次报警。"
    ),
    source="登记的限值及其依据（限值表）",
    parameters=(LEAST, RATIO, BRIDGE),
    judge=over_hour,
    kinds=(Kind.HOUR, Kind.ROLLED_HOUR),
    join=timedelta(hours=2),
)
OVER_DAY = WatchRule(
    key="limit.day",
    label="日均值超标",
    system="通用",
    description="日均值高于该点位当日执行的日均限值上限或低于下限，且数据标记为正常。",
    source="登记的限值及其依据（限值表）",
    parameters=(LEAST, RATIO, BRIDGE),
    judge=over_day,
    kinds=(Kind.DAY, Kind.ROLLED_DAY),
    join=timedelta(hours=2),
)
