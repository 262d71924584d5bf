"""编制, 审核, 签发: the steps of a version; nobody passes what is his own."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.reports.acts import Act
from bihuan.reports.error import SamePerson, WrongState
from bihuan.reports.figure import Reading
from bihuan.reports.models import ParagraphEdit, ReportVersion, State, Step, VersionStep
from bihuan.reports.permission import ACTORS, require_district
from bihuan.reports.queries.text import live_edits, version_text
from bihuan.reports.services.checking import check_version

ROUTES: Mapping[tuple[State, Step], State] = MappingProxyType(
    {
        (State.DRAFT, Step.SUBMIT): State.REVIEW,
        (State.REVIEW, Step.APPROVE): State.SIGNING,
        (State.REVIEW, Step.SEND_BACK): State.DRAFT,
        (State.SIGNING, Step.SIGN): State.SIGNED,
        (State.SIGNING, Step.SEND_BACK): State.DRAFT,
        (State.SIGNED, Step.ISSUE): State.ISSUED,
    }
)
ACTS = {
    Step.SUBMIT: Act.SUBMIT,
    Step.APPROVE: Act.APPROVE,
    Step.SIGN: Act.SIGN,
    Step.ISSUE: Act.ISSUE,
    Step.SEND_BACK: Act.SEND_BACK,
}


@transaction.atomic
def submit(
    version: ReportVersion, *, note: str, by: User, now: datetime, reading: Reading | None = None
) -> ReportVersion:
    """Hand a draft in for review (提交审核); its texts stand from now on.

    Args:
        reading: shared by the documents of a batch; a fresh one by default.

    Raises:
        NotYours: the district lies outside the person's posts.
        WrongState: it is no draft, edits clash with what the machine says now, or its numbers
            are not those of the data any more.
    """
    if not version.is_draft:
        raise WrongState(f"《{version.report}》{version.get_state_display()}")
    clashes = version_text(version).clashes
    if clashes:
        raise WrongState(f"有 {len(clashes)} 段人工修改与最新自动文字不一致，请逐段确认后再提交")
    unequal = len(check_version(version, reading or Reading(now)).differences)
    if unequal:
        raise WrongState(f"有 {unequal} 项数据已更新，请先“重新取数”")
    return move(
        version,
        Step.SUBMIT,
        note=note,
        by=by,
        now=now,
        changes={"drafted_by": by, "edits": live_edits(version)},
    )


@transaction.atomic
def approve(version: ReportVersion, *, note: str, by: User, now: datetime) -> ReportVersion:
    """Pass what somebody else has drafted (审核通过).

    Raises:
        NotYours, WrongState, SamePerson: nothing was written.
    """
    _refuse_own(version, by)
    return move(version, Step.APPROVE, note=note, by=by, now=now, changes={"reviewed_by": by})


@transaction.atomic
def sign(version: ReportVersion, *, note: str, by: User, now: datetime) -> ReportVersion:
    """Sign what others have drafted and reviewed (签发).

    Raises:
        NotYours, WrongState, SamePerson: nothing was written.
    """
    _refuse_own(version, by)
    if version.reviewed_by_id == by.pk:
        raise SamePerson("审核人不能签发自己审核的文稿")
    return move(version, Step.SIGN, note=note, by=by, now=now, changes={"signed_by": by})


@transaction.atomic
def send_back(version: ReportVersion, *, note: str, by: User, now: datetime) -> ReportVersion:
    """Give a document back to the analyst (退回), with the reason.

    Raises:
        NotYours, WrongState: it does not wait for anybody, or no reason was given.
    """
    if not note.strip():
        raise WrongState("退回必须写明原因")
    changes = {"reviewed_by": None, "signed_by": None}
    return move(version, Step.SEND_BACK, note=note, by=by, now=now, changes=changes)


def move(
    version: ReportVersion,
    step: Step,
    *,
    note: str,
    by: User,
    now: datetime,
    changes: Mapping[str, object],
) -> ReportVersion:
    """Take a step and write it into the history, in the caller's transaction.

    Raises:
        NotYours: the route exists, but not for this person's post.
        WrongState: no route from here, or someone was faster; nothing was written.
    """
    require_district(version.report.district, by, ACTORS[step])
    before = State(version.state)
    after = ROUTES.get((before, step))
    if after is None:
        raise WrongState(f"《{version.report}》{before.label}，不能{step.label}")
    held = ReportVersion.objects.filter(pk=version.pk, state=before)
    if not held.update(state=after, **changes):
        raise WrongState(f"《{version.report}》已被他人办理，请刷新页面")
    VersionStep.objects.create(
        version=version, step=step, state=after, note=note.strip()[:300], by=by, at=now
    )
    record_act(
        user=by, action=ACTS[step], object=version, now=now, detail={"note": note.strip()[:300]}
    )
    version.refresh_from_db()
    return version


def _refuse_own(version: ReportVersion, by: User) -> None:
    edited = ParagraphEdit.objects.filter(report=version.report_id, by=by).exists()
    if edited or version.drafted_by_id == by.pk:
        raise SamePerson("本人编制或修改过的文稿，须由他人审核、签发")
