"""What a Word template is filled with (模板数据)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bihuan.documents.word import WordPicture, WordXml
from bihuan.reports.composition import Block, Composition, Paragraph, Picture, Table, Tiles
from bihuan.reports.period import long_day
from bihuan.reports.render.table import table_xml
from bihuan.reports.wording import filled

SHANGHAI = ZoneInfo("Asia/Shanghai")
NAMES = frozenset(
    {
        "title",
        "subtitle",
        "number",
        "period",
        "district",
        "issuer",
        "day",
        "mark",
        "basis",
        "correction",
        "drafted_by",
        "reviewed_by",
        "signed_by",
        "front",
        "last",
        "sections",
        "text",
        "figure",
        "table",
        "picture",
    }
)
"""Everything that a template may name."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands around the text (版头版记).

    Attributes:
        correction: what a re-issued document says of itself; empty for a first issue.
    """

    number: str
    period: str
    district: str
    issuer: str
    day: datetime
    drafted_by: str = ""
    reviewed_by: str = ""
    signed_by: str = ""
    correction: str = ""


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A block with its running number among its like."""

    block: Block
    number: int


def word_context(
    composition: Composition, imprint: Imprint, picture: Callable[[str], bytes]
) -> Mapping[str, object]:
    """The values of a template's placeholders.

    Args:
        picture: bytes of a picture by key.
    """

    def say(text: str) -> str:
        return filled(text, composition.figures)

    placed = {one.block.key: one for one in _numbered(composition)}
    made = {key: _block(one, say, picture) for key, one in placed.items()}
    return {
        "title": composition.title,
        "subtitle": say(composition.subtitle),
        "mark": composition.mark,
        "basis": say(composition.basis),
        **_imprinted(imprint),
        "front": _sections(composition, made, is_front=True),
        "sections": _sections(composition, made, is_front=False),
        "last": _last_text(composition),
        "figure": {key: one.printed for key, one in composition.figures.items()},
        **{
            name: {key: one["body"] for key, one in made.items() if one["kind"] == name}
            for name in ("text", "table", "picture")
        },
    }


def _sections(
    composition: Composition, made: Mapping[str, Mapping[str, object]], *, is_front: bool
) -> list[dict[str, object]]:
    """The sections of page one, or the others, with what was made of their blocks."""
    return [
        {"key": one.key, "title": one.title, "blocks": [made[each.key] for each in one.blocks]}
        for one in composition.sections
        if one.is_front == is_front
    ]


def _last_text(composition: Composition) -> str:
    """Key of the last paragraph: it stays with what stands beneath it, lest that stand alone."""
    keys = [one.key for one in composition.paragraphs()]
    return keys[-1] if keys else ""


def _imprinted(imprint: Imprint) -> dict[str, object]:
    """The imprint as a template names it: the day of issue in words."""
    day = long_day(imprint.day.astimezone(SHANGHAI).date())
    return asdict(imprint) | {"day": day}


def _numbered(composition: Composition) -> Iterator[_Numbered]:
    count: dict[type, int] = {}
    for block in composition.blocks():
        count[type(block)] = count.get(type(block), 0) + 1
        yield _Numbered(block, count[type(block)])


def _block(
    placed: _Numbered, say: Callable[[str], str], picture: Callable[[str], bytes]
) -> dict[str, object]:
    block = placed.block
    told = {"key": block.key, "number": placed.number, "caption": "", "note": ""}
    match block:
        case Paragraph():
            return {**told, "kind": "text", "body": say(block.text)}
        case Table():
            rows = [[say(cell) for cell in row] for row in block.rows]
            body = WordXml(table_xml(block.head, rows, block.widths))
            note = say(block.note)
            return {**told, "kind": "table", "body": body, "caption": block.caption, "note": note}
        case Picture():
            shown = WordPicture(picture(block.key), block.width_mm)
            return {**told, "kind": "picture", "body": shown, "caption": block.caption}
        case Tiles():
            return {**told, "kind": "tiles", "body": ""}
