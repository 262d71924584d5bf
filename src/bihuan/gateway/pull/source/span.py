"""The window of a run: from before where the last one ended, up to now (回读时段)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.gateway.pull.error import WrongSetting
from bihuan.gateway.pull.setting import Window


@dataclass(frozen=True, slots=True)
class Span:
    """[start, end) and whether it reaches up to now."""

    start: datetime
    end: datetime
    is_all: bool


def span_of(cursor: str, window: Window, *, now: datetime) -> Span:
    """What to read now.

    Args:
        cursor: end of what was read last. [ISO]; '' reads `backfill_h` back.
        window: how far back, and how much at once.
        now: [aware]
    """
    overlap = timedelta(hours=window.overlap_h)
    start = now - timedelta(hours=window.backfill_h)
    if cursor:
        start = min(moment_of(cursor), now) - overlap
    end = min(now, start + overlap + timedelta(hours=window.most_h))
    return Span(start, end, is_all=end == now)


def moment_of(cursor: str) -> datetime:
    """The moment that a cursor names.

    Raises:
        WrongSetting: none.
    """
    try:
        moment = datetime.fromisoformat(cursor)
    except ValueError as error:
        raise WrongSetting("读取位置不是时间，请重设读取位置") from error
    if moment.tzinfo is None:
        raise WrongSetting("读取位置没有时区，请重设读取位置")
    return moment
