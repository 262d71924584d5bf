"""The room's entries in the menu, and the bell in the bar."""

from bihuan.accounts.models import User
from bihuan.notify.permission import may_configure, may_watch_outbox
from bihuan.notify.queries.inbox import unread_count
from bihuan.notify.queries.outbox import failed_count, waiting_for
from bihuan.registry.views.access import may_see_business
from bihuan.ui import bell
from bihuan.ui.menu import MenuItem
from bihuan.ui.menu import register as register_items


def _may_post(user: User) -> bool:
    """Whether the person belongs to an ordinary group."""
    return user.is_authenticated and user.chat_groups.filter(channel__code="copy_text").exists()


ITEMS = (
    MenuItem(key="notify", label="通知", icon="bell", order=96),
    MenuItem(
        key="notify.postings",
        label="待转发",
        icon="brand-wechat",
        route="notify:postings",
        parent="notify",
        order=10,
        allowed=_may_post,
        count=lambda user: waiting_for(user).count(),
    ),
    MenuItem(
        key="notify.rosters",
        label="值班安排",
        icon="calendar-user",
        route="notify:rosters",
        parent="notify",
        order=20,
        allowed=may_see_business,
    ),
    MenuItem(
        key="notify.channels",
        label="通知渠道",
        icon="send",
        route="notify:channels",
        parent="notify",
        order=30,
        allowed=may_configure,
    ),
    MenuItem(
        key="notify.texts",
        label="消息模板",
        icon="template",
        route="notify:texts",
        parent="notify",
        order=40,
        allowed=may_configure,
    ),
    MenuItem(
        key="notify.deliveries",
        label="发送记录",
        icon="mail-forward",
        route="notify:deliveries",
        parent="notify",
        order=50,
        allowed=may_watch_outbox,
        count=lambda user: failed_count(),
    ),
)


def register() -> None:
    """Called once at start (apps.py)."""
    bell.register("notify:notices", part="notify:bell", count=unread_count)
    register_items(*ITEMS)
