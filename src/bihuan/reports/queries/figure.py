"""Where a stored figure leads (溯源链接)."""

from collections.abc import Sequence

from bihuan.accounts.models import District
from bihuan.regulations.air.pollutant import Pollutant, symbol
from bihuan.reports.composition import PictureQuery, SheetQuery
from bihuan.reports.definition import Query, query_of
from bihuan.reports.error import UnknownDefinition
from bihuan.reports.figure import FigureQuery, Reading, Source
from bihuan.reports.models import FigureKind, StoredFigure
from bihuan.reports.period import PERIOD_WORDS

GONE = "查询已不存在"
ARGUMENT_WORDS = {
    "district": "行政区划",
    "point": "监测点",
    "station": "站点",
    "first": "首日",
    "last": "末日",
    "day": "日期",
    "year": "年份",
    "item": "项目",
    "metric": "指标",
    "level": "级别",
    "choice": "评价口径",
    "against": "比较期",
    "target": "目标项目",
    "kind": "类型",
    "place": "名次",
    "n": "序号",
    "side": "方向",
    "code": "编码",
    "name": "名称",
    "county": "县市",
    "state": "状态",
    "other": "对照",
    "what": "内容",
    "version": "版本",
    "key": "标识",
}
"""What arguments of queries are called on the page; others stand as they are."""

VALUE_WORDS = {
    ("choice", "auto"): "按当时标准",
    ("choice", "2012"): "统一按 2012 版",
    ("choice", "2026"): "统一按 2026 版",
    ("against", "year"): "去年同期",
    ("against", "before"): "上期",
    ("side", "best"): "最好",
    ("side", "worst"): "最差",
    ("side", "peak"): "峰值",
    ("side", "low"): "谷值",
    ("metric", "composite"): "综合指数",
    ("metric", "good_days"): "优良天数",
    ("metric", "good_share"): "优良天数比例",
    ("kind", "half"): "半年",
    ("kind", "any"): "任意时段",
    **{("kind", kind.value): f"{word}" for kind, word in PERIOD_WORDS.items()},
}
"""What their values mean, where they are codes."""


def _query(row: StoredFigure) -> Query | None:
    try:
        match row.what:
            case FigureKind.PICTURE:
                return query_of(row.query, PictureQuery)
            case FigureKind.SHEET:
                return query_of(row.query, SheetQuery)
        return query_of(row.query, FigureQuery)
    except UnknownDefinition:
        return None


def query_label(row: StoredFigure) -> str:
    """Chinese name of the query behind a figure."""
    found = _query(row)
    return found.label if found else GONE


def link_of(row: StoredFigure) -> str:
    """Address of the page with the values behind a figure; empty where its room is gone."""
    found = _query(row)
    return found.link(row.arguments) if found else ""


def sources_of(row: StoredFigure, reading: Reading) -> Sequence[Source]:
    """Pages with the values behind a figure, such as each station's hours; empty where none."""
    found = _query(row)
    if not isinstance(found, FigureQuery) or found.sources is None:
        return ()
    return found.sources(row.arguments, reading)


def arguments_of(row: StoredFigure) -> list[tuple[str, object]]:
    """What the query was asked with, in words."""
    return [
        (ARGUMENT_WORDS.get(name, name), _value_words(name, value))
        for name, value in row.arguments.items()
    ]


def _value_words(name: str, value: object) -> object:
    if name == "district":
        district = District.objects.filter(pk=str(value)).first()
        return f"{district.name}（{value}）" if district else value
    if value in set(Pollutant):
        return symbol(Pollutant(str(value)))
    return VALUE_WORDS.get((name, str(value)), value)
