"""The scan of a sealed order is attached to its case (盖章扫描件)."""

from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.cases.acts import CaseAct
from bihuan.cases.error import NotYourStep
from bihuan.cases.models import Case, EventKind, Evidence
from bihuan.cases.permission import standing
from bihuan.cases.services.history import append, event_of
from bihuan.cases.services.step import locked
from bihuan.cases.version_document import procedure_of
from bihuan.documents.models import StoredFile


@transaction.atomic
def attach_scan(case: Case, file: StoredFile, *, by: User, now: datetime) -> Evidence:
    """Attach the scan; its hash enters the history.

    Raises:
        NotYourStep: only who may raise this kind of case, in its place, attaches its order.
    """
    fresh = locked(case)
    before = standing(by, fresh, procedure_of(fresh.version))
    if before.reads_only or not before.plays_any(before.procedure.raisers):
        raise NotYourStep("盖章扫描件由发文单位上传")
    fields = {"文件": file.name, "_files": file.sha256}
    event = event_of(
        fresh, EventKind.ACT, code="scan", title="盖章扫描件", by=by, now=now, fields=fields
    )
    append([event])
    record_act(user=by, action=CaseAct.ACT, object=fresh, now=now, detail={"act": "盖章扫描件"})
    return Evidence.objects.create(
        case=fresh, file=file, event=event, step="scan", added_by=by, added_at=now
    )
