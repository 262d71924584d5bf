"""Clocks (计时): a term that runs, pauses for a stated reason, and may be changed."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bihuan.regulations.working_time.calendar import WorkingCalendar
from bihuan.regulations.working_time.term import (
    Term,
    TermUnit,
    end_of_term,
    moment_after,
    working_time_between,
)


class ClockError(ValueError):
    """A clock was asked for what it cannot do."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A spell that does not count (中止计时), with its reason; open while `end` is None."""

    start: datetime
    end: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Clock:
    """One running term with its pauses, oldest first (办理时限).

    What was is never altered: pausing, resuming and changing give a new clock.
    """

    start: datetime
    term: Term
    pauses: tuple[Pause, ...] = ()

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still."""
        return bool(self.pauses) and self.pauses[-1].end is None

    def paused(self, at: datetime, reason: str) -> "Clock":
        """The clock standing still from `at`.

        Raises:
            ClockError: paused already, before its start or last pause, or no reason.
        """
        if self.is_paused:
            raise ClockError(f"paused already since {self.pauses[-1].start}")
        if not reason.strip():
            raise ClockError("a pause needs a reason")
        self._check_order(at)
        return replace(self, pauses=(*self.pauses, Pause(at, None, reason)))

    def resumed(self, at: datetime) -> "Clock":
        """The clock running again from `at`.

        Raises:
            ClockError: it is not paused, or `at` lies before the pause.
        """
        if not self.is_paused:
            raise ClockError("not paused")
        last = self.pauses[-1]
        if at < last.start:
            raise ClockError(f"cannot resume at {at}, before the pause of {last.start}")
        return replace(self, pauses=(*self.pauses[:-1], replace(last, end=at)))

    def changed(self, term: Term) -> "Clock":
        """The clock with another term from the same start (延期, 缩短)."""
        return replace(self, term=term)

    def due(self, calendar: WorkingCalendar) -> datetime | None:
        """When the term ends, each pause put behind it; None while paused.

        A pause puts off terms of hours and calendar days by its length, terms
        of working time by the working time in it.
        """
        if self.is_paused:
            return None
        due = end_of_term(self.start, self.term, calendar)
        for pause in self.pauses:
            if pause.end is not None and pause.start < due:
                due = self._put_off(due, pause.start, pause.end, calendar)
        return due

    def is_overdue(self, now: datetime, calendar: WorkingCalendar) -> bool:
        """Whether the term is over at `now`; a paused clock was overdue only before its pause."""
        if not self.is_paused:
            due = self.due(calendar)
            return due is not None and now > due
        running = replace(self, pauses=self.pauses[:-1])
        return running.is_overdue(self.pauses[-1].start, calendar)

    def _put_off(
        self, due: datetime, start: datetime, end: datetime, calendar: WorkingCalendar
    ) -> datetime:
        if self.term.unit in {TermUnit.HOURS, TermUnit.CALENDAR_DAYS}:
            return due + (end - start)
        lost = working_time_between(start, end, calendar)
        return moment_after(due, lost, calendar)

    def _check_order(self, at: datetime) -> None:
        latest = self.pauses[-1].end if self.pauses else self.start
        if latest is not None and at < latest:
            raise ClockError(f"cannot pause at {at}, before {latest}")


def elapsed(clock: Clock, now: datetime, calendar: WorkingCalendar) -> timedelta:
    """Time that counted so far: working time for working terms, else plain time."""
    if clock.term.unit in {TermUnit.HOURS, TermUnit.CALENDAR_DAYS}:
        spent = max(now - clock.start, timedelta())
        lost = (_overlap(pause, now) for pause in clock.pauses)
        return spent - sum(lost, timedelta())
    spent = working_time_between(clock.start, now, calendar)
    idle = (
        working_time_between(pause.start, min(pause.end or now, now), calendar)
        for pause in clock.pauses
    )
    return spent - sum(idle, timedelta())


def _overlap(pause: Pause, now: datetime) -> timedelta:
    return max(min(pause.end or now, now) - pause.start, timedelta())
