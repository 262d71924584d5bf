"""Where a stored figure leads (溯源链接)."""

from collections.abc import Sequence

from bihuan.reports.composition import PictureQuery, SheetQuery
from bihuan.reports.definition import Query, query_of
from bihuan.reports.error import UnknownDefinition
from bihuan.reports.figure import FigureQuery, Reading, Source
from bihuan.reports.models import FigureKind, StoredFigure

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
    return [(ARGUMENT_WORDS.get(name, name), value) for name, value in row.arguments.items()]
