"""Who may do what with the county's air (权限)."""

from collections.abc import Collection

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import District, User
from bihuan.accounts.roles import Role
from bihuan.registry.models import MonitoringPoint

AIR = "air"
"""Key of this system, to which a post may be limited."""

MAY_REVIEW = frozenset({Role.ANALYST, Role.DISTRICT, Role.CITY, Role.PROVINCE})
MAY_APPROVE = frozenset({Role.DISTRICT, Role.CITY, Role.PROVINCE})
MAY_WRITE = MAY_REVIEW


def may_see_air(user: User) -> bool:
    """Whether a district post lets this person see stations."""
    if not user.is_authenticated:
        return False
    return user.is_demo_master or bool(user.data_scope.within_system(AIR).districts)


def may_review(user: User) -> bool:
    """Whether a post lets this person decide about values."""
    return user.is_authenticated and user.may_act_as(MAY_REVIEW)


def may_audit(user: User) -> bool:
    """Whether a post lets this person see who asked for what (审计)."""
    return user.is_authenticated and user.may_act_as({Role.AUDITOR})


def may_approve(user: User) -> bool:
    """Whether a post lets this person approve measures, orders and bulletins."""
    return user.is_authenticated and user.may_act_as(MAY_APPROVE)


def require_point(point: MonitoringPoint, by: User, roles: Collection[Role]) -> None:
    """Let pass people whose posts of these roles reach the point.

    Raises:
        NotYours: it lies outside, or no such post is held.
    """
    rows = MonitoringPoint.objects.visible_to(by, roles=roles)
    if not rows.filter(pk=point.pk).exists():
        raise NotYours(f"{point}不在您的管理范围内，或您的岗位不能办理此事")


def require_district(district: District, by: User, roles: Collection[Role]) -> None:
    """Let pass people whose posts of these roles reach the district.

    Raises:
        NotYours: it lies outside, or no such post is held.
    """
    if not District.objects.visible_to(by, roles=roles).filter(pk=district.pk).exists():
        raise NotYours(f"{district}不在您的管理范围内，或您的岗位不能办理此事")
