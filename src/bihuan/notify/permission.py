"""Who may do what with notices (权限): one's own list is everybody's."""

from typing import Any

from django.core.exceptions import PermissionDenied

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.registry.permission import AUTHORITIES

MAY_CONFIGURE = frozenset({Role.SYSTEM_ADMIN})
MAY_WATCH_OUTBOX = frozenset({Role.SYSTEM_ADMIN, Role.SERVICE})
MAY_ROSTER = AUTHORITIES | {Role.SERVICE}


def may_configure(user: Any) -> bool:
    """Whether the person keeps channels and texts."""
    return bool(user.is_authenticated and user.may_act_as(MAY_CONFIGURE))


def may_watch_outbox(user: Any) -> bool:
    """Whether the person sees what goes out."""
    return bool(user.is_authenticated and user.may_act_as(MAY_WATCH_OUTBOX))


def may_roster(user: Any) -> bool:
    """Whether the person plans who is on call."""
    return bool(user.is_authenticated and user.may_act_as(MAY_ROSTER))


def require(is_allowed: bool, words: str) -> None:
    """Stop whoever may not.

    Raises:
        PermissionDenied: with these words.
    """
    if not is_allowed:
        raise PermissionDenied(words)


def is_member(user: User, channel: int) -> bool:
    """Whether the person belongs to a group, and so may paste its texts."""
    return user.chat_groups.filter(channel=channel).exists()
