"""Sessions that are over leave nothing behind (剩余信息保护)."""

from datetime import datetime

from django.contrib.sessions.models import Session


def forget_sessions(*, now: datetime) -> int:
    """Delete the sessions whose time is over (清除过期会话); how many there were."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]
