"""A person's list (站内消息)."""

from django.db.models import QuerySet

from bihuan.accounts.models import User
from bihuan.notify.models import Notice

MOST_COUNTED = 100


def inbox(user: User, *, unread: bool = False, kind: str = "") -> QuerySet[Notice]:
    """The person's notices, the newest first."""
    rows = Notice.objects.of(user).select_related("message")
    if unread:
        rows = rows.filter(read_at__isnull=True)
    return rows.filter(kind=kind) if kind else rows


def unread_count(user: User) -> int:
    """How many are unread; counted up to a hundred only, since every page asks."""
    rows = Notice.objects.of(user).filter(read_at__isnull=True).order_by()
    return len(rows.values_list("pk", flat=True)[:MOST_COUNTED])


def kinds_of(user: User) -> list[str]:
    """The kinds that stand in the list."""
    rows = Notice.objects.of(user).order_by().values_list("kind", flat=True)
    return sorted(set(rows.distinct()))
