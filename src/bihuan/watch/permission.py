"""Who may do what with rules and events (权限)."""

from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.permission import holders
from bihuan.accounts.roles import Role
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.registry.permission import AUTHORITIES

MAY_JUDGE = AUTHORITIES | {Role.SERVICE, Role.ANALYST}
MAY_PUBLISH = frozenset({Role.PROVINCE, Role.SERVICE, Role.SYSTEM_ADMIN})
MAY_MAINTAIN = AUTHORITIES | {Role.SERVICE, Role.ENGINEER, Role.OPERATOR}
MAY_READ = MAY_JUDGE | {Role.ENGINEER, Role.TOWNSHIP, Role.SUPERVISOR, Role.WALL_SCREEN}
MAY_WATCH = MAY_READ | {Role.PATROL, Role.PROJECT_MANAGER, Role.GRID}
MAY_HAND_OVER = MAY_JUDGE | {Role.ENGINEER, Role.PATROL, Role.PROJECT_MANAGER}

may_publish = holders(MAY_PUBLISH)
"""Publishes how rules run."""
may_judge = holders(MAY_JUDGE)
"""Judges, suppresses and raises."""
may_see_rules = holders(MAY_PUBLISH | MAY_READ)
"""Sees the rules: who publishes them, and everybody of an authority."""
may_watch = holders(MAY_WATCH)
"""Has a duty desk: posts of a district."""
may_hand_over = holders(MAY_HAND_OVER)
"""Hands shifts over."""


def acts_on(rows: ScopedQuerySet[Any], user: User, pk: int, roles: frozenset[Role]) -> bool:
    """Whether the row lies within the reach of these roles of a person."""
    return bool(rows.visible_to(user, roles=roles).filter(pk=pk).exists())
