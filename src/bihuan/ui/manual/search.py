"""Finding words in the manual (手册检索): substrings, so that one Chinese character is enough."""

from collections.abc import Iterable
from dataclasses import dataclass

from bihuan.ui.manual.book import Heading, ManualPage

AROUND = 60
MOST = 40


@dataclass(frozen=True, slots=True)
class Passage:
    """One section that holds the words, with the text around the first of them.

    Attributes:
        parts: text before, the word itself, text behind.
    """

    page: ManualPage
    heading: Heading
    parts: tuple[str, str, str]


def passages(pages: Iterable[ManualPage], words: str) -> list[Passage]:
    """Sections that hold every word, those with a word in the heading first."""
    wanted = [word.casefold() for word in words.split()]
    if not wanted:
        return []
    found = [
        (not all(word in section.heading.text.casefold() for word in wanted), order, passage)
        for order, (page, section) in enumerate(
            (page, section) for page in pages for section in page.sections
        )
        if (passage := _passage(page, section.heading, section.text, wanted)) is not None
    ]
    found.sort(key=lambda one: one[:2])
    return [passage for _, _, passage in found[:MOST]]


def _passage(page: ManualPage, heading: Heading, text: str, wanted: list[str]) -> Passage | None:
    folded = f"{heading.text} {text}".casefold()
    if not all(word in folded for word in wanted):
        return None
    place = text.casefold().find(wanted[0])
    if place < 0:
        return Passage(page, heading, (text[: 2 * AROUND], "", ""))
    end = place + len(wanted[0])
    before = ("…" if place > AROUND else "") + text[max(0, place - AROUND) : place]
    behind = text[end : end + AROUND] + ("…" if len(text) > end + AROUND else "")
    return Passage(page, heading, (before, text[place:end], behind))
