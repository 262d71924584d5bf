"""Requests for exports: mine, and those that wait for my decision."""

from django.db.models import QuerySet

from bihuan.accounts.models import ExportRequest, ExportState, User
from bihuan.accounts.roles import AUTHORITIES, Role

APPROVERS = AUTHORITIES | {Role.SECURITY_ADMIN}


def my_requests(user: User) -> QuerySet[ExportRequest]:
    """What this person asked for, newest first (我的导出申请)."""
    return ExportRequest.objects.filter(by=user).select_related("decided_by", "district")


def requests_to_decide(user: User) -> QuerySet[ExportRequest]:
    """What waits and is this person's to decide (待审批的导出申请).

    Authorities decide for their districts, security administrators for all; nobody for himself.
    """
    return _others(user).filter(state=ExportState.WAITING)


def decided_requests(user: User) -> QuerySet[ExportRequest]:
    """What was decided within this person's reach, newest first."""
    return _others(user).exclude(state=ExportState.WAITING)


def may_decide(user: User, request: ExportRequest) -> bool:
    """Whether the decision is this person's."""
    return _others(user).filter(pk=request.pk).exists()


def _others(user: User) -> QuerySet[ExportRequest]:
    rows = ExportRequest.objects.exclude(by=user).select_related("by", "decided_by", "district")
    if user.may_act_as({Role.SECURITY_ADMIN}):
        return rows
    seen = ExportRequest.objects.visible_to(user, roles=AUTHORITIES)
    return rows.filter(pk__in=seen.values("pk"))
