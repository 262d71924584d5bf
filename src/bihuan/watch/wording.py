"""Numbers and lengths of time in sentences, as columns (判定语句)."""

import polars as pl


def number(column: pl.Expr | str) -> pl.Expr:
    """A number with at most four significant digits and no empty decimals.

    >>> pl.select(number(pl.lit(35.0)), number(pl.lit(0.12345)).alias("b")).row(0)
    ('35', '0.1235')
    """
    given = pl.col(column) if isinstance(column, str) else column
    rounded = given.round_sig_figs(4)
    text = rounded.cast(pl.String).str.strip_suffix(".0")
    return pl.when(given.is_null() | given.is_nan()).then(pl.lit("无数据")).otherwise(text)


def lasting(length: pl.Expr) -> pl.Expr:
    """How long a spell lasted, in words.

    >>> from datetime import timedelta
    >>> pl.select(lasting(pl.lit(timedelta(hours=3)))).item()
    '3 小时'
    """
    minutes = length.dt.total_minutes()
    hours, rest = minutes // 60, minutes % 60
    days = pl.format("{} 天", hours // 24)
    return (
        pl.when(minutes < 60)
        .then(pl.format("{} 分钟", minutes))
        .when((hours >= 48) & (hours % 24 == 0))
        .then(days)
        .when(hours >= 48)
        .then(pl.format("{} 天 {} 小时", hours // 24, hours % 24))
        .when(rest != 0)
        .then(pl.format("{} 小时 {} 分", hours, rest))
        .otherwise(pl.format("{} 小时", hours))
    )
