"""The clock of a stage as a case keeps it (环节计时): by a term, or to a fixed moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bihuan.cases.procedure.document import Stage
from bihuan.regulations.working_time.calendar import WorkingCalendar
from bihuan.regulations.working_time.clock import Clock, ClockError, Pause
from bihuan.regulations.working_time.term import (
    Term,
    TermUnit,
    moment_after,
    working_time_between,
)

WORKING = frozenset({TermUnit.WORKING_DAYS, TermUnit.WORKING_HOURS})
UNITS = {
    TermUnit.HOURS: "小时",
    TermUnit.CALENDAR_DAYS: "个自然日",
    TermUnit.WORKING_HOURS: "个工作小时",
    TermUnit.WORKING_DAYS: "个工作日",
}


def term_words(term: Term | None) -> str:
    """A term as people say it; empty for none.

    >>> term_words(Term(3, TermUnit.WORKING_DAYS))
    '3 个工作日'
    """
    return "" if term is None else f"{term.amount} {UNITS[term.unit]}"


@dataclass(frozen=True, slots=True)
class Tick:
    """A moment at which the platform speaks up by itself (提醒点)."""

    at: datetime
    what: str
    """``remind:80``, ``escalate`` or ``whole``."""

    def as_data(self) -> list[str]:
        """For the case's column."""
        return [self.at.isoformat(), self.what]


@dataclass(frozen=True, slots=True)
class StageClock:
    """Time that the holder of a stage has; pausing and changing give a new clock.

    A fixed moment is put off by the length of each pause.
    """

    start: datetime
    term: Term | None = None
    fixed: datetime | None = None
    pauses: tuple[Pause, ...] = ()

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still."""
        return bool(self.pauses) and self.pauses[-1].end is None

    @property
    def words(self) -> str:
        """The term as people say it; empty for a fixed moment or none."""
        return term_words(self.term)

    def due(self, calendar: WorkingCalendar) -> datetime | None:
        """When it runs out; None while paused or where there is no term."""
        if self.is_paused:
            return None
        if self.fixed is not None:
            lost = (pause.end - pause.start for pause in self.pauses if pause.end)
            return self.fixed + sum(lost, timedelta())
        return None if self.term is None else self._clock(self.term).due(calendar)

    def paused(self, at: datetime, reason: str) -> "StageClock":
        """The clock standing still from `at`.

        Raises:
            ClockError: paused already, or no reason.
        """
        return replace(self, pauses=self._any_clock().paused(at, reason).pauses)

    def resumed(self, at: datetime) -> "StageClock":
        """The clock running again.

        Raises:
            ClockError: it is not paused.
        """
        return replace(self, pauses=self._any_clock().resumed(at).pauses)

    def extended(self, amount: int) -> "StageClock":
        """The clock with so many more of its units; a fixed moment is put off by days.

        Raises:
            ClockError: there is no term to extend.
        """
        if self.fixed is not None:
            return replace(self, fixed=self.fixed + timedelta(days=amount))
        if self.term is None:
            raise ClockError("this stage has no term to extend")
        return replace(self, term=replace(self.term, amount=self.term.amount + amount))

    def part(self, percent: int, calendar: WorkingCalendar) -> datetime | None:
        """The moment at which so much of the time is gone."""
        due = self.due(calendar)
        if due is None:
            return None
        if self.term is not None and self.term.unit in WORKING:
            whole = working_time_between(self.start, due, calendar)
            return moment_after(self.start, whole * percent / 100, calendar)
        return self.start + (due - self.start) * percent / 100

    def as_data(self) -> dict[str, Any]:
        """For the case's column."""
        return {
            "start": self.start.isoformat(),
            "term": [self.term.amount, self.term.unit.value] if self.term else None,
            "fixed": self.fixed.isoformat() if self.fixed else None,
            "pauses": [
                [one.start.isoformat(), one.end.isoformat() if one.end else None, one.reason]
                for one in self.pauses
            ],
        }

    def _clock(self, term: Term) -> Clock:
        return Clock(self.start, term, self.pauses)

    def _any_clock(self) -> Clock:
        return self._clock(self.term or Term(1, TermUnit.HOURS))


def clock_from(data: Mapping[str, Any]) -> StageClock | None:
    """The clock that a case's column holds; None where the stage has none."""
    if not data:
        return None
    term, fixed = data["term"], data["fixed"]
    return StageClock(
        start=datetime.fromisoformat(data["start"]),
        term=Term(term[0], TermUnit(term[1])) if term else None,
        fixed=datetime.fromisoformat(fixed) if fixed else None,
        pauses=tuple(
            Pause(datetime.fromisoformat(start), _moment(end), reason)
            for start, end, reason in data["pauses"]
        ),
    )


def ticks_of(
    stage: Stage, clock: StageClock, calendar: WorkingCalendar, *, after: datetime
) -> list[Tick]:
    """When the platform must speak up in this stage, later than `after`, in order."""
    return sorted(
        (tick for tick in _ticks(stage, clock, calendar) if tick.at > after),
        key=lambda tick: tick.at,
    )


def _ticks(stage: Stage, clock: StageClock, calendar: WorkingCalendar) -> Iterator[Tick]:
    due = clock.due(calendar)
    if due is None:
        return
    for percent in stage.reminders:
        moment = clock.part(percent, calendar)
        if moment is not None:
            yield Tick(moment, f"remind:{percent}")
    if stage.escalation is not None:
        yield Tick(due + timedelta(hours=stage.escalation.after_hours), "escalate")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
