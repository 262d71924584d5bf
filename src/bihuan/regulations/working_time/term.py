"""Terms (办理期限): a length of time in hours, calendar days or working days, and its end."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bihuan.regulations.working_time.calendar import WorkingCalendar


class TermUnit(StrEnum):
    """How a term counts."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time that somebody has (期限).

    Raises:
        ValueError: an amount that is not positive.
    """

    amount: int
    unit: TermUnit

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError(f"a term of {self.amount} {self.unit} has no end")


def end_of_term(start: datetime, term: Term, calendar: WorkingCalendar) -> datetime:
    """When the term is over (到期时间), in the calendar's zone.

    The day on which a term of days begins is not counted; it ends with the
    close of its last day: midnight for calendar days, the end of office hours
    for working days. Hours run from the moment.

    Args:
        start: aware.

    Source: rule of counting days of the civil and administrative codes; what ends a day is ours.

    >>> from bihuan.regulations.working_time.calendar import SHANGHAI
    >>> friday = datetime(2026, 11, 20, 16, 0, tzinfo=SHANGHAI)
    >>> str(end_of_term(friday, Term(1, TermUnit.WORKING_DAYS), WorkingCalendar()))
    '2026-11-23 17:30:00+08:00'
    >>> str(end_of_term(friday, Term(2, TermUnit.WORKING_HOURS), WorkingCalendar()))
    '2026-11-23 09:00:00+08:00'
    """
    local = start.astimezone(calendar.zone)
    if term.unit is TermUnit.HOURS:
        return local + timedelta(hours=term.amount)
    if term.unit is TermUnit.CALENDAR_DAYS:
        last = local.date() + timedelta(days=term.amount + 1)
        return datetime.combine(last, time(), calendar.zone)
    if term.unit is TermUnit.WORKING_HOURS:
        return moment_after(local, timedelta(hours=term.amount), calendar)
    day = local.date()
    for _ in range(term.amount):
        day = calendar.next_working_day(day)
    return datetime.combine(day, calendar.hours.spells[-1][1], calendar.zone)


def moment_after(start: datetime, working: timedelta, calendar: WorkingCalendar) -> datetime:
    """The moment at which so much working time has passed since `start`.

    Nothing to pass gives `start` itself.
    """
    if working <= timedelta():
        return start
    left = working
    for opening, closing in calendar.working_spells(start):
        if closing - opening >= left:
            return opening + left
        left -= closing - opening
    raise AssertionError("working spells have no end")


def working_time_between(start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
    """Working time from `start` to `end`; nothing when the end is not later.

    >>> from bihuan.regulations.working_time.calendar import SHANGHAI
    >>> friday = datetime(2026, 11, 20, 17, 0, tzinfo=SHANGHAI)
    >>> monday = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
    >>> working_time_between(friday, monday, WorkingCalendar())
    datetime.timedelta(seconds=3600)
    """
    passed = timedelta()
    for opening, closing in calendar.working_spells(start):
        if opening >= end:
            return passed
        passed += min(closing, end) - opening
    raise AssertionError("working spells have no end")
