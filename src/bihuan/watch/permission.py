"""Who may do what with rules and events (权限)."""

from typing import Any

from django.core.exceptions import PermissionDenied

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.registry.permission import AUTHORITIES

MAY_JUDGE = AUTHORITIES | {Role.SERVICE, Role.ANALYST}
MAY_PUBLISH = frozenset({Role.PROVINCE, Role.SERVICE, Role.SYSTEM_ADMIN})
MAY_MAINTAIN = AUTHORITIES | {Role.SERVICE, Role.ENGINEER, Role.OPERATOR}
MAY_WATCH = MAY_JUDGE | {Role.ENGINEER, Role.TOWNSHIP, Role.SUPERVISOR, Role.WALL_SCREEN}
MAY_HAND_OVER = MAY_JUDGE | {Role.ENGINEER}


def may_publish(user: Any) -> bool:
    """Whether the person publishes how rules run."""
    return bool(user.is_authenticated and user.may_act_as(MAY_PUBLISH))


def may_judge(user: Any) -> bool:
    """Whether the person judges, suppresses and raises."""
    return bool(user.is_authenticated and user.may_act_as(MAY_JUDGE))


def may_see_rules(user: Any) -> bool:
    """Whether the person sees the rules: who publishes them, and everybody of an authority."""
    return bool(user.is_authenticated and user.may_act_as(MAY_PUBLISH | MAY_WATCH))


def may_watch(user: Any) -> bool:
    """Whether the person has a duty desk: posts of a district."""
    return bool(user.is_authenticated and user.may_act_as(MAY_WATCH))


def may_hand_over(user: Any) -> bool:
    """Whether the person hands shifts over."""
    return bool(user.is_authenticated and user.may_act_as(MAY_HAND_OVER))


def require(is_allowed: bool, words: str) -> None:
    """Stop whoever may not.

    Raises:
        PermissionDenied: with these words.
    """
    if not is_allowed:
        raise PermissionDenied(words)


def acts_on(rows: ScopedQuerySet[Any], user: User, pk: int, roles: frozenset[Role]) -> bool:
    """Whether the row lies within the reach of these roles of a person."""
    return bool(rows.visible_to(user, roles=roles).filter(pk=pk).exists())
