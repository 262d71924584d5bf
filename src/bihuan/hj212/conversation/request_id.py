"""Request ids (QN): a millisecond that is used once."""

from collections.abc import Callable
from datetime import datetime

from bihuan.hj212.wire_time import second_text

STEP_BACK_MS = 60_000  # a clock set back by more than this makes ids go back with it
MICROSECOND_SLACK = 0.001


class RequestIds:
    """Makes request ids (请求编码 QN), `YYYYMMDDhhmmsszzz`, no two alike.

    Two ids asked for in the same millisecond get neighbouring milliseconds.

    Args:
        clock: what a clock shows at a moment, for a device whose own is wrong.

    Source: HJ 212-2017 table 3.

    >>> from datetime import UTC
    >>> ids, now = RequestIds(), datetime(2026, 1, 1, 0, 0, 0, 7000, tzinfo=UTC)
    >>> ids.next(now), ids.next(now)
    ('20260101080000007', '20260101080000008')
    """

    __slots__ = ("_clock", "_last_ms")

    def __init__(self, clock: Callable[[datetime], datetime] | None = None) -> None:
        self._clock = clock
        self._last_ms = 0

    def next(self, now: datetime) -> str:
        """The next unused id (下一个请求编码) at or after now.

        Args:
            now: aware.

        >>> from datetime import UTC
        >>> RequestIds().next(datetime(2025, 12, 31, 16, tzinfo=UTC))
        '20260101000000000'
        """
        reading = self._clock(now) if self._clock else now
        wanted = int(reading.timestamp() * 1000 + MICROSECOND_SLACK)
        if self._last_ms - STEP_BACK_MS <= wanted <= self._last_ms:
            wanted = self._last_ms + 1
        self._last_ms = wanted
        second, millisecond = divmod(wanted, 1000)
        return f"{second_text(second)}{millisecond:03}"
