"""The clock speaks up (到时提醒、升级、自动流转): once a minute, over all cases that are due."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from bihuan.accounts.models import User
from bihuan.cases.audience import Audience
from bihuan.cases.models import Case, CaseEvent, CaseState, EventKind
from bihuan.cases.notice import Notices, said
from bihuan.cases.procedure.document import Escalation, IllegalStep, Procedure
from bihuan.cases.services.history import append, event_of
from bihuan.cases.services.step import take_step_by_clock
from bihuan.cases.version_document import procedure_of
from bihuan.notify.severity import Severity

log = logging.getLogger(__name__)
AT_ONCE = 500


def speak_up(now: datetime) -> int:
    """Do everything that is due (到时处理): reminders, escalations, time-outs; how many.

    Each portion is one transaction; a case is looked at by one process only.
    """
    spoken = 0
    while portion := _portion(now):
        spoken += portion
    return spoken


@transaction.atomic
def _portion(now: datetime) -> int:
    due = Case.objects.filter(state=CaseState.OPEN, next_tick__lte=now).order_by("next_tick")
    skip = connection.features.has_select_for_update_skip_locked
    rows = due.select_for_update(of=("self",), skip_locked=skip)
    related = ("version", "district", "enterprise", "lead", "handler")
    cases = list(rows.select_related(*related)[:AT_ONCE])
    going = _Round(Audience(cases), Notices(now))
    spoken = sum(_due(case, going) for case in cases)
    append(going.events)
    going.notices.send()
    Case.objects.bulk_update(cases, ["ticks", "next_tick", "escalations"], batch_size=200)
    for case, step in going.automatic:
        _move(case, step, now)
    return spoken


@dataclass(slots=True)
class _Round:
    """What one portion says, written when all of it is said."""

    audience: Audience
    notices: Notices
    events: list[CaseEvent] = field(default_factory=list)
    automatic: list[tuple[Case, str]] = field(default_factory=list)


def _due(case: Case, going: _Round) -> int:
    """Say everything of one case that is due, and note what comes next; how many."""
    ticks = [(datetime.fromisoformat(at), what) for at, what in case.ticks]
    spoken = [what for at, what in ticks if at <= going.notices.now]
    for what in spoken:
        _speak(case, what, going)
    left = [(at, what) for at, what in ticks if at > going.notices.now]
    case.ticks = [[at.isoformat(), what] for at, what in left]
    case.next_tick = left[0][0] if left else None
    return len(spoken)


def _speak(case: Case, what: str, going: _Round) -> None:
    procedure = procedure_of(case.version)
    stage = procedure.stage(case.stage)
    mine = [case.handler] if case.handler else going.audience.of(case, procedure, [stage.holder])
    key = f"case:{case.pk}:{case.revision}:{what}"
    if what.startswith("remind:"):
        going.notices.add("reminder", mine, case, key=key, note=_gone(what.partition(":")[2]))
    elif what == "whole":
        high = Severity.HIGH
        going.notices.add("overdue", mine, case, key=key, severity=high, note="总期限已到")
    elif stage.escalation is not None:
        _escalate(case, procedure, stage.escalation, mine=mine, key=key, going=going)


def _gone(percent: str) -> str:
    return "已到期" if percent == "100" else f"办理时间已过 {percent}%"


def _escalate(
    case: Case,
    procedure: Procedure,
    escalation: Escalation,
    *,
    mine: Sequence[User],
    key: str,
    going: _Round,
) -> None:
    """Tell those above, write it into the history, and note the step that the clock takes."""
    now = going.notices.now
    case.escalations += 1
    note = f"“{case.stage_title}”应于 {said(case.deadline)} 前办结，逾期未办"
    told = "、".join(procedure.actor(code).title for code in escalation.tell)
    fields = {"已告知": told} if told else {}
    row = event_of(case, EventKind.CLOCK, code="escalate", title="逾期升级", by=None, now=now)
    row.note, row.fields = note, fields
    going.events.append(row)
    people = [*mine, *going.audience.of(case, procedure, escalation.tell)]
    going.notices.add("overdue", people, case, key=key, severity=Severity.HIGH, note=note)
    if escalation.step:
        going.automatic.append((case, escalation.step))


def _move(case: Case, step: str, now: datetime) -> None:
    try:
        take_step_by_clock(case, step, now=now)
    except IllegalStep as error:
        log.warning("time-out step not taken case=%s reason=%s", case.number, error)
