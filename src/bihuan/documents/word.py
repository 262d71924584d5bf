"""Word documents from templates that officials edit in Word (文书模板)."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from bihuan.documents.error import DocumentsError


class BrokenTemplate(DocumentsError):
    """A template that cannot be filled in; the sentence says where."""


def render(template: Path, context: Mapping[str, object]) -> bytes:
    """The Word file of a template, filled in (生成 Word).

    Args:
        template: a .docx with placeholders ``{{ 名称 }}`` and loops of docxtpl.
        context: values by placeholder; texts are escaped.

    Raises:
        BrokenTemplate: a placeholder is unknown or misspelt.
    """
    document = DocxTemplate(template)
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        document.render(dict(context), environment)
    except TemplateError as error:
        raise BrokenTemplate(f"模板 {template.name} 无法填写：{error}") from error
    file = BytesIO()
    document.save(file)
    return file.getvalue()
