"""Two versions side by side (版本对照)."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bihuan.reports.models import FigureKind, ReportVersion
from bihuan.reports.queries.text import version_text
from bihuan.reports.wording import filled


@dataclass(frozen=True, slots=True)
class Span:
    """Some words, and whether the other version has them too."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class ComparedParagraph:
    """A paragraph in both versions."""

    key: str
    before: Sequence[Span]
    after: Sequence[Span]


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """A figure that was printed otherwise."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two versions say differently (差异)."""

    paragraphs: Sequence[ComparedParagraph]
    figures: Sequence[ComparedFigure]


def compare(before: ReportVersion, after: ReportVersion) -> Comparison:
    """What the later version says otherwise than the earlier one."""
    old, new = _texts(before), _texts(after)
    keys = [*old, *(key for key in new if key not in old)]
    paragraphs = [
        _paragraph(key, old.get(key, ""), new.get(key, ""))
        for key in keys
        if old.get(key) != new.get(key)
    ]
    return Comparison(paragraphs, _figures(before, after))


def _texts(version: ReportVersion) -> dict[str, str]:
    read = version_text(version)
    return {one.key: filled(one.text, read.figures) for one in read.composition.paragraphs()}


def _paragraph(key: str, old: str, new: str) -> ComparedParagraph:
    before, after = [], []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        changed = tag != "equal"
        if i2 > i1:
            before.append(Span(old[i1:i2], changed))
        if j2 > j1:
            after.append(Span(new[j1:j2], changed))
    return ComparedParagraph(key, before, after)


def _figures(before: ReportVersion, after: ReportVersion) -> list[ComparedFigure]:
    old, new = (
        {row.key: row for row in one.figures.filter(what=FigureKind.FIGURE)}
        for one in (before, after)
    )
    keys = [*old, *(key for key in new if key not in old)]
    pairs = [(old.get(key), new.get(key)) for key in keys]
    return [
        ComparedFigure(
            a.label if a else b.label if b else "",
            a.printed if a else "（无）",
            b.printed if b else "（无）",
        )
        for a, b in pairs
        if (a.printed if a else None) != (b.printed if b else None)
    ]
