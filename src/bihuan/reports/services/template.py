"""Word templates that administrators bring (模板): checked, published, taken back."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.documents.error import RefusedFile
from bihuan.documents.services.file import enter_file, lay_down
from bihuan.documents.word import BrokenTemplate, names_in, render
from bihuan.reports.acts import Act
from bihuan.reports.definition import ReportKind
from bihuan.reports.error import BadTemplate
from bihuan.reports.models import ReportVersion, TemplateVersion
from bihuan.reports.queries.files import NEEDED, context_of_version
from bihuan.reports.render.context import NAMES


def publish_template(
    kind: ReportKind, source: BinaryIO, *, name: str, note: str, by: User, now: datetime
) -> TemplateVersion:
    """Publish an edited Word template (发布模板), after it was filled in on a sample.

    Raises:
        BadTemplate: no Word file, a tag that no document knows, or it cannot be filled in.
        NotStored: the store cannot take it; nothing was published.
    """
    data = source.read()
    check_template(kind, data)
    try:
        laid = lay_down(BytesIO(data), name=name, by=by, now=now)
    except RefusedFile as error:
        raise BadTemplate(str(error)) from error
    with transaction.atomic():
        version = TemplateVersion(kind=kind.code, file=enter_file(laid), note=note)
        return _publish(version, by=by, now=now)


@transaction.atomic
def take_back(
    kind: ReportKind, version: TemplateVersion | None, *, by: User, now: datetime
) -> TemplateVersion:
    """Publish a former template again (恢复模板); None is the one that was shipped."""
    words = f"恢复第{version.number}版" if version else "恢复出厂模板"
    file = version.file if version else None
    return _publish(TemplateVersion(kind=kind.code, file=file, note=words), by=by, now=now)


def check_template(kind: ReportKind, data: bytes) -> None:
    """Refuse a template that a document of the kind could not be printed with (模板检查).

    Raises:
        BadTemplate: with the first fault.
    """
    try:
        unknown = sorted(names_in(BytesIO(data)) - NAMES)
        if unknown:
            raise BadTemplate(f"模板中有未知标记：{'、'.join(unknown)}")
        render(BytesIO(data), _sample(kind), name="上传的模板")
    except BrokenTemplate as error:
        raise BadTemplate(str(error)) from error


def _sample(kind: ReportKind) -> Mapping[str, object]:
    rows = ReportVersion.objects.filter(report__kind=kind.code).select_related(*NEEDED)
    sample = rows.order_by("-pk").first()
    if sample is None:
        raise BadTemplate(f"尚无{kind.title}可供试填，请先编制一份，再上传模板")
    return context_of_version(sample)


def _publish(version: TemplateVersion, *, by: User, now: datetime) -> TemplateVersion:
    last = TemplateVersion.objects.filter(kind=version.kind).order_by("-number").first()
    version.number = last.number + 1 if last else 1
    version.by, version.at = by, now
    version.save(force_insert=True)
    detail = {"number": version.number, "note": version.note}
    record_act(user=by, action=Act.PUBLISH_TEMPLATE, object=version, now=now, detail=detail)
    return version
