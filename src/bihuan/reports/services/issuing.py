"""印发: number, files, recipients; what went out stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.documents.models import StoredFile
from bihuan.documents.services.file import keep_file
from bihuan.documents.services.number import NumberPattern, issue_number
from bihuan.notify import services as notify_services
from bihuan.reports.acts import Act
from bihuan.reports.definition import kind_of
from bihuan.reports.error import WrongState
from bihuan.reports.models import Recipient, Report, ReportVersion, State, Step
from bihuan.reports.notices import ISSUED
from bihuan.reports.permission import MAY_COMPOSE, require_district
from bihuan.reports.queries.files import annex_of, file_name, template_in_force, word_from
from bihuan.reports.queries.text import version_text
from bihuan.reports.services.flow import move
from bihuan.reports.services.lineage import note_corrected
from bihuan.reports.wording import filled


@dataclass(frozen=True, slots=True)
class Told:
    """Whom a document goes to (分发对象).

    Attributes:
        users: people of the platform, told by notice.
        names: others, told outside by copied text; somebody notes their receipt.
    """

    users: Sequence[User] = ()
    names: Sequence[str] = ()


@transaction.atomic
def issue(
    version: ReportVersion, *, told: Told, note: str, by: User, now: datetime
) -> ReportVersion:
    """Issue a signed document (印发): next number of its run, Word and Excel kept, people told.

    Raises:
        NotYours, WrongState: nothing was written and no number taken.
        BrokenTemplate: the template cannot be filled in.
    """
    if version.state != State.SIGNED:
        raise WrongState(f"《{version.report}》{version.get_state_display()}，不能印发")
    report = version.report
    pattern = NumberPattern(kind_of(report.kind).number, district=report.district.name)
    version.number = issue_number(pattern, purpose=report.title[:200], by=by, now=now)
    version.template = template_in_force(report.kind)
    version.issued_at, version.issued_by = now, by
    word = _keep(word_from(version, version.template), version, "docx", by, now)
    made = annex_of(version)
    changes = {
        "number": version.number,
        "template": version.template,
        "issued_at": now,
        "issued_by": by,
        "word": word,
        "annex": _keep(made, version, "xlsx", by, now) if made else None,
        "pdf": None,
    }
    done = move(version, Step.ISSUE, note=note, by=by, now=now, changes=changes)
    Report.objects.filter(pk=report.pk, issued_at=None).update(issued_at=now)
    if done.corrects_id:
        note_corrected(done, by=by, now=now)
    _tell(done, told, now=now)
    return done


def _keep(
    data: bytes, version: ReportVersion, ending: str, by: User | None, now: datetime
) -> StoredFile:
    name = file_name(version, ending)
    return keep_file(BytesIO(data), name=name, by=by, now=now, is_ours=True)


def _tell(version: ReportVersion, told: Told, *, now: datetime) -> None:
    people = {str(user): user for user in told.users}
    names = dict.fromkeys([*people, *(name.strip() for name in told.names if name.strip())])
    Recipient.objects.bulk_create(
        Recipient(version=version, name=name[:120], user=people.get(name), sent_at=now)
        for name in names
    )
    notify_services.queue(
        ISSUED.key,
        recipients=list(people.values()),
        context=context_of(version),
        link=version.report.get_absolute_url(),
        now=now,
        key=f"reports:{version.pk}",
    )


def context_of(version: ReportVersion) -> dict[str, str]:
    """What the notice of an issued document says."""
    return {
        "title": version.report.title,
        "period": version.report.period.words,
        "number": version.number.text if version.number else "",
        "district": version.report.district.name,
        "issuer": str(version.signed_by or ""),
        "message": message_of(version),
    }


def message_of(version: ReportVersion) -> str:
    """Text for a chat group, ready to paste (可复制文字)."""
    text = version_text(version)
    words = filled(text.composition.message, text.figures)
    return words or f"《{version.report.title}》（{version.report.period.words}）已印发，请查收。"


@transaction.atomic
def note_receipt(recipient: Recipient, *, note: str, by: User, now: datetime) -> Recipient:
    """Note that a recipient has the document (签收): by himself, or by staff on his behalf.

    Raises:
        NotYours: neither the recipient nor one of those who issue.
        WrongState: it was noted before.
    """
    version = recipient.version
    if recipient.user_id != by.pk:
        require_district(version.report.district, by, MAY_COMPOSE)
    waiting = Recipient.objects.filter(pk=recipient.pk, received_at=None)
    if not waiting.update(received_at=now, received_by=by, note=note.strip()[:200]):
        raise WrongState(f"{recipient}已签收")
    recipient.refresh_from_db()
    detail = {"recipient": recipient.name, "on_behalf": recipient.user_id != by.pk}
    record_act(user=by, action=Act.RECEIVE, object=version, now=now, detail=detail)
    return recipient
