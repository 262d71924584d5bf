"""Evidence is taken in (凭证): kept by content, compared with what was handed in before."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.cases.acts import CaseAct
from bihuan.cases.error import NotNow, NotYourStep
from bihuan.cases.models import Case, Draft, Evidence
from bihuan.cases.notice import said
from bihuan.cases.permission import standing, why_not
from bihuan.cases.version_document import procedure_of
from bihuan.documents.models import StoredFile
from bihuan.documents.services.file import twins_of
from bihuan.ui.words import duration

FAR_M = 300.0
"""Photographs taken farther from the unit than this are said to be. [m] (待确认)"""
OLD = timedelta(hours=48)
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
    twins = twins_of(file) if file.is_photo else []
    twin = next((one.file for one in twins if _is_elsewhere(one.file, case)), None)
    return Evidence.objects.create(
        case=case,
        file=file,
        step=step,
        added_by=by,
        added_at=now,
        twin=twin,
        findings=list(_findings(case, file, twin, now)),
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


def _findings(
    case: Case, file: StoredFile, twin: StoredFile | None, now: datetime
) -> Iterator[str]:
    if not file.is_photo:
        return
    if twin is not None:
        earlier = Evidence.objects.select_related("case").get(file=twin)
        yield f"疑似重复使用的照片：与事项 {earlier.case.number} 的“{twin.name}”相同"
    if file.taken_at is None:
        yield "照片没有拍摄时间"
    elif now - file.taken_at > OLD:
        yield f"拍摄于 {said(file.taken_at)}，距提交 {duration(now - file.taken_at)}"
    if file.longitude is None or file.latitude is None:
        yield "照片没有拍摄位置"
        return
    distance = _distance(case, file.longitude, file.latitude)
    if distance is not None and distance > FAR_M:
        yield f"拍摄位置距企业登记位置 {distance / 1000:.1f} 公里"


def _distance(case: Case, longitude: float, latitude: float) -> float | None:
    unit = case.enterprise
    if unit is None or unit.longitude is None or unit.latitude is None:
        return None
    one, other = radians(unit.latitude), radians(latitude)
    half = sin((other - one) / 2) ** 2
    half += cos(one) * cos(other) * sin(radians(longitude - unit.longitude) / 2) ** 2
    return 2 * 6_371_000 * asin(sqrt(half))
