"""The room's entries in the menu."""

from collections.abc import Collection
from typing import Any

from bihuan.accounts.permission import holders
from bihuan.accounts.queries.export import APPROVERS, requests_to_decide
from bihuan.accounts.queries.people import MAY_SEE_PEOPLE
from bihuan.accounts.roles import Role
from bihuan.accounts.services.staff import MAY_KEEP_BOOKS
from bihuan.ui.menu import MenuItem
from bihuan.ui.menu import register as register_items

PARENT = "accounts"


def _waiting(user: Any) -> int:
    return requests_to_decide(user).count() if user.may_act_as(APPROVERS) else 0


def _item(
    name: str, label: str, icon: str, order: int, roles: Collection[Role], **more: Any
) -> MenuItem:
    return MenuItem(
        key=f"accounts.{name}",
        label=label,
        icon=icon,
        route=f"accounts:{name}",
        parent=PARENT,
        order=order,
        allowed=holders(roles),
        **more,
    )


BUSINESS = frozenset(Role) - {Role.WALL_SCREEN, Role.SYSTEM_ADMIN, Role.AUDITOR}
ITEMS = (
    MenuItem(key=PARENT, label="账号与安全", icon="shield-lock", order=97, manual="security"),
    _item("people", "人员与账号", "users", 10, MAY_SEE_PEOPLE, manual="account"),
    _item("staff", "团队与变更", "user-share", 20, MAY_KEEP_BOOKS | {Role.SUPERVISOR}),
    _item("reviews", "权限复核", "user-check", 30, {Role.SECURITY_ADMIN, Role.AUDITOR}),
    _item("agreements", "保密协议", "signature", 40, {Role.SECURITY_ADMIN, Role.AUDITOR}),
    _item("exports", "数据导出", "file-export", 50, BUSINESS, count=_waiting),
    _item("audit", "审计记录", "list-search", 60, {Role.AUDITOR}),
    _item(
        "settings",
        "配置管理",
        "settings",
        70,
        {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR},
    ),
)


def register() -> None:
    """Called once at start (apps.py)."""
    register_items(*ITEMS)
