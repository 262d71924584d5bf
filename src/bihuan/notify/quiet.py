"""Quiet hours (免打扰时段): until when a message waits."""

from datetime import datetime, time, timedelta

from django.utils import timezone


def quiet_until(now: datetime, start: time | None, end: time | None) -> datetime | None:
    """The end of the quiet hours that this moment lies in; None outside of them.

    Args:
        now: aware.
        start, end: clock times in Shanghai; a start after its end runs over midnight.

    >>> from datetime import UTC
    >>> night = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)  # 23:00 in Shanghai
    >>> quiet_until(night, time(22), time(7)).isoformat()
    '2026-11-22T07:00:00+08:00'
    >>> quiet_until(night, time(8), time(9)) is None
    True
    """
    if start is None or end is None or start == end:
        return None
    local = timezone.localtime(now)
    clock = local.time()
    inside = start <= clock < end if start < end else clock >= start or clock < end
    if not inside:
        return None
    ends = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return ends if clock < end else ends + timedelta(days=1)
