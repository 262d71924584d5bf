"""A point's values as a file (数据导出)."""

from collections.abc import Sequence

import polars as pl
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from bihuan.registry.curve import EAST_8, word_of
from bihuan.registry.models import MonitoringPoint, PointFactor
from bihuan.registry.span import SeriesChoice

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Excel takes a file without it for GBK."""


def series_csv(
    point: MonitoringPoint,
    choice: SeriesChoice,
    factors: Sequence[PointFactor],
    frame: pl.DataFrame,
) -> HttpResponse:
    """The values, one row a time, with a column for each factor and one for its flag.

    Args:
        point: names the file.
        choice: kind and span, in the file's name.
        factors: the point's; only the chosen become columns.
        frame: factor, start, value, flag, marks.
    """
    shown = [one for one in factors if one.factor in choice.factors]
    text = BOM + table_of(frame, shown).write_csv(null_value="")
    name = f"{point.name}_{choice.kind.label}_{choice.start:%Y%m%d%H%M}-{choice.end:%Y%m%d%H%M}.csv"
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def table_of(frame: pl.DataFrame, factors: Sequence[PointFactor]) -> pl.DataFrame:
    """The frame turned so that each factor has its columns; times as Beijing time."""
    words = pl.struct("flag", "marks").map_elements(
        lambda one: word_of(one["flag"], one["marks"]), return_dtype=pl.String
    )
    told = frame.with_columns(words.alias("word"))
    table = frame.select(pl.col("start").unique().sort())
    for one in factors:
        own = told.filter(pl.col("factor") == one.factor)
        unit = f"（{one.unit}）" if one.unit else ""
        value = pl.col("value").round(one.decimals).alias(f"{one.name_zh}{unit}")
        word = pl.col("word").alias(f"{one.name_zh} 标记")
        table = table.join(own.select("start", value, word), on="start", how="left")
    local = (pl.col("start") + EAST_8).dt.strftime("%Y-%m-%d %H:%M:%S")
    return table.with_columns(local.alias("start")).rename({"start": "时间（北京时间）"})
