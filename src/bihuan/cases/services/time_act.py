"""Acts on the time that a case has (中止计时、延期)."""

from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.cases.audience import people_of
from bihuan.cases.error import NotNow, NotYourStep
from bihuan.cases.models import Case, ExtensionRequest
from bihuan.cases.notice import tell
from bihuan.cases.permission import Standing
from bihuan.cases.procedure.document import Act
from bihuan.cases.services.act import begin_act, require_text, write_act
from bihuan.cases.services.entering import Calendars, clock_of, wind
from bihuan.regulations.working_time.clock import ClockError


@transaction.atomic
def pause(case: Case, *, reason: str, by: User, now: datetime) -> Case:
    """Let the clock stand still for a stated reason (中止计时).

    Raises:
        NotYourStep: not for this person.
        NotNow: it stands still already, or there is none.
    """
    return _turn(case, by=by, now=now, reason=reason)


@transaction.atomic
def resume(case: Case, *, by: User, now: datetime) -> Case:
    """Let the clock run again (恢复计时).

    Raises:
        NotYourStep: not for this person.
        NotNow: it runs.
    """
    return _turn(case, by=by, now=now, reason=None)


@transaction.atomic
def ask_extension(case: Case, *, amount: int, reason: str, by: User, now: datetime) -> Case:
    """Ask for more time (申请延期); who may grant it is granted at once.

    Raises:
        NotYourStep: not for this person.
        NotNow: one is asked for already, or there is no deadline.
    """
    fresh, before = begin_act(case, by, Act.EXTEND)
    require_text(reason, "延期理由")
    if fresh.extensions.filter(decided_at=None).exists():
        raise NotNow("已有待审批的延期申请")
    asked = ExtensionRequest.objects.create(
        case=fresh, amount=amount, reason=reason, asked_at=now, asked_by=by
    )
    words = {"延长": _length(fresh, amount)}
    if not before.holds:
        return _grant(fresh, before, asked, by=by, now=now, note=reason)
    write_act(
        fresh, before, Act.EXTEND, by=by, now=now, note=reason, fields=words, title="申请延期"
    )
    people = [
        person
        for code in before.procedure.acts[Act.EXTEND]
        for person in people_of(fresh, before.procedure.actor(code))
    ]
    tell("step", people, fresh, now=now, step="申请延期", by=str(by), note=reason)
    return fresh


@transaction.atomic
def decide_extension(case: Case, *, is_granted: bool, note: str, by: User, now: datetime) -> Case:
    """Grant or refuse more time (审批延期).

    Raises:
        NotYourStep: not for this person; nobody grants his own.
        NotNow: nothing is asked for.
    """
    fresh, before = begin_act(case, by, Act.EXTEND)
    asked = fresh.extensions.filter(decided_at=None).first()
    if asked is None:
        raise NotNow("没有待审批的延期申请")
    if asked.asked_by_id == by.pk or not before.outranks(before.procedure.acts[Act.EXTEND]):
        raise NotYourStep("延期须由审批人办理，不能审批本人的申请")
    if is_granted:
        return _grant(fresh, before, asked, by=by, now=now, note=note)
    asked.decided_at, asked.decided_by, asked.is_granted = now, by, False
    asked.save()
    write_act(fresh, before, Act.EXTEND, by=by, now=now, note=note, title="不同意延期")
    tell("step", [asked.asked_by], fresh, now=now, step="不同意延期", by=str(by), note=note)
    return fresh


def _grant(
    case: Case,
    before: Standing,
    asked: ExtensionRequest,
    *,
    by: User,
    now: datetime,
    note: str,
) -> Case:
    asked.decided_at, asked.decided_by, asked.is_granted = now, by, True
    asked.save()
    clock = clock_of(case)
    if clock is None:
        raise NotNow("本环节没有期限")
    wind(case, before.procedure, clock.extended(asked.amount), now=now, calendars=Calendars())
    words = {"延长": _length(case, asked.amount)}
    write_act(case, before, Act.EXTEND, by=by, now=now, note=note, fields=words, title="同意延期")
    tell("step", [asked.asked_by], case, now=now, step="同意延期", by=str(by), note=note)
    return case


def _turn(case: Case, *, by: User, now: datetime, reason: str | None) -> Case:
    fresh, before = begin_act(case, by, Act.PAUSE)
    clock = clock_of(fresh)
    if clock is None:
        raise NotNow("本环节没有期限，无需中止")
    if reason is not None:
        require_text(reason, "中止原因")
    try:
        turned = clock.resumed(now) if reason is None else clock.paused(now, reason)
    except ClockError as error:
        raise NotNow("计时没有中止" if reason is None else "计时已经中止") from error
    wind(fresh, before.procedure, turned, now=now, calendars=Calendars())
    fresh.paused_at = None if reason is None else now
    title = "恢复计时" if reason is None else "中止计时"
    return write_act(fresh, before, Act.PAUSE, by=by, now=now, note=reason or "", title=title)


def _length(case: Case, amount: int) -> str:
    clock = clock_of(case)
    if clock is None or clock.term is None:
        return f"{amount} 日"
    return f"{amount} {clock.words.split(' ', 1)[1]}"
