"""Where a stored figure leads (溯源链接)."""

from bihuan.reports.composition import PictureQuery, SheetQuery
from bihuan.reports.definition import Query, query_of
from bihuan.reports.error import UnknownDefinition
from bihuan.reports.figure import FigureQuery
from bihuan.reports.models import FigureKind, StoredFigure

GONE = "查询已不存在"


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
