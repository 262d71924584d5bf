"""Taking data out: permits, requests, approvals (数据导出)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from bihuan.accounts.acts import Act
from bihuan.accounts.error import AccountsError, NotYours
from bihuan.accounts.export import (
    Content,
    ExportAsk,
    Grade,
    Permit,
    Watermark,
    contents_with_bulk,
    grade_of,
)
from bihuan.accounts.models import District, ExportRequest, ExportState, User
from bihuan.accounts.policy import BULK_ROWS, EXPORT_HOURS
from bihuan.accounts.queries.export import may_decide
from bihuan.accounts.queries.setting import setting_at
from bihuan.accounts.services.audit import record_act


class ApprovalNeeded(AccountsError):
    """The content may leave only with purpose and approval; nothing was written."""

    def __init__(self, ask: ExportAsk, contents: frozenset[Content]) -> None:
        labels = "、".join(sorted(content.label for content in contents))
        super().__init__(f"{ask.title}含{labels}，须填写用途并经审批后导出")
        self.ask, self.contents = ask, contents


class RequestRefused(AccountsError):
    """A request that cannot be made or decided like this."""


@transaction.atomic
def permit_export(ask: ExportAsk, *, by: User, now: datetime, can_be_marked: bool = True) -> Permit:
    """Let an export pass, or say that it needs approval (导出许可).

    An approval is used up by the first export; the same request passes one file.

    Args:
        ask: what is wanted.
        by: who takes it out.
        now: time of the act. [aware]
        can_be_marked: false for a kind of file that carries no watermark: it passes only what
            needs no approval, and uses none up.

    Raises:
        ApprovalNeeded: personal, trade or bulk content without a request in force.
    """
    contents = contents_with_bulk(ask.contents, ask.rows, setting_at(BULK_ROWS, now))
    if grade_of(contents) is Grade.AT_ONCE:
        return Permit(contents)
    granted = ExportRequest.objects.select_for_update().filter(
        by=by, target=ask.target, state=ExportState.APPROVED, valid_until__gt=now
    )
    request = granted.order_by("at").first() if can_be_marked else None
    if request is None:
        raise ApprovalNeeded(ask, contents)
    request.state, request.used_at = ExportState.USED, now
    request.save(update_fields=["state", "used_at"])
    return Permit(contents, request)


@transaction.atomic
def request_export(ask: ExportAsk, *, purpose: str, by: User, now: datetime) -> ExportRequest:
    """Ask for leave to take controlled data out (申请数据导出).

    Raises:
        RequestRefused: no purpose, or the same request waits already.
    """
    if len(purpose.strip()) < 4:
        raise RequestRefused("请写明用途，至少 4 个字")
    mine = ExportRequest.objects.filter(by=by, target=ask.target, state=ExportState.WAITING)
    if mine.exists():
        raise RequestRefused("同样的申请正在等待审批")
    contents = contents_with_bulk(ask.contents, ask.rows, setting_at(BULK_ROWS, now))
    made = ExportRequest.objects.create(
        by=by,
        at=now,
        title=ask.title,
        target=ask.target,
        contents=sorted(contents),
        rows=ask.rows,
        purpose=purpose,
        district=_district_of(by),
    )
    detail = {"target": ask.target, "contents": made.contents, "purpose": purpose}
    record_act(user=by, action=Act.REQUEST_EXPORT, object=made, now=now, detail=detail)
    return made


@transaction.atomic
def decide_export(
    request: ExportRequest, *, agree: bool, note: str, by: User, now: datetime
) -> ExportRequest:
    """Approve a request or turn it down (审批数据导出); never one's own.

    Raises:
        NotYours: own request, or data of a district beyond one's posts.
        RequestRefused: decided already, or turned down without a reason.
    """
    if not may_decide(by, request):
        raise NotYours("不能审批本人的申请或管理范围以外的申请")
    if not agree and not note.strip():
        raise RequestRefused("驳回时请填写理由")
    hours = setting_at(EXPORT_HOURS, now)
    state = ExportState.APPROVED if agree else ExportState.REFUSED
    waiting = ExportRequest.objects.filter(pk=request.pk, state=ExportState.WAITING)
    until = now + timedelta(hours=hours) if agree else None
    if not waiting.update(
        state=state, decided_by=by, decided_at=now, decision=note, valid_until=until
    ):
        raise RequestRefused("该申请已审批，请刷新页面")
    request.refresh_from_db()
    detail = {"state": state.label, "note": note}
    record_act(user=by, action=Act.DECIDE_EXPORT, object=request, now=now, detail=detail)
    return request


def watermark_of(permit: Permit, *, now: datetime) -> Watermark | None:
    """What a controlled file must say of itself; nothing for one that passes at once."""
    request = permit.request
    if request is None:
        return None
    return Watermark(
        user=str(request.by),
        username=request.by.username,
        at=localtime(now),
        purpose=request.purpose,
        number=request.pk,
        approved_by=str(request.decided_by),
    )


def _district_of(user: User) -> District | None:
    """The highest district that the data can come from: that of the posts, else of the unit."""
    codes = user.data_scope.districts
    if codes:
        return District.objects.filter(code=min(codes, key=len)).first()
    return user.organisation.district if user.organisation else None
