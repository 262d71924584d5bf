"""What a document says (内容): sections of paragraphs, tables and pictures, annex sheets."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from bihuan.reports.error import BadComposition
from bihuan.reports.figure import Arguments, Figure, Reading

KEY = re.compile(r"[a-z][a-z0-9_]*\Z")
NAMED = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that the analyst may edit (段落).

    Args:
        key: identifier within the document; edits are kept under it.
        text: figures in braces, ``"AQI为{aqi}"``; no number is written out.
    """

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table (表格); its head is repeated on every page.

    Args:
        rows: cells are texts like those of paragraphs; ``str(figure)`` names a figure.
        widths: shares of the columns; equal ones where empty.
        note: a line beneath the table.
    """

    key: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture and what it shows.

    Args:
        paint: makes the picture as PNG, at 200 dots an inch or better; a check does without.
        data: the numbers behind it as text; two pictures of equal data are equal.
    """

    paint: Callable[[], bytes]
    data: str


@dataclass(frozen=True, slots=True)
class PictureQuery:
    """Draws a picture; alike whenever the data are alike (图件)."""

    name: str
    label: str
    draw: Callable[[Arguments, Reading], Drawn]
    link: Callable[[Arguments], str]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its caption (图).

    Args:
        query: registered `PictureQuery` that draws it.
        width_mm: in the document.
    """

    key: str
    caption: str
    query: str
    arguments: Arguments
    width_mm: int = 150


Cell = str | Decimal | None


@dataclass(frozen=True, slots=True)
class SheetChart:
    """A native chart beside the rows of a sheet (Excel 图表).

    Args:
        names: place of the column with the categories.
        values: places of the columns that are drawn.
    """

    title: str
    kind: Literal["line", "column", "bar"]
    names: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SheetRows:
    """What a sheet holds (附表内容)."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    charts: tuple[SheetChart, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetQuery:
    """Fills a sheet of the Excel annex; alike whenever the data are alike (附表)."""

    name: str
    label: str
    rows: Callable[[Arguments, Reading], SheetRows]
    link: Callable[[Arguments], str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the Excel annex (附表); `query` names a registered `SheetQuery`."""

    key: str
    title: str
    query: str
    arguments: Arguments


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that is read at a glance (要情指标): name, figure in braces, a word beneath."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """The numbers of page one (要情指标): the web page shows them, a Word template places them."""

    key: str
    tiles: tuple[Tile, ...]


Block = Paragraph | Table | Picture | Tiles


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document with its heading (章节).

    Args:
        is_front: the Word template places its blocks by key (a mayor's page one), so the loop
            over `sections` leaves it out; the preview shows it first.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]
    is_front: bool = False


@dataclass(frozen=True, slots=True)
class Composition:
    """A whole document before people edit and sign it (文稿).

    Args:
        title: such as ``"巩义市空气质量日报"``.
        basis: one sentence on editions, stations and data (口径); figures in braces.
        figures: every figure that a text or table names, by key; `FigureSet.all()`.
        mark: printed on top, such as 审核前数据，仅供内部参考; empty for none.
        message: text for a chat group, ready to paste; figures in braces.
    """

    title: str
    sections: tuple[Section, ...]
    figures: Mapping[str, Figure]
    basis: str = ""
    sheets: tuple[Sheet, ...] = ()
    mark: str = ""
    message: str = ""
    subtitle: str = field(default="")

    def __post_init__(self) -> None:
        keys = [part.key for part in (*self.sections, *self.blocks(), *self.sheets)]
        wrong = [key for key in (*keys, *self.figures) if not KEY.match(key)]
        if wrong:
            raise BadComposition(f"标识只能用小写字母、数字和下划线：{wrong[0]}")
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise BadComposition(f"标识重复：{min(twice)}")
        for text in self.texts():
            missing = figures_in(text) - self.figures.keys()
            if missing:
                raise BadComposition(f"文字引用了没有的数据项：{min(missing)}")
        for table in self.tables():
            if any(len(row) != len(table.head) for row in table.rows):
                raise BadComposition(f"表 {table.caption} 的行与表头列数不一致")

    def blocks(self) -> Iterator[Block]:
        """All blocks, in order."""
        return (block for section in self.sections for block in section.blocks)

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs, in order."""
        return (block for block in self.blocks() if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        """All tables, in order."""
        return (block for block in self.blocks() if isinstance(block, Table))

    def pictures(self) -> Iterator[Picture]:
        """All pictures, in order."""
        return (block for block in self.blocks() if isinstance(block, Picture))

    def tiles(self) -> Iterator[Tile]:
        """All numbers of page one, in order."""
        groups = (block for block in self.blocks() if isinstance(block, Tiles))
        return (tile for group in groups for tile in group.tiles)

    def texts(self) -> Iterator[str]:
        """Every text that may name a figure."""
        yield from (self.basis, self.message, self.subtitle)
        yield from (paragraph.text for paragraph in self.paragraphs())
        for table in self.tables():
            yield table.note
            yield from (cell for row in table.rows for cell in row)
        for tile in self.tiles():
            yield from (tile.value, tile.note)


def figures_in(text: str) -> set[str]:
    """Keys of the figures that a text names.

    >>> sorted(figures_in("AQI为{aqi}，首要污染物{primary}"))
    ['aqi', 'primary']
    """
    return set(NAMED.findall(text))
