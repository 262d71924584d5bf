"""The contractor's staff: changes with notice and approval, head count, contacts (人员变更)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime

from bihuan.accounts.acts import Act
from bihuan.accounts.error import AccountsError, NotYours
from bihuan.accounts.models import ChangeState, Liaison, RosterRequirement, StaffChange, User
from bihuan.accounts.policy import NOTICE_DAYS
from bihuan.accounts.queries.setting import setting_at
from bihuan.accounts.queries.staff import working_days_between
from bihuan.accounts.roles import AUTHORITIES, Role
from bihuan.accounts.services.audit import record_act

MAY_REPORT = frozenset({Role.PROJECT_MANAGER, Role.SERVICE})
MAY_KEEP_BOOKS = AUTHORITIES | MAY_REPORT


class ChangeRefused(AccountsError):
    """A change of staff that cannot be reported or decided like this."""


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """Who leaves, who follows, in which post, from which day, why (人员变更)."""

    leaving: User
    successor: User | None
    role: str
    effective_on: date
    reason: str


@transaction.atomic
def report_change(planned: PlannedChange, *, by: User, now: datetime) -> StaffChange:
    """Give notice that somebody will be replaced (报备人员变更).

    A notice shorter than the contract asks is taken and marked, since people also fall ill.

    Raises:
        NotYours: `by` is no project manager, or of another organisation.
        ChangeRefused: the day has passed, or somebody would follow himself.
    """
    if not by.may_act_as(MAY_REPORT) or by.organisation_id != planned.leaving.organisation_id:
        raise NotYours("人员变更由本单位的项目经理报备")
    today = localtime(now).date()
    if planned.effective_on < today:
        raise ChangeRefused("变更日期不能早于今天")
    if planned.successor == planned.leaving:
        raise ChangeRefused("接替人员不能是离岗人员本人")
    days = working_days_between(today, planned.effective_on)
    change = StaffChange.objects.create(
        leaving=planned.leaving,
        successor=planned.successor,
        role=planned.role,
        effective_on=planned.effective_on,
        reason=planned.reason,
        notice_days=days,
        is_short=days < setting_at(NOTICE_DAYS, now),
        by=by,
        at=now,
    )
    detail = {"effective_on": planned.effective_on.isoformat(), "notice_days": days}
    record_act(user=by, action=Act.REPORT_CHANGE, object=change, now=now, detail=detail)
    return change


@transaction.atomic
def decide_change(
    change: StaffChange, *, agree: bool, note: str, by: User, now: datetime
) -> StaffChange:
    """Agree to a change of staff or not (审批人员变更), by the customer's side.

    Raises:
        NotYours: `by` holds no authority's post.
        ChangeRefused: somebody has decided already, or a refusal has no reason.
    """
    if not by.may_act_as(AUTHORITIES):
        raise NotYours("人员变更由甲方管理人员审批")
    if not agree and not note.strip():
        raise ChangeRefused("不同意时请填写理由")
    state = ChangeState.APPROVED if agree else ChangeState.REFUSED
    waiting = StaffChange.objects.filter(pk=change.pk, state=ChangeState.WAITING)
    if not waiting.update(state=state, decided_by=by, decided_at=now, decision=note):
        raise ChangeRefused("该变更已审批，请刷新页面")
    change.refresh_from_db()
    detail = {"state": state.label, "note": note}
    record_act(user=by, action=Act.DECIDE_CHANGE, object=change, now=now, detail=detail)
    return change


@transaction.atomic
def set_requirement(required: RosterRequirement, *, by: User | None, now: datetime) -> None:
    """Say how many people of a kind an organisation must keep (设置编制要求).

    Raises:
        NotYours: `by` holds no authority's post.
    """
    if by is not None and not by.may_act_as(AUTHORITIES):
        raise NotYours("编制要求由甲方管理人员设置")
    required.full_clean()
    required.save()
    detail = {"least": required.least, "roles": required.roles}
    record_act(user=by, action=Act.SET_ROSTER, object=required, now=now, detail=detail)


@transaction.atomic
def set_liaison(liaison: Liaison, *, by: User, now: datetime) -> Liaison:
    """Enter who speaks for a side in a matter (登记对口联系人); the one before ends that day.

    Raises:
        NotYours: `by` is neither an authority's nor the contractor's manager.
    """
    if not by.may_act_as(MAY_KEEP_BOOKS):
        raise NotYours("对口联系人由双方管理人员登记")
    before = Liaison.objects.filter(
        side=liaison.side, matter=liaison.matter, organisation=liaison.organisation, end=None
    )
    before.update(end=liaison.start)
    liaison.save(force_insert=True)
    record_act(user=by, action=Act.SET_LIAISON, object=liaison, now=now)
    return liaison
