"""The period that a report is about (报告期)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class PeriodKind(StrEnum):
    """How long a report looks back (报告周期)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    SPECIAL = "special"


PERIOD_WORDS = {
    PeriodKind.DAY: "日",
    PeriodKind.WEEK: "周",
    PeriodKind.MONTH: "月",
    PeriodKind.QUARTER: "季",
    PeriodKind.HALF_YEAR: "半年",
    PeriodKind.YEAR: "年",
    PeriodKind.SPECIAL: "专题",
}
MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.YEAR: 12,
}
NUMERALS = "一二三四"
HALVES = "上下"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from first to last, both included (报告期)."""

    kind: PeriodKind
    first: date
    last: date

    @property
    def words(self) -> str:
        """As a title says it.

        >>> period_around(PeriodKind.WEEK, date(2026, 11, 21)).words
        '2026年第47周（11月16日至11月22日）'
        >>> period_around(PeriodKind.HALF_YEAR, date(2026, 11, 21)).words
        '2026年下半年'
        """
        first = self.first
        match self.kind:
            case PeriodKind.DAY:
                return long_day(first)
            case PeriodKind.WEEK:
                year, week, _ = first.isocalendar()
                return f"{year}年第{week}周（{short_day(first)}至{short_day(self.last)}）"
            case PeriodKind.MONTH:
                return f"{first.year}年{first.month}月"
            case PeriodKind.QUARTER:
                return f"{first.year}年第{NUMERALS[(first.month - 1) // 3]}季度"
            case PeriodKind.HALF_YEAR:
                return f"{first.year}年{HALVES[(first.month - 1) // 6]}半年"
            case PeriodKind.YEAR:
                return f"{first.year}年"
        if first == self.last:
            return long_day(first)
        return f"{long_day(first)}至{long_day(self.last)}"


def long_day(day: date) -> str:
    """A day as a document writes it.

    >>> long_day(date(2026, 3, 5))
    '2026年3月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def short_day(day: date) -> str:
    """A day within its year.

    >>> short_day(date(2026, 3, 5))
    '3月5日'
    """
    return f"{day.month}月{day.day}日"


def period_around(kind: PeriodKind, day: date) -> Period:
    """The whole period of a kind that holds the day; weeks begin on Monday.

    >>> period_around(PeriodKind.QUARTER, date(2026, 5, 17)).last.isoformat()
    '2026-06-30'
    """
    if kind in {PeriodKind.DAY, PeriodKind.SPECIAL}:
        return Period(kind, day, day)
    if kind is PeriodKind.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(kind, monday, monday + timedelta(days=6))
    months = MONTHS[kind]
    begin = (day.month - 1) // months * months
    end = begin + months
    after = date(day.year + end // 12, end % 12 + 1, 1)
    return Period(kind, date(day.year, begin + 1, 1), after - timedelta(days=1))


def periods_ending(kind: PeriodKind, first: date, last: date) -> list[Period]:
    """The whole periods of a kind whose last day lies in first..last, both included.

    >>> found = periods_ending(PeriodKind.MONTH, date(2026, 3, 26), date(2026, 5, 30))
    >>> [period.words for period in found]
    ['2026年3月', '2026年4月']
    """
    found = []
    period = period_around(kind, first)
    while period.last <= last:
        found.append(period)
        period = period_around(kind, period.last + timedelta(days=1))
    return found
