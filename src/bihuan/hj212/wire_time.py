"""Times as the wire writes them: local time of China, fourteen digits, no zone."""

from datetime import datetime
from functools import lru_cache

from bihuan.hj212.record import BEIJING


def wire_text(moment: datetime, *, milliseconds: bool = False) -> str:
    """A time as the wire writes it (时间文本), `YYYYMMDDhhmmss`; the reverse of `wire_time`.

    Args:
        moment: aware.
        milliseconds: three digits more, as in a request id.

    Source: HJ 212-2017 6.3.3 (DataTime) and table 3 (QN).

    >>> from datetime import UTC
    >>> wire_text(datetime(2025, 12, 31, 16, 0, 1, tzinfo=UTC))
    '20260101000001'
    """
    digits = second_text(int(moment.timestamp() // 1))
    return f"{digits}{moment.microsecond // 1000:03}" if milliseconds else digits


@lru_cache(maxsize=4096)
def second_text(second: int) -> str:
    """Fourteen digits of a second of the epoch (秒级时间文本).

    Many devices speak in the same second, so the text is kept for the next.

    >>> second_text(0)
    '19700101080000'
    """
    return datetime.fromtimestamp(second, BEIJING).strftime("%Y%m%d%H%M%S")
