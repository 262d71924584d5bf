"""The pages of the manual (手册页) and their sections, read from Markdown and rendered safely."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bihuan.ui.manual.figure import figure
from bihuan.ui.manual.news import news

PACKED = Path(__file__).parent / "pages"
SOURCE = Path(__file__).parents[4] / "docs"
CONTENTS = "contents"
GLOSSARY = "glossary"
CHANGES = "changes"
LINK = re.compile(r"\]\((?:\./|manual/|\.\./)?(\w[\w-]*)\.md(?:#[^)]*)?\)")
PAGE_LINK = re.compile(r"^(?:\./|\.\./)?(?:manual/)?(\w[\w-]*)\.md(#.*)?$")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading in a page's table of contents (目录项)."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading, as plain text for the search."""

    heading: Heading
    text: str


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page of the manual (手册页).

    Attributes:
        key: name of its file; the address ends with it.
        title: its first heading.
        html: safe to show; raw HTML in the source is printed as text.
    """

    key: str
    title: str
    html: str
    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]


def files() -> dict[str, Path]:
    """Every page by its key: those that travel in the package, else those of the repository.

    The notes of the release are a folder there; they make one page.
    """
    if PACKED.is_dir():
        return {path.stem: path for path in sorted(PACKED.glob("*.md"))}
    found = {path.stem: path for path in sorted((SOURCE / "manual").glob("*.md"))}
    beside = {GLOSSARY: SOURCE / "glossary.md", CHANGES: SOURCE.parent / "changes"}
    return {**found, **{key: path for key, path in beside.items() if path.exists()}}


def manual_page(key: str) -> ManualPage | None:
    """One page, None where there is none of that name."""
    path = files().get(key)
    return _read(path, _changed_at(path)) if path else None


def _changed_at(path: Path) -> int:
    """When a page, or the newest note of a folder of notes, was written. [ns]"""
    sources = [path, *path.glob("*.md")] if path.is_dir() else [path]
    return max(one.stat().st_mtime_ns for one in sources)


def listed() -> list[ManualPage]:
    """All pages in the order in which the contents page names them, the others behind."""
    here = files()
    first = here.get(CONTENTS)
    named = LINK.findall(first.read_text("utf-8")) if first else []
    order = [*dict.fromkeys(key for key in named if key in here)]
    order += [key for key in here if key not in order and key != CONTENTS]
    return [page for key in order if (page := manual_page(key)) is not None]


@lru_cache(maxsize=128)
def _read(path: Path, _changed: int) -> ManualPage:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(news(path) if path.is_dir() else path.read_text("utf-8"))
    headings = tuple(_anchored(tokens))
    _linked(tokens)
    _drawn(tokens)
    title = headings[0].text if headings else path.stem
    html = markdown.renderer.render(tokens, markdown.options, {})
    return ManualPage(path.stem, title, html, headings[1:], tuple(_sections(tokens, headings)))


def _anchored(tokens: Sequence[Token]) -> Iterator[Heading]:
    """Give every heading an anchor made of its own words."""
    taken: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        text = _plain(tokens[at + 1])
        anchor = re.sub(r"[^\w-]+", "-", text).strip("-").lower() or "section"
        taken[anchor] = taken.get(anchor, 0) + 1
        if taken[anchor] > 1:
            anchor = f"{anchor}-{taken[anchor]}"
        token.attrSet("id", anchor)
        yield Heading(int(token.tag[1]), text, anchor)


def _linked(tokens: Sequence[Token]) -> None:
    """Turn links between files into links between pages; strangers open beside the platform."""
    for token in (child for one in tokens for child in one.children or ()):
        if token.type == "link_open":
            address = str(token.attrGet("href") or "")
            if found := PAGE_LINK.match(address):
                token.attrSet("href", f"../{found[1]}/{found[2] or ''}")
            elif address.startswith(("http://", "https://")):
                token.attrSet("target", "_blank")
                token.attrSet("rel", "noopener noreferrer")


def _drawn(tokens: Sequence[Token]) -> None:
    """Put the drawings of figures where the text names them."""
    for token in (child for one in tokens for child in one.children or ()):
        if token.type == "image" and (drawing := figure(str(token.attrGet("src") or ""))):
            token.type, token.tag, token.children = "html_inline", "", None
            token.content = f'<span class="procedure-box d-block">{drawing}</span>'


def _sections(tokens: Sequence[Token], headings: Sequence[Heading]) -> Iterator[Section]:
    """The text under each heading, up to the next one of any level."""
    place, words = -1, list[str]()
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            if place >= 0:
                yield Section(headings[place], " ".join(words))
            place, words = place + 1, []
        elif token.type in {"inline", "fence", "code_block"}:
            is_heading = at > 0 and tokens[at - 1].type == "heading_open"
            words += [] if is_heading else [_plain(token)]
    if place >= 0:
        yield Section(headings[place], " ".join(words))


def _plain(token: Token) -> str:
    if token.children is None:
        return token.content.strip()
    return "".join(" " if one.type == "softbreak" else one.content for one in token.children)
