"""Who may do what with notices (权限): one's own list is everybody's."""

from bihuan.accounts.models import User
from bihuan.accounts.permission import holders
from bihuan.accounts.roles import Role
from bihuan.registry.permission import AUTHORITIES

MAY_CONFIGURE = frozenset({Role.SYSTEM_ADMIN})
MAY_WATCH_OUTBOX = frozenset({Role.SYSTEM_ADMIN, Role.SERVICE})
MAY_ROSTER = AUTHORITIES | {Role.SERVICE}

may_configure = holders(MAY_CONFIGURE)
"""Keeps channels and texts."""
may_watch_outbox = holders(MAY_WATCH_OUTBOX)
"""Sees what goes out."""
may_roster = holders(MAY_ROSTER)
"""Plans who is on call."""


def is_member(user: User, channel: int) -> bool:
    """Whether the person belongs to a group, and so may paste its texts."""
    return user.chat_groups.filter(channel=channel).exists()
