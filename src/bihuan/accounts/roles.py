"""Posts by kind (岗位角色), and what each kind reaches: pure data, no query."""

from enum import StrEnum

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is there for (角色)."""

    PROVINCE = "province", "省级管理人员"
    CITY = "city", "市级管理人员"
    DISTRICT = "district", "区县管理人员"
    TOWNSHIP = "township", "乡镇（街道）人员"
    GRID = "grid", "网格员"
    ENTERPRISE = "enterprise", "企业环保负责人"
    OPERATOR = "operator", "自动监控运维单位人员"
    SERVICE = "service", "平台运营服务人员"
    PROJECT_MANAGER = "project_manager", "项目经理"
    ANALYST = "analyst", "数据研判人员"
    PATROL = "patrol", "巡查工程师"
    ENGINEER = "engineer", "站点运维工程师"
    SUPERVISOR = "supervisor", "监理（只读）"
    WALL_SCREEN = "wall_screen", "大屏（只读）"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDITOR = "auditor", "审计管理员"


class Reach(StrEnum):
    """How far a post sees (数据范围)."""

    DISTRICTS = "districts"  # its district and everything beneath
    UNITS = "units"  # only the enterprises it acts for
    SERVED_UNITS = "served_units"  # only the enterprises its organisation serves
    NOTHING = "nothing"  # its own pages, no business data


READ_ONLY = frozenset({Role.SUPERVISOR, Role.WALL_SCREEN})
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
AUTHORITIES = frozenset({Role.PROVINCE, Role.CITY, Role.DISTRICT})
CONTRACTORS = frozenset({Role.PROJECT_MANAGER, Role.ANALYST, Role.PATROL, Role.ENGINEER})
UNIT_ROLES = frozenset({Role.ENTERPRISE, Role.OPERATOR})
DISTRICT_ROLES = frozenset(Role) - ADMINISTRATORS - UNIT_ROLES


def reach_of(role: Role) -> Reach:
    """How far a role sees.

    >>> reach_of(Role.AUDITOR)
    <Reach.NOTHING: 'nothing'>
    """
    if role in ADMINISTRATORS:
        return Reach.NOTHING
    if role == Role.ENTERPRISE:
        return Reach.UNITS
    if role == Role.OPERATOR:
        return Reach.SERVED_UNITS
    return Reach.DISTRICTS
