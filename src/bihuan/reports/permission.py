"""Who may do what with documents (权限)."""

from collections.abc import Collection
from typing import Any

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import District, User
from bihuan.accounts.roles import AUTHORITIES, Role
from bihuan.reports.models import Step
from bihuan.reports.models.report import MAY_READ_DRAFTS

MAY_COMPOSE = AUTHORITIES | {Role.ANALYST, Role.PROJECT_MANAGER, Role.SERVICE}
MAY_REVIEW = AUTHORITIES | {Role.PROJECT_MANAGER}
MAY_SIGN = AUTHORITIES
MAY_WARN = AUTHORITIES
MAY_PLAN = AUTHORITIES | {Role.PROJECT_MANAGER, Role.SERVICE}
MAY_PUBLISH = frozenset({Role.PROVINCE, Role.SERVICE, Role.SYSTEM_ADMIN})

ACTORS = {
    Step.SUBMIT: MAY_COMPOSE,
    Step.APPROVE: MAY_REVIEW,
    Step.SIGN: MAY_SIGN,
    Step.ISSUE: MAY_COMPOSE,
    Step.SEND_BACK: MAY_REVIEW,
}


def may_see_reports(user: Any) -> bool:
    """Whether a district post lets this person see documents."""
    if not user.is_authenticated:
        return False
    return bool(user.is_demo_master or user.data_scope.districts)


def may_read_drafts(user: Any) -> bool:
    """Whether the person works on documents, and sees the plan and what is affected."""
    return bool(user.is_authenticated and user.may_act_as(MAY_READ_DRAFTS))


def may_compose(user: Any) -> bool:
    """Whether the person writes documents."""
    return bool(user.is_authenticated and user.may_act_as(MAY_COMPOSE))


def may_publish(user: Any) -> bool:
    """Whether the person publishes Word templates."""
    return bool(user.is_authenticated and user.may_act_as(MAY_PUBLISH))


def may_see_templates(user: Any) -> bool:
    """Whether the person sees the templates."""
    return may_publish(user) or may_read_drafts(user)


def acts_in(district: str, user: User, roles: Collection[Role]) -> bool:
    """Whether the person holds one of these roles over the district."""
    return District.objects.visible_to(user, roles=roles).filter(pk=district).exists()


def require_district(district: District, user: User, roles: Collection[Role]) -> None:
    """Let pass people who hold one of these roles over the district.

    Raises:
        NotYours: it lies outside, or no such post is held.
    """
    if not acts_in(district.pk, user, roles):
        raise NotYours(f"{district}不在您的管理范围内，或您的岗位不能办理此事")
