"""Compositions and figures as they are stored (文稿存储格式): plain JSON and rows, and back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from bihuan.reports.composition import (
    Block,
    Composition,
    Paragraph,
    Picture,
    Section,
    Sheet,
    SheetChart,
    SheetRows,
    Table,
    Tile,
    Tiles,
)
from bihuan.reports.figure import Answer, Figure, Style
from bihuan.reports.models.figure import FigureKind, StoredFigure

BLOCKS: Mapping[str, type[Block]] = {
    "text": Paragraph,
    "table": Table,
    "picture": Picture,
    "tiles": Tiles,
}
KINDS = {one: name for name, one in BLOCKS.items()}


def composition_json(composition: Composition) -> dict[str, Any]:
    """A composition without its figures, which are rows."""
    return {
        "title": composition.title,
        "subtitle": composition.subtitle,
        "basis": composition.basis,
        "mark": composition.mark,
        "message": composition.message,
        "sheets": [asdict(sheet) for sheet in composition.sheets],
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "is_front": section.is_front,
                "blocks": [{"kind": KINDS[type(one)], **asdict(one)} for one in section.blocks],
            }
            for section in composition.sections
        ],
    }


def composition_of(held: Mapping[str, Any], figures: Mapping[str, Figure]) -> Composition:
    """A composition read back."""
    sections = tuple(
        Section(
            key=one["key"],
            title=one["title"],
            blocks=tuple(_block(block) for block in one["blocks"]),
            is_front=one["is_front"],
        )
        for one in held["sections"]
    )
    words = {name: held[name] for name in ("title", "subtitle", "basis", "mark", "message")}
    sheets = tuple(Sheet(**sheet) for sheet in held["sheets"])
    return Composition(sections=sections, figures=figures, sheets=sheets, **words)


def _block(held: Mapping[str, Any]) -> Block:
    told = {name: value for name, value in held.items() if name != "kind"}
    if held["kind"] == "table":
        for name in ("head", "widths"):
            told[name] = tuple(told[name])
        told["rows"] = tuple(tuple(row) for row in told["rows"])
    if held["kind"] == "tiles":
        told["tiles"] = tuple(Tile(**tile) for tile in told["tiles"])
    return BLOCKS[held["kind"]](**told)


def row_of(figure: Figure) -> StoredFigure:
    """A figure as a row, not saved yet."""
    answer = figure.answer
    return StoredFigure(
        what=FigureKind.FIGURE,
        key=figure.key,
        label=figure.label,
        query=figure.query,
        arguments=dict(figure.arguments),
        value=_value_text(answer.value),
        is_text=isinstance(answer.value, str),
        reason=answer.reason,
        unit=answer.unit,
        edition=answer.edition,
        data_version=answer.version,
        start=answer.start,
        end=answer.end,
        style=figure.style,
        missing=figure.missing,
        printed=figure.printed,
    )


def _value_text(value: Decimal | str | None) -> str | None:
    return f"{value:f}" if isinstance(value, Decimal) else value


def figures_of(rows: Iterable[StoredFigure]) -> dict[str, Figure]:
    """Figures read back, by key."""
    return {row.key: figure_of(row) for row in rows if row.what == FigureKind.FIGURE}


def figure_of(row: StoredFigure) -> Figure:
    """One figure read back."""
    value: Decimal | str | None = row.value
    if row.value is not None and not row.is_text:
        value = Decimal(row.value)
    answer = Answer(
        value=value,
        reason=row.reason,
        unit=row.unit,
        edition=row.edition,
        version=row.data_version,
        start=row.start,
        end=row.end,
    )
    return Figure(
        key=row.key,
        label=row.label,
        query=row.query,
        arguments=row.arguments,
        answer=answer,
        style=Style(row.style),
        missing=row.missing,
    )


def sheet_bytes(sheet: SheetRows) -> bytes:
    """The rows of a sheet for the store of contents; equal rows give equal bytes."""
    told = {
        "head": sheet.head,
        "rows": [[_cell(cell) for cell in row] for row in sheet.rows],
        "charts": [asdict(chart) for chart in sheet.charts],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def sheet_of(data: bytes) -> SheetRows:
    """The rows of a sheet read back."""
    told = json.loads(data)
    return SheetRows(
        head=tuple(told["head"]),
        rows=tuple(tuple(_read_cell(cell) for cell in row) for row in told["rows"]),
        charts=tuple(
            SheetChart(**{**chart, "values": tuple(chart["values"])}) for chart in told["charts"]
        ),
    )


def _cell(cell: str | Decimal | None) -> Any:
    return {"n": format(cell, "f")} if isinstance(cell, Decimal) else cell


def _read_cell(cell: Any) -> str | Decimal | None:
    return Decimal(cell["n"]) if isinstance(cell, dict) else cell
