"""How values are written on the screen (文字): ages, numbers, sizes, in Chinese."""

from datetime import timedelta

DASH = "—"


def duration(length: timedelta | None) -> str:
    """A length of time in at most two units (时长); a dash when unknown.

    >>> duration(timedelta(seconds=7)), duration(timedelta(minutes=61)), duration(timedelta(days=3))
    ('7 秒', '1 小时 1 分', '3 天')
    """
    if length is None:
        return DASH
    seconds = max(int(length.total_seconds()), 0)
    if seconds < 60:
        return f"{seconds} 秒"
    minutes = seconds // 60
    if minutes < 60:
        seconds %= 60
        return f"{minutes} 分 {seconds} 秒" if minutes < 10 and seconds else f"{minutes} 分"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} 小时 {minutes} 分" if minutes else f"{hours} 小时"
    days, hours = divmod(hours, 24)
    return f"{days} 天 {hours} 小时" if hours else f"{days} 天"


def number(value: float | None, decimals: int | None = None) -> str:
    """A measured value with its decimals; a dash when missing, never 0.

    >>> number(3.14159, 2), number(None, 2), number(-0.0004, 2), number(1234.5)
    ('3.14', '—', '0.00', '1234.5')
    """
    if value is None or value != value:
        return DASH
    if decimals is None:
        return f"{value:.6g}"
    return f"{round(value, decimals) + 0.0:.{decimals}f}"


def size(count: int | None) -> str:
    """A number of bytes in the unit that reads best (容量).

    >>> size(512), size(3 * 1024**2), size(None)
    ('512 B', '3.0 MB', '—')
    """
    if count is None:
        return DASH
    amount = float(count)
    for unit in ("B", "KB", "MB", "GB"):
        if amount < 1024:
            return f"{count} B" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} TB"
