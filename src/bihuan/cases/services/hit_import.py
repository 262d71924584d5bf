"""Cases are raised of a file of findings (导入异常清单): checked, looked at, then confirmed."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.cases.acts import CaseAct
from bihuan.cases.error import NotNow, NotYourStep
from bihuan.cases.hits.check import Checked, check_list
from bihuan.cases.models import HitImport, HitImportState
from bihuan.cases.procedure.document import Procedure
from bihuan.cases.queries.raising import may_raise
from bihuan.cases.services.procedure import current_version
from bihuan.cases.services.raising import raise_cases
from bihuan.cases.version_document import procedure_of
from bihuan.registry.exchange.table import read_table, table_handed_in


def start_hit_import(kind: str, *, name: str, data: bytes, by: User, now: datetime) -> HitImport:
    """Take a file in (上传异常清单); no case is raised yet.

    Raises:
        UnreadableFile: no table with the needed columns; nothing was kept.
        NotYourStep: no post of this person may raise this kind.
    """
    digest = hashlib.sha256(data).hexdigest()
    run = HitImport(kind=kind, file_name=name[:200], file_hash=digest, by=by, at=now)
    table = table_handed_in(data, name=name, by=by, now=now)
    check_list(table, _procedure(kind, by, now), by=by, mark=run.mark)
    ending = "xlsx" if data[:2] == b"PK" else "csv"
    run.file.save(f"{digest[:16]}.{ending}", ContentFile(data), save=False)
    run.save()
    return run


def checked_hits(run: HitImport, *, now: datetime) -> Checked:
    """What the file says today, in its importer's reach.

    Raises:
        NotYourStep: no post of this person may raise this kind any more.
    """
    with run.file.open("rb") as file:
        table = read_table(file.read())
    return check_list(table, _procedure(run.kind, run.by, now), by=run.by, mark=run.mark)


def confirm_hit_import(run: HitImport, *, digest: str, by: User, now: datetime) -> HitImport:
    """Raise a case of every row that the preview showed as ready (确认创建).

    Args:
        digest: fingerprint of the preview that was looked at.

    Raises:
        NotNow: confirmed or given up before, or something changed since the preview.
        NotYourStep: somebody else's import.
    """
    with transaction.atomic():
        held = _held(run, by)
        found = checked_hits(held, now=now)
        if found.digest != digest:
            raise NotNow("台账或事项在预览后有变化，请重新核对预览")
        new = [hit.new for hit in found.ready if hit.new is not None]
        raise_cases(new, by=by, now=now)
        held.state, held.count, held.done_at = HitImportState.DONE, len(new), now
        held.save(update_fields=["state", "count", "done_at"])
        detail = {"file": held.file_name, "sha256": held.file_hash, "raised": len(new)}
        detail["faulty"] = len(found.faulty)
        record_act(user=by, action=CaseAct.IMPORT, object=held, now=now, detail=detail)
    return held


@transaction.atomic
def discard_hit_import(run: HitImport, *, by: User, now: datetime) -> HitImport:
    """Give an import up (放弃).

    Raises:
        NotNow: confirmed or given up before.
        NotYourStep: somebody else's import.
    """
    held = _held(run, by)
    held.state, held.done_at = HitImportState.DISCARDED, now
    held.save(update_fields=["state", "done_at"])
    return held


def _held(run: HitImport, by: User) -> HitImport:
    held = HitImport.objects.select_for_update(of=("self",)).select_related("by").get(pk=run.pk)
    if held.by_id != by.pk:
        raise NotYourStep("只能确认本人上传的清单")
    if held.state != HitImportState.WAITING:
        raise NotNow(f"该清单{held.get_state_display()}")
    return held


def _procedure(kind: str, by: User, now: datetime) -> Procedure:
    procedure = procedure_of(current_version(kind, now=now))
    if not may_raise(by, procedure):
        raise NotYourStep(f"您的岗位不能新建{procedure.title}")
    return procedure
