"""Working days, terms and clocks: worked examples of 2026 and properties."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.regulations.working_time.calendar import (
    SHANGHAI,
    DayKind,
    OfficeHours,
    WorkingCalendar,
)
from bihuan.regulations.working_time.clock import Clock, ClockError, elapsed
from bihuan.regulations.working_time.term import (
    Term,
    TermUnit,
    end_of_term,
    moment_after,
    working_time_between,
)

NATIONAL_DAY = {date(2026, 10, day): DayKind.HOLIDAY for day in range(1, 8)}
MADE_UP = {date(2026, 9, 27): DayKind.MAKE_UP_DAY, date(2026, 10, 10): DayKind.MAKE_UP_DAY}
CALENDAR = WorkingCalendar(NATIONAL_DAY | MADE_UP, frozenset({2026}))

moments = st.timedeltas(timedelta(), timedelta(days=120)).map(
    lambda later: datetime(2026, 8, 1, tzinfo=SHANGHAI) + later
)
spells = st.timedeltas(timedelta(), timedelta(days=12))
terms = st.builds(Term, st.integers(1, 40), st.sampled_from(TermUnit))


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def test_a_holiday_is_stepped_over_and_a_made_up_weekend_counts() -> None:
    wednesday = at(9, 30, 16)
    due = end_of_term(wednesday, Term(3, TermUnit.WORKING_DAYS), CALENDAR)
    assert due == at(10, 10, 17, 30)
    assert CALENDAR.is_working_day(date(2026, 9, 27))
    assert not CALENDAR.is_working_day(date(2026, 10, 5))


def test_calendar_days_run_through_holidays_to_midnight() -> None:
    due = end_of_term(at(9, 30, 16), Term(3, TermUnit.CALENDAR_DAYS), CALENDAR)
    assert due == at(10, 4)


def test_working_hours_run_over_noon_and_over_night() -> None:
    due = end_of_term(at(9, 30, 11), Term(5, TermUnit.WORKING_HOURS), CALENDAR)
    assert due == at(10, 8, 9)


def test_a_year_without_a_notice_is_said_to_be_provisional() -> None:
    assert CALENDAR.is_announced(date(2026, 12, 31))
    assert not CALENDAR.is_announced(date(2027, 1, 1))


def test_a_pause_of_two_working_days_puts_a_working_term_off_by_two() -> None:
    clock = Clock(at(11, 2, 9), Term(3, TermUnit.WORKING_DAYS))
    held = clock.paused(at(11, 3, 8), "等待检测报告").resumed(at(11, 5, 8))
    assert clock.due(CALENDAR) == at(11, 5, 17, 30)
    assert held.due(CALENDAR) == at(11, 9, 17, 30)


def test_a_paused_clock_has_no_end_and_is_not_overdue_meanwhile() -> None:
    clock = Clock(at(11, 2, 9), Term(4, TermUnit.HOURS)).paused(at(11, 2, 10), "停电")
    assert clock.due(CALENDAR) is None
    assert not clock.is_overdue(at(11, 9), CALENDAR)


def test_a_clock_that_was_overdue_stays_so_when_it_is_paused() -> None:
    clock = Clock(at(11, 2, 9), Term(1, TermUnit.HOURS)).paused(at(11, 2, 12), "停电")
    assert clock.is_overdue(at(11, 3), CALENDAR)


def test_clocks_refuse_what_makes_no_sense() -> None:
    clock = Clock(at(11, 2, 9), Term(1, TermUnit.HOURS))
    with pytest.raises(ClockError, match="reason"):
        clock.paused(at(11, 2, 10), " ")
    with pytest.raises(ClockError, match="not paused"):
        clock.resumed(at(11, 2, 10))
    with pytest.raises(ClockError, match="before"):
        clock.paused(at(11, 1), "早于开始")
    with pytest.raises(ClockError, match="already"):
        clock.paused(at(11, 2, 10), "停电").paused(at(11, 2, 11), "停电")
    with pytest.raises(ValueError, match="no end"):
        Term(0, TermUnit.HOURS)
    with pytest.raises(ValueError, match="rise"):
        OfficeHours(((time(9), time(8)),))


@given(moments, terms, terms)
def test_a_longer_term_never_ends_earlier(start: datetime, one: Term, other: Term) -> None:
    longer = Term(one.amount + other.amount, one.unit)
    assert start < end_of_term(start, one, CALENDAR) <= end_of_term(start, longer, CALENDAR)


@given(moments, spells, terms)
def test_a_later_start_never_ends_earlier(start: datetime, later: timedelta, term: Term) -> None:
    assert end_of_term(start, term, CALENDAR) <= end_of_term(start + later, term, CALENDAR)


@given(moments, st.timedeltas(timedelta(seconds=1), timedelta(hours=200)))
def test_working_time_added_is_working_time_measured(start: datetime, work: timedelta) -> None:
    end = moment_after(start, work, CALENDAR)
    assert working_time_between(start, end, CALENDAR) == work


@given(moments, spells, spells)
def test_working_time_adds_up(start: datetime, first: timedelta, second: timedelta) -> None:
    middle, end = start + first, start + first + second
    parts = working_time_between(start, middle, CALENDAR) + working_time_between(
        middle, end, CALENDAR
    )
    assert parts == working_time_between(start, end, CALENDAR)


@given(moments, terms, spells, spells)
def test_a_pause_never_brings_the_end_nearer(
    start: datetime, term: Term, wait: timedelta, length: timedelta
) -> None:
    clock = Clock(start, term)
    held = clock.paused(start + wait, "等待").resumed(start + wait + length)
    before, after = clock.due(CALENDAR), held.due(CALENDAR)
    assert before is not None and after is not None
    assert before <= after <= before + length + timedelta(days=15)
    if start + wait >= before:
        assert after == before


@given(moments, st.integers(1, 60), spells, spells)
def test_at_the_end_of_paused_working_hours_just_the_term_has_elapsed(
    start: datetime, amount: int, wait: timedelta, length: timedelta
) -> None:
    clock = Clock(start, Term(amount, TermUnit.WORKING_HOURS))
    held = clock.paused(start + wait, "等待").resumed(start + wait + length)
    due = held.due(CALENDAR)
    assert due is not None
    if start + wait < end_of_term(start, clock.term, CALENDAR):
        assert elapsed(held, due, CALENDAR) == timedelta(hours=amount)


@given(moments, terms, terms, spells)
def test_changing_the_term_keeps_the_pauses(
    start: datetime, term: Term, other: Term, length: timedelta
) -> None:
    held = Clock(start, term).paused(start, "等待").resumed(start + length)
    assert held.changed(other).due(CALENDAR) == (
        Clock(start, other).paused(start, "等待").resumed(start + length).due(CALENDAR)
    )
