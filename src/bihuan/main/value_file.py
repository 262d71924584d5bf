"""Values in a CSV file (数据导入): read as columns, faults named, all taken or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Final

import polars as pl
import pyarrow as pa

from bihuan.telemetry import APPEND_SCHEMA, Kind

HEADINGS: Final = {
    "监测点": "point", "point": "point",
    "站点编码": "station", "station": "station",
    "因子": "factor", "factor": "factor",
    "数据类型": "kind", "kind": "kind",
    "时间": "time", "time": "time",
    "数值": "value", "value": "value",
    "标记": "flag", "flag": "flag",
}  # fmt: skip
SHOWN: Final = {english: chinese for chinese, english in HEADINGS.items() if chinese != english}
NEEDED: Final = ("factor", "kind", "time", "value")
KINDS: Final = {"实时": "realtime", "分钟": "minute", "小时": "hour", "日": "day"} | {
    kind: kind for kind in ("realtime", "minute", "hour", "day")
}
TIME_FORMATS: Final = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d")
AHEAD: Final = timedelta(minutes=10)
MOST_ROWS: Final = 2_000_000
MOST_FAULTS: Final = 20
FIRST_LINE: Final = 2


class WrongFile(ValueError):
    """A file that cannot be taken; `faults` are sentences for whoever sent it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("；".join(faults[:MOST_FAULTS]))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class KnownPoints:
    """What may be written to.

    Attributes:
        by_number: telemetry's points.
        by_station: telemetry's point of each station code.
        factors: pairs of point and factor.
        minutes: length of a minute period of each point. [min]
    """

    by_number: frozenset[int]
    by_station: Mapping[str, int]
    factors: frozenset[tuple[int, str]]
    minutes: Mapping[int, int]


def read_values(content: bytes, known: KnownPoints, *, now: datetime) -> pa.Table:
    """The file's values as rows of APPEND_SCHEMA.

    Columns: 监测点 (number) or 站点编码, 因子, 数据类型 (实时, 分钟, 小时, 日), 时间 (start of the
    period, Beijing time), 数值, and perhaps 标记. A value may be missing where a mark says why.

    Raises:
        WrongFile: names the row and the column of every fault, up to twenty.
    """
    table = _checked_headings(_table(content))
    read = _read(table, known)
    faults = _faults(read, known, now=now)
    if faults:
        raise WrongFile(faults)
    return _rows(read, known)


