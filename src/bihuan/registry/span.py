"""What part of a point's history can be asked for (曲线查询): kinds, spans, a choice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices


class SeriesKind(TextChoices):
    """Kind of values on the chart (数据类型); months and years are computed from days."""

    REALTIME = "realtime", "实时"
    MINUTE = "minute", "分钟"
    HOUR = "hour", "小时"
    DAY = "day", "日"
    MONTH = "month", "月"
    YEAR = "year", "年"


class Span(TextChoices):
    """Length of time back from now (时段)."""

    DAY = "24h", "24 小时"
    THREE_DAYS = "72h", "72 小时"
    WEEK = "7d", "7 天"
    MONTH = "30d", "30 天"
    YEAR = "1y", "1 年"
    CUSTOM = "custom", "自定义"


LENGTHS = {
    Span.DAY: timedelta(hours=24),
    Span.THREE_DAYS: timedelta(hours=72),
    Span.WEEK: timedelta(days=7),
    Span.MONTH: timedelta(days=30),
    Span.YEAR: timedelta(days=366),
}
USUAL_SPAN = {
    SeriesKind.REALTIME: Span.DAY,
    SeriesKind.MINUTE: Span.DAY,
    SeriesKind.HOUR: Span.THREE_DAYS,
    SeriesKind.DAY: Span.MONTH,
    SeriesKind.MONTH: Span.YEAR,
    SeriesKind.YEAR: Span.YEAR,
}
LONGEST = {
    SeriesKind.REALTIME: timedelta(days=7),
    SeriesKind.MINUTE: timedelta(days=31),
    SeriesKind.HOUR: timedelta(days=400),
    SeriesKind.DAY: timedelta(days=3660),
    SeriesKind.MONTH: timedelta(days=3660),
    SeriesKind.YEAR: timedelta(days=3660),
}


@dataclass(frozen=True, slots=True)
class SeriesChoice:
    """What was chosen (查询条件).

    Attributes:
        kind: of the values.
        span: which button of lengths is pressed.
        factors: one or more.
        start: of the half-open span of period starts. [aware]
        end: of the same. [aware]
        measured: whether measured values are wanted where converted ones (折算) exist.
    """

    kind: SeriesKind
    span: Span
    factors: tuple[str, ...]
    start: datetime
    end: datetime
    measured: bool = False
