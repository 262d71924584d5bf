"""The text of a notice, as an administrator last published it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.notify.kinds import NoticeKind
from bihuan.notify.models import TextVersion
from bihuan.notify.placeholder import render


@dataclass(frozen=True, slots=True)
class Wording:
    """Title and text with their fields filled in, and the version they came from."""

    title: str
    text: str
    version: TextVersion | None


def wording(kind: NoticeKind, context: Mapping[str, str]) -> Wording:
    """What a notice says: the newest published text, or the shipped one."""
    version = TextVersion.objects.filter(kind=kind.key).order_by("-number").first()
    title, text = (version.title, version.text) if version else (kind.title, kind.text)
    fields = kind.all_fields
    return Wording(render(title, fields, context)[:300], render(text, fields, context), version)
