"""A case enters a stage (进入环节): who holds it, by when, and when the platform speaks up."""

from datetime import datetime

from bihuan.accounts.models import Organisation
from bihuan.cases.actors import holder_key
from bihuan.cases.models import Case, CaseState, StageSpell
from bihuan.cases.office_calendar import working_calendar
from bihuan.cases.procedure.document import Procedure, Stage
from bihuan.cases.stage_clock import StageClock, Tick, clock_from, ticks_of
from bihuan.regulations.working_time.calendar import WorkingCalendar
from bihuan.regulations.working_time.term import end_of_term


class Calendars:
    """Calendars of bodies, each read once in a batch."""

    def __init__(self) -> None:
        self._known: dict[int | None, WorkingCalendar] = {}

    def of(self, organisation: Organisation | None) -> WorkingCalendar:
        """The calendar of a body."""
        key = organisation.pk if organisation else None
        if key not in self._known:
            self._known[key] = working_calendar(organisation)
        return self._known[key]


def enter(
    case: Case,
    procedure: Procedure,
    stage: Stage,
    *,
    now: datetime,
    calendars: Calendars,
    fixed: datetime | None = None,
) -> None:
    """Set the columns of a case that enters a stage; the caller writes the row.

    Args:
        fixed: a deadline that somebody set instead of the stage's term.
    """
    case.stage, case.stage_title = stage.code, stage.title
    case.entered_at, case.handler, case.paused_at = now, None, None
    holder = procedure.actor(stage.holder) if stage.holder else None
    case.holder = holder_key(holder) if holder else ""
    case.holder_title = holder.title if holder else ""
    clock = None if stage.is_end else _clock(stage, now, fixed)
    wind(case, procedure, clock, now=now, calendars=calendars)
    if stage.is_end:
        case.state, case.closed_at = CaseState.CLOSED, now
        case.on_time = case.whole_deadline is None or now <= case.whole_deadline
    else:
        case.state, case.closed_at, case.on_time = CaseState.OPEN, None, None


def wind(
    case: Case,
    procedure: Procedure,
    clock: StageClock | None,
    *,
    now: datetime,
    calendars: Calendars,
) -> None:
    """Set the columns that a stage's clock says: deadline, pause, next reminder."""
    stage = procedure.stage(case.stage)
    calendar = calendars.of(case.lead)
    case.clock = clock.as_data() if clock else {}
    case.deadline = clock.due(calendar) if clock else None
    case.is_provisional = case.deadline is not None and not calendar.is_announced(
        case.deadline.astimezone(calendar.zone).date()
    )
    ticks = ticks_of(stage, clock, calendar, after=now) if clock else []
    if not stage.is_end and case.whole_deadline is not None and case.whole_deadline > now:
        ticks = sorted([*ticks, Tick(case.whole_deadline, "whole")], key=lambda tick: tick.at)
    if clock is not None and clock.is_paused:
        ticks = []
    set_ticks(case, ticks)


def set_ticks(case: Case, ticks: list[Tick]) -> None:
    """Note when the platform must speak up next."""
    case.ticks = [tick.as_data() for tick in ticks]
    case.next_tick = ticks[0].at if ticks else None


def set_whole_deadline(
    case: Case, procedure: Procedure, *, now: datetime, calendars: Calendars
) -> None:
    """Set the deadline of the whole case, counted from its raising."""
    if procedure.whole_term is not None:
        calendar = calendars.of(case.lead)
        case.whole_deadline = end_of_term(now, procedure.whole_term, calendar)


def begin_spell(case: Case) -> StageSpell:
    """The stay that begins now; the caller writes it."""
    return StageSpell(
        case=case,
        stage=case.stage,
        stage_title=case.stage_title,
        holder_title=case.holder_title,
        entered_at=case.entered_at,
        due_at=case.deadline,
    )


def end_spell(case: Case, *, now: datetime) -> None:
    """End the stay that is open, with whether it ended in time."""
    open_one = StageSpell.objects.filter(case=case, left_at__isnull=True).last()
    if open_one is not None:
        open_one.left_at, open_one.due_at = now, case.deadline
        open_one.on_time = None if case.deadline is None else now <= case.deadline
        open_one.save(update_fields=["left_at", "due_at", "on_time"])


def clock_of(case: Case) -> StageClock | None:
    """The clock of the stage in which a case stands."""
    return clock_from(case.clock)


def _clock(stage: Stage, now: datetime, fixed: datetime | None) -> StageClock | None:
    if fixed is not None:
        return StageClock(now, fixed=fixed)
    return StageClock(now, term=stage.term) if stage.term else None
