"""The text of a notice, as an administrator last published it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.notify.acts import Act
from bihuan.notify.error import BadText
from bihuan.notify.kinds import NoticeKind
from bihuan.notify.models import TextVersion
from bihuan.notify.placeholder import faults, render


@dataclass(frozen=True, slots=True)
class Wording:
    """Title and text with their fields filled in, and the version they came from."""

    title: str
    text: str
    version: TextVersion | None


def published_texts(kinds: Collection[str]) -> dict[str, TextVersion]:
    """The newest published text of each kind that has one."""
    rows = TextVersion.objects.filter(kind__in=kinds).order_by("kind", "number")
    return {version.kind: version for version in rows}


def wording(
    kind: NoticeKind, context: Mapping[str, str], texts: Mapping[str, TextVersion]
) -> Wording:
    """What a notice says: the published text of its kind, or the shipped one."""
    version = texts.get(kind.key)
    title, text = (version.title, version.text) if version else (kind.title, kind.text)
    fields = kind.all_fields
    return Wording(render(title, fields, context)[:300], render(text, fields, context), version)


@transaction.atomic
def publish_text(
    kind: NoticeKind, *, title: str, text: str, note: str, by: User | None, now: datetime
) -> TextVersion:
    """Publish a new version of a kind's text (发布消息模板); older ones stay readable.

    Raises:
        BadText: a placeholder is unknown or a brace stands alone.
    """
    fields = kind.all_fields
    wrong = list(dict.fromkeys(faults(title, fields) + faults(text, fields)))
    if wrong:
        raise BadText(wrong)
    last = TextVersion.objects.filter(kind=kind.key).order_by("-number").first()
    version = TextVersion.objects.create(
        kind=kind.key,
        number=last.number + 1 if last else 1,
        title=title,
        text=text,
        note=note,
        by=by,
        at=now,
    )
    detail = {"number": version.number, "note": note}
    record_act(user=by, action=Act.PUBLISH_TEXT, object=version, now=now, detail=detail)
    return version
