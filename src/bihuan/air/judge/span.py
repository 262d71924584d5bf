"""Periods that figures are asked for (时段): day, week, month, quarter, half-year, year, any."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bihuan.regulations.air.comparison import previous_period, same_period_last_year


class SpanKind(StrEnum):
    """Kind of a period (时段类型)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    ANY = "any"


KIND_NAMES = {
    SpanKind.DAY: "日",
    SpanKind.WEEK: "周",
    SpanKind.MONTH: "月",
    SpanKind.QUARTER: "季",
    SpanKind.HALF: "半年",
    SpanKind.YEAR: "年",
    SpanKind.ANY: "自定义",
}
MONTHS = {SpanKind.MONTH: 1, SpanKind.QUARTER: 3, SpanKind.HALF: 6, SpanKind.YEAR: 12}


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days from first to last, both included.

    >>> DaySpan(date(2026, 2, 27), date(2026, 3, 1)).days
    3
    """

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def words(self) -> str:
        """As a table head prints it."""
        if self.first == self.last:
            return f"{self.first:%Y-%m-%d}"
        return f"{self.first:%Y-%m-%d} 至 {self.last:%Y-%m-%d}"

    def each(self) -> list[date]:
        """Every day."""
        return [self.first + timedelta(days=n) for n in range(self.days)]

    def until(self, last: date) -> "DaySpan":
        """The same, ended no later; never shorter than its first day."""
        return DaySpan(self.first, max(self.first, min(self.last, last)))

    def year_before(self) -> "DaySpan":
        """The same calendar days a year before (同期)."""
        return DaySpan(*same_period_last_year(self.first, self.last))

    def before(self) -> "DaySpan":
        """The period just before (环比)."""
        return DaySpan(*previous_period(self.first, self.last))


def span_around(kind: SpanKind, day: date) -> DaySpan:
    """The whole period of a kind that holds the day; weeks begin on Monday.

    >>> span_around(SpanKind.WEEK, date(2027, 1, 1)).first.isoformat()
    '2026-12-28'
    >>> span_around(SpanKind.QUARTER, date(2026, 5, 17)).words
    '2026-04-01 至 2026-06-30'
    """
    if kind in {SpanKind.DAY, SpanKind.ANY}:
        return DaySpan(day, day)
    if kind is SpanKind.WEEK:
        monday = day - timedelta(days=day.weekday())
        return DaySpan(monday, monday + timedelta(days=6))
    months = MONTHS[kind]
    start = (day.month - 1) // months * months
    return DaySpan(date(day.year, start + 1, 1), _last_day(day.year, start + months))


def _last_day(year: int, months: int) -> date:
    """Last day of the month that is the given count of months into the year."""
    return date(year + months // 12, months % 12 + 1, 1) - timedelta(days=1)


def previous_of(kind: SpanKind, span: DaySpan) -> DaySpan:
    """The period before it of its own kind, as long as what is over of this one.

    >>> previous_of(SpanKind.MONTH, DaySpan(date(2026, 3, 1), date(2026, 3, 10))).words
    '2026-02-01 至 2026-02-10'
    """
    if kind not in MONTHS:
        return span.before()
    whole = span_around(kind, span.first - timedelta(days=1))
    if span.last == span_around(kind, span.first).last:
        return whole
    return DaySpan(whole.first, min(whole.last, whole.first + timedelta(days=span.days - 1)))
