"""Procedures are drafted, published, rolled back (流程管理)."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Max

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.services import record_act
from bihuan.cases.acts import CaseAct
from bihuan.cases.error import CaseError
from bihuan.cases.models import ProcedureVersion, VersionState
from bihuan.cases.procedure.check import Finding, findings
from bihuan.cases.procedure.document import Procedure, ProcedureError
from bihuan.cases.procedure.wire import as_data
from bihuan.cases.shipped import shipped
from bihuan.cases.version_document import digest_of, procedure_of

EDITORS = frozenset({Role.SYSTEM_ADMIN})


class NotPublishable(CaseError):
    """A procedure that fails its checks."""

    def __init__(self, found: Sequence[Finding]) -> None:
        super().__init__("；".join(one.sentence for one in found))
        self.findings = tuple(found)


def check(procedure: Procedure) -> list[Finding]:
    """What keeps a procedure from being published (发布前检查)."""
    return findings(procedure, posts=Role.values)


def current_version(code: str, *, now: datetime) -> ProcedureVersion:
    """The published version of a kind; a shipped one is published when first asked for.

    Raises:
        ProcedureError: no such procedure.
    """
    found = ProcedureVersion.objects.filter(code=code, state=VersionState.PUBLISHED).first()
    if found is not None:
        return found
    publish_shipped(now)
    found = ProcedureVersion.objects.filter(code=code, state=VersionState.PUBLISHED).first()
    if found is None:
        raise ProcedureError(f"没有已发布的流程 {code!r}")
    return found


@transaction.atomic
def publish_shipped(now: datetime) -> int:
    """Publish every shipped procedure of which nothing is known yet (出厂流程); how many."""
    known = set(ProcedureVersion.objects.values_list("code", flat=True))
    fresh = [one for one in shipped() if one.code not in known]
    ProcedureVersion.objects.bulk_create(
        [
            ProcedureVersion(
                **_content(one.code),
                number=1,
                state=VersionState.PUBLISHED,
                note="出厂流程",
                made_at=now,
                published_at=now,
            )
            for one in fresh
        ],
        ignore_conflicts=True,
    )
    return len(fresh)


@cache
def _content(code: str) -> dict[str, Any]:
    """What is kept of a shipped procedure."""
    one = next(one for one in shipped() if one.code == code)
    document, digest = as_data(one), digest_of(one)
    return {"code": code, "title": one.title, "document": document, "digest": digest}


@transaction.atomic
def save_draft(procedure: Procedure, *, note: str, by: User, now: datetime) -> ProcedureVersion:
    """Keep the next version as a draft (保存草稿); it may still fail its checks.

    Raises:
        NotYours: no administrator.
    """
    _require_editor(by)
    draft = ProcedureVersion.objects.filter(code=procedure.code, state=VersionState.DRAFT).first()
    if draft is None:
        draft = ProcedureVersion(
            code=procedure.code, number=_next_number(procedure.code), state=VersionState.DRAFT
        )
    draft.title, draft.document = procedure.title, as_data(procedure)
    draft.digest, draft.note = digest_of(procedure), note
    draft.made_at, draft.made_by = now, by
    draft.save()
    record_act(user=by, action=CaseAct.EDIT_PROCEDURE, object=draft, now=now)
    return draft


@transaction.atomic
def publish(draft: ProcedureVersion, *, by: User, now: datetime) -> ProcedureVersion:
    """Put a draft into use (发布); cases that run keep their version.

    Raises:
        NotYours: no administrator.
        NotPublishable: it fails its checks.
        CaseError: it is no draft.
    """
    _require_editor(by)
    kept = ProcedureVersion.objects.select_for_update().get(pk=draft.pk)
    if kept.state != VersionState.DRAFT:
        raise CaseError(f"{kept} 不是草稿，不能发布")
    if found := check(procedure_of(kept)):
        raise NotPublishable(found)
    return _put_into_use(kept, by=by, now=now, act=CaseAct.PUBLISH_PROCEDURE)


@transaction.atomic
def roll_back(to: ProcedureVersion, *, by: User, now: datetime) -> ProcedureVersion:
    """Put an earlier document into use again, as a new version (回退).

    Raises:
        NotYours: no administrator.
        NotPublishable: it would no longer pass the checks.
        CaseError: a draft stands in the way, or it is in use already.
    """
    _require_editor(by)
    if to.state != VersionState.RETIRED:
        raise CaseError(f"{to} 不是历史版本，无需回退")
    if ProcedureVersion.objects.filter(code=to.code, state=VersionState.DRAFT).exists():
        raise CaseError("已有未发布的草稿，请先发布或放弃草稿")
    if found := check(procedure_of(to)):
        raise NotPublishable(found)
    again = ProcedureVersion(
        code=to.code,
        number=_next_number(to.code),
        title=to.title,
        document=to.document,
        digest=to.digest,
        note=f"回退到第 {to.number} 版",
        made_at=now,
        made_by=by,
    )
    return _put_into_use(again, by=by, now=now, act=CaseAct.ROLL_BACK_PROCEDURE)


@transaction.atomic
def discard_draft(draft: ProcedureVersion, *, by: User, now: datetime) -> None:
    """Throw a draft away (放弃草稿).

    Raises:
        NotYours: no administrator.
        CaseError: it is no draft.
    """
    _require_editor(by)
    if draft.state != VersionState.DRAFT:
        raise CaseError(f"{draft} 不是草稿")
    record_act(user=by, action=CaseAct.EDIT_PROCEDURE, object=draft, now=now, detail={"放弃": True})
    draft.delete()


def _put_into_use(
    version: ProcedureVersion, *, by: User, now: datetime, act: CaseAct
) -> ProcedureVersion:
    others = ProcedureVersion.objects.filter(code=version.code, state=VersionState.PUBLISHED)
    others.update(state=VersionState.RETIRED)
    version.state = VersionState.PUBLISHED
    version.published_at, version.published_by = now, by
    version.save()
    record_act(user=by, action=act, object=version, now=now)
    return version


def _next_number(code: str) -> int:
    last = ProcedureVersion.objects.filter(code=code).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _require_editor(by: User) -> None:
    if not by.may_act_as(EDITORS):
        raise NotYours("只有系统管理员可以编辑流程和工作日历")
