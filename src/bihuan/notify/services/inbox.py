"""What a person does with the own list (站内消息)."""

from datetime import datetime

from bihuan.accounts.models import User
from bihuan.notify.models import Notice


def mark_read(notice: Notice, *, now: datetime) -> None:
    """Note the first reading (标为已读); later ones change nothing."""
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=now)


def mark_all_read(person: User, *, now: datetime) -> int:
    """Note that everything was read (全部已读); how many were unread."""
    return Notice.objects.of(person).filter(read_at__isnull=True).update(read_at=now)
