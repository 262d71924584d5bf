"""The clock speaks up (到时提醒、升级、自动流转): once a minute, over all cases that are due."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from bihuan.accounts.models import User
from bihuan.cases.actors import people_of
from bihuan.cases.models import Case, CaseEvent, CaseState, EventKind
from bihuan.cases.notice import Notices, said
from bihuan.cases.procedure.document import IllegalStep, Procedure
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
    events: list[CaseEvent] = []
    automatic: list[tuple[Case, str]] = []
    people, notices = _People(), Notices(now)
    spoken = 0
    for case in cases:
        procedure = procedure_of(case.version)
        ticks = [(datetime.fromisoformat(at), what) for at, what in case.ticks]
        for _, what in (tick for tick in ticks if tick[0] <= now):
            spoken += 1
            step = _speak(case, procedure, what, people=people, events=events, notices=notices)
            if step:
                automatic.append((case, step))
        left = [(at, what) for at, what in ticks if at > now]
        case.ticks = [[at.isoformat(), what] for at, what in left]
        case.next_tick = left[0][0] if left else None
    append(events)
    notices.send()
    Case.objects.bulk_update(cases, ["ticks", "next_tick", "escalations"], batch_size=200)
    for case, step in automatic:
        _move(case, step, now)
    return spoken


class _People:
    """Who is an actor, asked once for each kind, place and unit of a portion."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], list[User]] = {}

    def of(self, case: Case, procedure: Procedure, codes: Sequence[str]) -> list[User]:
        found = []
        for code in codes:
            actor = procedure.actor(code)
            own = case.pk if actor.relation in {"assignee", "raiser"} else None
            key = (case.version_id, code, case.district_id, case.enterprise_id, own)
            if key not in self._known:
                self._known[key] = list(people_of(case, actor))
            found += self._known[key]
        return found


def _speak(
    case: Case,
    procedure: Procedure,
    what: str,
    *,
    people: _People,
    events: list[CaseEvent],
    notices: Notices,
) -> str:
    """Say what a tick says; gives the step that the clock takes by itself, or nothing."""
    stage = procedure.stage(case.stage)
    mine = [case.handler] if case.handler else people.of(case, procedure, [stage.holder])
    key = f"case:{case.pk}:{case.revision}:{what}"
    if what.startswith("remind:"):
        percent = what.partition(":")[2]
        words = "已到期" if percent == "100" else f"办理时间已过 {percent}%"
        notices.add("reminder", mine, case, key=key, note=words)
        return ""
    if what == "whole":
        notices.add("overdue", mine, case, key=key, severity=Severity.HIGH, note="总期限已到")
        return ""
    escalation = stage.escalation
    if escalation is None:
        return ""
    case.escalations += 1
    above = people.of(case, procedure, escalation.tell)
    note = f"“{stage.title}”应于 {said(case.deadline)} 前办结，逾期未办"
    told = "、".join(procedure.actor(code).title for code in escalation.tell)
    events.append(
        event_of(
            case,
            EventKind.CLOCK,
            code="escalate",
            title="逾期升级",
            by=None,
            now=notices.now,
            note=note,
            fields={"已告知": told} if told else {},
        )
    )
    people_told = [*mine, *above]
    notices.add("overdue", people_told, case, key=key, severity=Severity.HIGH, note=note)
    return escalation.step


def _move(case: Case, step: str, now: datetime) -> None:
    try:
        take_step_by_clock(case, step, now=now)
    except IllegalStep as error:
        log.warning("time-out step not taken case=%s reason=%s", case.number, error)
