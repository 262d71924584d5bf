"""Drafts: begun, composed anew, begun again after issue (编制)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import District, User
from bihuan.accounts.services import record_act
from bihuan.reports.acts import Act
from bihuan.reports.definition import ReportKind, kind_of
from bihuan.reports.error import WrongState
from bihuan.reports.figure import Reading
from bihuan.reports.models import Report, ReportVersion, State
from bihuan.reports.period import Period
from bihuan.reports.permission import MAY_COMPOSE, require_district
from bihuan.reports.queries.due import due_of
from bihuan.reports.services.composing import asked_of, compose, write_composed


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which document is to be written (拟稿要求).

    Attributes:
        called: what a person calls a special report; empty leaves the title to the kind.
    """

    kind: ReportKind
    district: District
    period: Period
    subject: str = ""
    called: str = ""


@transaction.atomic
def draft_report(
    wanted: Wanted, *, by: User | None, now: datetime, reading: Reading | None = None
) -> Report:
    """Draft a document (拟稿), or compose its draft anew.

    Args:
        by: who asks; None is the platform's timetable.
        reading: shared by the documents of a batch; a fresh one by default.

    Raises:
        NotYours: the district lies outside the person's posts.
        WrongState: it left the analyst's desk already; nothing was written.
    """
    if by is not None:
        require_district(wanted.district, by, MAY_COMPOSE)
    report, is_new = Report.objects.get_or_create(
        kind=wanted.kind.code,
        district=wanted.district,
        first=wanted.period.first,
        last=wanted.period.last,
        subject=wanted.subject,
        defaults={
            "period_kind": wanted.period.kind,
            "called": wanted.called,
            "title": wanted.called or wanted.kind.title,
            "made_at": now,
            "due_at": due_of(wanted.kind, wanted.district.pk, wanted.period),
        },
    )
    version = _draft_of(report)
    composed = compose(asked_of(report), reading or Reading(now))
    write_composed(version, composed, now=now)
    act = Act.DRAFT if is_new else Act.RECOMPOSE
    record_act(user=by, action=act, object=report, now=now, detail={"serial": version.serial})
    return report


def _draft_of(report: Report) -> ReportVersion:
    version = report.current
    if version is None:
        return ReportVersion(report=report, serial=1)
    if not version.is_draft:
        raise WrongState(f"《{report}》{version.get_state_display()}，不能重新取数")
    return version


@transaction.atomic
def recompose(report: Report, *, by: User, now: datetime) -> ReportVersion:
    """Ask for all numbers of a draft again (重新取数); edits of people stay.

    Raises:
        NotYours, WrongState: nothing was written.
    """
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    wanted = Wanted(kind_of(held.kind), held.district, held.period, held.subject, held.called)
    done = draft_report(wanted, by=by, now=now)
    assert done.current is not None
    return done.current


@transaction.atomic
def reissue(
    report: Report, *, reason: str, by: User | None, now: datetime, reading: Reading | None = None
) -> ReportVersion:
    """Begin the next version of an issued document (重发稿、更正稿); the issued one stays.

    Raises:
        NotYours: the district lies outside the person's posts.
        WrongState: the newest version is not issued yet, or no reason was given.
    """
    if by is not None:
        require_district(report.district, by, MAY_COMPOSE)
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    before = held.current
    if before is None or before.state != State.ISSUED:
        raise WrongState(f"《{held}》尚有未印发的版本，请先办结")
    if not reason.strip():
        raise WrongState("请写明重发或更正的原因")
    version = ReportVersion(
        report=held, serial=before.serial + 1, corrects=before, reason=reason.strip()[:300]
    )
    composed = compose(asked_of(held), reading or Reading(now))
    write_composed(version, composed, now=now)
    detail = {"serial": version.serial, "reason": version.reason}
    record_act(user=by, action=Act.REISSUE, object=held, now=now, detail=detail)
    return version
