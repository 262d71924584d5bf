"""Evidence is taken in (凭证): kept by content, compared with what was handed in before."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.cases.acts import CaseAct
from bihuan.cases.error import NotNow, NotYourStep
from bihuan.cases.models import Case, CaseEvent, Draft, Evidence
from bihuan.cases.permission import standing, why_not
from bihuan.cases.photo_check import oddities
from bihuan.cases.version_document import procedure_of
from bihuan.documents.models import StoredFile
from bihuan.documents.services.file import twins_of

MOST = 30
"""Files that one step takes."""


@transaction.atomic
def add_evidence(
    case: Case, step: str, file: StoredFile, *, by: User | None, now: datetime
) -> Evidence:
    """Lay a file beside a step that is not sent yet (上传凭证), and note what is odd about it.

    Args:
        by: None for somebody with a one-time link.

    Raises:
        NotYourStep: the step is not for this person.
        NotNow: too many files.
    """
    procedure = procedure_of(case.version)
    found = next((one for one in procedure.steps_from(case.stage) if one.code == step), None)
    if found is None:
        raise NotNow(f"“{case.stage_title}”环节没有此步骤，请刷新页面")
    if by is not None and (reason := why_not(standing(by, case, procedure), found, on_behalf=True)):
        raise NotYourStep(reason)
    if case.evidence.filter(event=None, added_by=by, step=step).count() >= MOST:
        raise NotNow(f"一次最多提交 {MOST} 件凭证")
    known = Evidence.objects.filter(file=file).first()
    if known is not None:
        return known
    return _laid(case, step, file, by=by, now=now)


def attach_at_raising(
    case: Case, event: CaseEvent, files: Iterable[StoredFile], *, by: User | None, now: datetime
) -> None:
    """Bind what was handed in with a new case to its first event (新建时的凭证)."""
    for file in files:
        row = _laid(case, event.code, file, by=by, now=now)
        Evidence.objects.filter(pk=row.pk).update(event=event)


def files_field(files: Iterable[StoredFile]) -> dict[str, str]:
    """What the history keeps of the files of an event: their hashes, in its own chain."""
    hashes = " ".join(file.sha256 for file in files)
    return {"_files": hashes} if hashes else {}


def _laid(case: Case, step: str, file: StoredFile, *, by: User | None, now: datetime) -> Evidence:
    twins = twins_of(file) if file.is_photo else []
    twin = next((one.file for one in twins if _is_elsewhere(one.file, case)), None)
    return Evidence.objects.create(
        case=case,
        file=file,
        step=step,
        added_by=by,
        added_at=now,
        twin=twin,
        findings=list(oddities(case, file, twin, by=by, now=now)),
    )


@transaction.atomic
def drop_evidence(row: Evidence, *, by: User) -> None:
    """Take a file away again before the step is sent (移除凭证).

    Raises:
        NotYourStep: another's.
        NotNow: it was sent; what was sent stays.
    """
    if row.event_id is not None:
        raise NotNow("已提交的凭证不能移除")
    if row.added_by_id != by.pk:
        raise NotYourStep("只能移除本人上传的凭证")
    row.delete()


def note_reading(row: Evidence, *, by: User, now: datetime) -> None:
    """Note who took evidence out of the platform (凭证下载留痕)."""
    detail = {"file": row.file.name, "sha256": row.file.sha256}
    record_act(user=by, action=CaseAct.READ_EVIDENCE, object=row.case, now=now, detail=detail)


@transaction.atomic
def keep_draft(case: Case, step: str, values: dict[str, str], *, by: User, now: datetime) -> Draft:
    """Keep what a person has filled in but not sent (保存草稿)."""
    kept, _ = Draft.objects.update_or_create(
        case=case, user=by, step=step[:40], defaults={"values": values, "kept_at": now}
    )
    return kept


def _is_elsewhere(file: StoredFile, case: Case) -> bool:
    """Whether an equal picture was evidence before: in another case, or in a step sent here."""
    earlier = Evidence.objects.filter(file=file).first()
    return earlier is not None and (earlier.case_id != case.pk or earlier.event_id is not None)
