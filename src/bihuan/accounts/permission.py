"""Who may: holders of certain posts, asked the same way by menus, pages and services."""

from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import PermissionDenied

from bihuan.accounts.roles import Role


def holders(roles: Collection[Role]) -> Callable[[Any], bool]:
    """Whether somebody is logged in and holds one of these posts (岗位持有者)."""
    return lambda user: bool(user.is_authenticated and user.may_act_as(roles))


def require(is_allowed: bool, words: str) -> None:
    """Stop whoever may not.

    Raises:
        PermissionDenied: with these words.
    """
    if not is_allowed:
        raise PermissionDenied(words)
