"""A logger's own clock, which may be wrong and may run fast or slow."""

from datetime import datetime, timedelta

DAY_S = 86_400


class DriftingClock:
    """The clock of a simulated logger (现场机时钟).

    Args:
        offset_s: how far ahead it begins. [s]
        drift_s_per_day: how much it gains in a day. [s/d]

    >>> noon = datetime.fromisoformat("2026-01-01T12:00:00+08:00")
    >>> clock = DriftingClock(offset_s=-90, drift_s_per_day=24)
    >>> clock.reading(noon).isoformat()
    '2026-01-01T11:58:30+08:00'
    >>> clock.reading(noon + timedelta(hours=1)).isoformat()
    '2026-01-01T12:58:31+08:00'
    """

    def __init__(self, *, offset_s: float = 0.0, drift_s_per_day: float = 0.0) -> None:
        self._offset = timedelta(seconds=offset_s)
        self._rate = drift_s_per_day / DAY_S
        self._since: datetime | None = None

    def reading(self, now: datetime) -> datetime:
        """What the clock shows (时钟读数)."""
        if not self._rate:
            return now + self._offset
        if self._since is None:
            self._since = now
        return now + self._offset + (now - self._since) * self._rate

    def moment_of(self, reading: datetime) -> datetime:
        """When the clock will show this (读数对应的时刻), exact to a microsecond or so.

        >>> clock = DriftingClock(offset_s=60)
        >>> clock.moment_of(datetime.fromisoformat("2026-01-01T12:01:00+08:00")).minute
        0
        """
        if not self._rate or self._since is None:
            return reading - self._offset
        elapsed = (reading - self._offset - self._since) / (1 + self._rate)
        return self._since + elapsed + timedelta(microseconds=1)

    def set(self, reading: datetime, now: datetime) -> None:
        """Set the clock (校时); it goes on gaining or losing as before.

        >>> clock = DriftingClock(offset_s=60)
        >>> now = datetime.fromisoformat("2026-01-01T00:00:00+08:00")
        >>> clock.set(now, now)
        >>> clock.reading(now) == now
        True
        """
        self._offset = reading - now
        self._since = now
