"""Headings by number (章节编号): 一、二、三."""

from collections.abc import Sequence

from bihuan.reports.definition import Paragraph, Picture, Section, Table, Tiles

NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
Block = Paragraph | Table | Picture | Tiles
Part = tuple[str, str, Sequence[Block]]
"""Key, title and blocks of a section to come."""


def numbered(parts: Sequence[Part]) -> tuple[Section, ...]:
    """Sections in order; those without a block are left out and take no number."""
    kept = [part for part in parts if part[2]]
    return tuple(
        Section(key, f"{NUMERALS[place]}、{title}", tuple(blocks))
        for place, (key, title, blocks) in enumerate(kept)
    )


def paragraphs(key: str, texts: Sequence[str]) -> list[Block]:
    """A paragraph for each text, empty ones left out."""
    kept = [text for text in texts if text]
    return [Paragraph(f"{key}_{place}", text) for place, text in enumerate(kept, 1)]
