"""What analysts write in the machine's stead (修改段落)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.reports.acts import Act
from bihuan.reports.error import BadText, WrongState
from bihuan.reports.figure import Figure
from bihuan.reports.models import ParagraphEdit, Report, ReportVersion
from bihuan.reports.permission import MAY_COMPOSE, require_district
from bihuan.reports.queries.text import version_text
from bihuan.reports.wording import from_editable


@transaction.atomic
def edit_paragraph(
    version: ReportVersion, key: str, text: str, *, by: User, now: datetime
) -> ParagraphEdit:
    """Keep a person's text of a paragraph (修改段落); numbers in 【】 go on following the data.

    Raises:
        NotYours: the district lies outside the person's posts.
        WrongState: the version is no draft.
        BadText: there is no such paragraph, it is empty, or it names an unknown figure.
    """
    machine, figures = _machine_text(version, key, by)
    if not text.strip():
        raise BadText("段落不能为空")
    words = from_editable(" ".join(text.split()), figures)
    return _keep(version.report, key, machine, words, by, now)


@transaction.atomic
def withdraw_edit(version: ReportVersion, key: str, *, by: User, now: datetime) -> ParagraphEdit:
    """Go back to the machine's text of a paragraph (恢复自动文字).

    Raises:
        NotYours, WrongState, BadText: nothing was written.
    """
    machine, _ = _machine_text(version, key, by)
    return _keep(version.report, key, machine, None, by, now)


def _machine_text(version: ReportVersion, key: str, by: User) -> tuple[str, Mapping[str, Figure]]:
    require_district(version.report.district, by, MAY_COMPOSE)
    if not version.is_draft:
        raise WrongState(f"《{version.report}》{version.get_state_display()}，不能修改")
    read = version_text(version)
    for paragraph in read.machine.paragraphs():
        if paragraph.key == key:
            return paragraph.text, read.figures
    raise BadText(f"没有段落 {key}")


def _keep(
    report: Report, key: str, base: str, text: str | None, by: User, now: datetime
) -> ParagraphEdit:
    edit = ParagraphEdit.objects.create(report=report, key=key, base=base, text=text, by=by, at=now)
    detail = {"paragraph": key, "withdrawn": text is None}
    record_act(user=by, action=Act.EDIT, object=report, now=now, detail=detail)
    return edit