def _table(content: bytes) -> pl.DataFrame:
    """The file as texts; UTF-8 or, as office programs save it, GB18030."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    try:
        table = pl.read_csv(BytesIO(text.encode()), infer_schema=False)
    except (pl.exceptions.ComputeError, pl.exceptions.NoDataError) as error:
        raise WrongFile([f"文件不是逗号分隔的表格：{error}"]) from error
    return table.with_columns(pl.all().fill_null(""))


def _checked_headings(table: pl.DataFrame) -> pl.DataFrame:
    names = {name: HEADINGS.get(name.strip().lower(), "") for name in table.columns}
    faults = [f"第 1 行：不认识的列名“{name}”" for name, meant in names.items() if not meant]
    present = set(names.values())
    faults += [f"第 1 行：缺少“{SHOWN[name]}”列" for name in NEEDED if name not in present]
    if not present & {"point", "station"}:
        faults.append("第 1 行：缺少“监测点”或“站点编码”列")
    if len(table) > MOST_ROWS:
        faults.append(f"文件有 {len(table)} 行，超过 {MOST_ROWS} 行，请分成多个文件")
    if faults:
        raise WrongFile(faults)
    texts = table.rename(names).select(pl.all().str.strip_chars())
    for name in ("flag", "point", "station"):
        if name not in texts.columns:
            texts = texts.with_columns(pl.lit("").alias(name))
    return texts.with_row_index("line", offset=FIRST_LINE)


def _read(table: pl.DataFrame, known: KnownPoints) -> pl.DataFrame:
    """The texts beside what they mean; null where they mean nothing."""
    of_station = pl.col("station").replace_strict(
        dict(known.by_station), default=None, return_dtype=pl.Int32
    )
    times = [pl.col("time").str.to_datetime(form, strict=False) for form in TIME_FORMATS]
    start = pl.coalesce(times).dt.replace_time_zone("Asia/Shanghai").dt.convert_time_zone("UTC")
    return table.with_columns(
        number=pl.coalesce(pl.col("point").cast(pl.Int32, strict=False), of_station),
        period=pl.col("kind").replace_strict(KINDS, default=None, return_dtype=pl.String),
        start=start.cast(pl.Datetime("ms", "UTC")),
        amount=pl.col("value").cast(pl.Float64, strict=False),
    )


def _faults(read: pl.DataFrame, known: KnownPoints, *, now: datetime) -> list[str]:
    """Sentences about the faulty cells, row by row."""
    pairs = pl.DataFrame(
        sorted(known.factors), schema={"number": pl.Int32, "factor": pl.String}, orient="row"
    ).with_columns(is_measured=True)
    looked_up = read.join(pairs, on=["number", "factor"], how="left", maintain_order="left")
    latest = pl.lit(now + AHEAD).dt.convert_time_zone("UTC")
    is_point = pl.col("number").is_in(sorted(known.by_number))
    named = pl.when(pl.col("point") != "").then("point").otherwise("station")
    key = ("number", "factor", "period", "start")
    checks = (
        (~is_point.fill_null(False), named, "没有这个监测点"),
        (is_point & pl.col("is_measured").is_null(), pl.col("factor"), "该监测点没有这个因子"),
        (pl.col("period").is_null(), pl.col("kind"), "应为 实时、分钟、小时 或 日"),
        (pl.col("start").is_null(), pl.col("time"), "不是时间，应写成 2026-11-21 08:00"),
        (pl.col("start") > latest, pl.col("time"), "在未来"),
        (_no_number(), pl.col("value"), "不是数字"),
        (_no_reason(), pl.col("value"), "数值为空时须填写标记"),
        (pl.struct(key).is_duplicated() & is_point, pl.col("time"), "同一数据在文件中出现多次"),
    )
    columns = ("监测点", "因子", "数据类型", "时间", "时间", "数值", "数值", "时间")
    found = [
        looked_up.filter(check).select("line", text, order=pl.lit(order, pl.Int8))
        for order, (check, text, _) in enumerate((c, t.alias("text"), w) for c, t, w in checks)
    ]
    faulty = pl.concat(found).sort("line", "order").head(MOST_FAULTS)
    return [
        f"第 {line} 行“{columns[order]}”列：“{text}”{checks[order][2]}"
        for line, text, order in faulty.iter_rows()
    ]


def _no_number() -> pl.Expr:
    return (pl.col("value") != "") & ~pl.col("amount").is_finite().fill_null(False)


def _no_reason() -> pl.Expr:
    return (pl.col("value") == "") & (pl.col("flag") == "")


def _rows(read: pl.DataFrame, known: KnownPoints) -> pa.Table:
    """The checked rows in the store's columns."""
    minutes = pl.col("number").replace_strict(
        dict(known.minutes), default=10, return_dtype=pl.Int64
    )
    length = (
        pl.when(pl.col("period") == Kind.DAY)
        .then(24 * 60)
        .when(pl.col("period") == Kind.HOUR)
        .then(60)
        .when(pl.col("period") == Kind.MINUTE)
        .then(minutes)
        .otherwise(0)
    )
    rows = read.select(
        point="number",
        factor="factor",
        kind="period",
        statistic=pl.lit(0, pl.Int8),
        start="start",
        end=pl.col("start") + pl.duration(minutes=length),
        value="amount",
        flag="flag",
        marks=pl.lit(0, pl.Int16),
        source=pl.lit("import"),
        raw_index=pl.lit(-1, pl.Int32),
    )
    return rows.to_arrow().cast(APPEND_SCHEMA)
