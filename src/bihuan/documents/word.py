"""Word documents from templates that officials edit in Word (文书模板)."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from bihuan.documents.error import DocumentsError

FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The time of every member of a made file: equal content gives equal bytes."""


LOWERED = re.compile("([₀-₉]+(?:[.][₀-₉]+)*)")
DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


class BrokenTemplate(DocumentsError):
    """A template that cannot be filled in; the sentence says where."""


@dataclass(frozen=True, slots=True)
class WordPicture:
    """A picture for a placeholder ``{{ 名称 }}``."""

    png: bytes
    width_mm: int


@dataclass(frozen=True, slots=True)
class WordXml:
    """Whole paragraphs or tables as WordprocessingML, for a placeholder ``{{p 名称 }}``.

    Args:
        xml: well-formed; its texts are escaped already.
    """

    xml: str

    def __html__(self) -> str:
        """As it stands in the document; autoescape leaves it alone."""
        return self.xml

    def __str__(self) -> str:
        return self.xml


def render(
    template: Path | BinaryIO, context: Mapping[str, object], *, name: str = "模板"
) -> bytes:
    """The Word file of a template, filled in (生成 Word); equal inputs give equal bytes.

    Args:
        template: a .docx with placeholders ``{{ 名称 }}`` and loops of docxtpl.
        context: values by placeholder; texts are escaped, pictures and XML placed.
        name: what the template is called in an error; a path brings its own.

    Raises:
        BrokenTemplate: a placeholder is unknown or misspelt.
    """
    called = template.name if isinstance(template, Path) else name
    document = DocxTemplate(template)
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        document.render(_placed(context, document), environment)
    except TemplateError as error:
        raise BrokenTemplate(f"模板 {called} 无法填写：{error}") from error
    _lower(document.docx.element.body)
    file = BytesIO()
    document.save(file)
    return _timeless(file)


def _lower(body: Any) -> None:
    """Set small digits, as of PM₂.₅, as Word's own subscripts: official fonts lack the characters.

    The full stop between them is lowered with them, else it stands as a dot of the line.
    """
    for text in [one for one in body.iter(qn("w:t")) if LOWERED.search(one.text or "")]:
        run = text.getparent()
        for piece in _pieces(run):
            run.addprevious(piece)
        run.getparent().remove(run)


def _pieces(run: Any) -> Iterator[Any]:
    """The runs that a run falls into, each with its look."""
    look = run.find(qn("w:rPr"))
    for child in run:
        if child.tag == qn("w:rPr"):
            continue
        if child.tag != qn("w:t"):
            yield _run(look, deepcopy(child))
            continue
        for place, words in enumerate(LOWERED.split(child.text or "")):
            if words:
                yield _run(look, _text(words.translate(DIGITS)), is_lowered=place % 2 == 1)


def _run(look: Any, content: Any, *, is_lowered: bool = False) -> Any:
    made = OxmlElement("w:r")
    if look is not None:
        made.append(deepcopy(look))
    if is_lowered:
        if look is None:
            made.append(OxmlElement("w:rPr"))
        mark = OxmlElement("w:vertAlign")
        mark.set(qn("w:val"), "subscript")
        made[0].append(mark)
    made.append(content)
    return made


def _text(words: str) -> Any:
    made = OxmlElement("w:t")
    made.text = words
    made.set(qn("xml:space"), "preserve")
    return made


def names_in(template: BinaryIO) -> set[str]:
    """The names that a template asks for (模板占位符).

    Raises:
        BrokenTemplate: it is no Word file, or its tags are malformed.
    """
    try:
        found: set[str] = DocxTemplate(template).get_undeclared_template_variables()
    except TemplateError as error:
        raise BrokenTemplate(f"模板标记有误：{error}") from error
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BrokenTemplate("不是 Word 文件（.docx）") from error
    return found


def _placed(value: Any, document: Any) -> Any:
    """The context with its pictures bound to the document."""
    match value:
        case WordPicture():
            return InlineImage(document, BytesIO(value.png), width=Mm(value.width_mm))
        case Mapping():
            return {key: _placed(one, document) for key, one in value.items()}
        case list() | tuple():
            return [_placed(one, document) for one in value]
    return value


def _timeless(file: BytesIO) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(made, "w") as target:
        for member in source.infolist():
            entry = zipfile.ZipInfo(member.filename, FIRST_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(member))
    return made.getvalue()
