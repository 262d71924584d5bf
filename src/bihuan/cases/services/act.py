"""What offices do beside the route (办件动作): each writes one line into the history."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.services import record_act
from bihuan.cases.acts import CaseAct
from bihuan.cases.audience import people_of
from bihuan.cases.error import IncompleteStep, NotNow, NotYourStep
from bihuan.cases.models import (
    Case,
    CaseEvent,
    CaseUnit,
    EventKind,
    ExtensionRequest,
    Participant,
    StageSpell,
    UnitState,
)
from bihuan.cases.notice import tell
from bihuan.cases.permission import Standing, require_act, standing
from bihuan.cases.procedure.document import ACT_TITLES, Act
from bihuan.cases.services.entering import (
    Calendars,
    begin_spell,
    clock_of,
    end_spell,
    enter,
    wind,
)
from bihuan.cases.services.history import append, event_of
from bihuan.cases.services.step import locked
from bihuan.cases.version_document import procedure_of
from bihuan.notify.severity import Severity
from bihuan.regulations.working_time.clock import ClockError

MOVING = frozenset({Act.SIGN_FOR, Act.TRANSFER, Act.RECALL, Act.PAUSE})
"""Acts after which a form that somebody else has open no longer fits."""


@transaction.atomic
def sign_for(case: Case, *, by: User, now: datetime) -> Case:
    """Sign for a case (签收): the person takes it, and the sender sees that it arrived.

    Raises:
        NotYourStep: it does not wait for this person, or somebody has signed.
    """
    fresh, before = _begin(case, by, Act.SIGN_FOR)
    fresh.handler = by
    own = CaseUnit.objects.filter(case=fresh, organisation_id=by.organisation_id or 0)
    own.filter(state=UnitState.WAITING).update(state=UnitState.ACCEPTED, accepted_at=now, person=by)
    return _written(fresh, before, Act.SIGN_FOR, by=by, now=now)


@transaction.atomic
def transfer(case: Case, *, to: User, note: str, by: User, now: datetime) -> Case:
    """Give a case to a colleague who may act on it (转办).

    Raises:
        NotYourStep: not for this person, or the other may not act on it.
    """
    fresh, before = _begin(case, by, Act.TRANSFER)
    _require(note, "转办意见")
    if not standing(to, fresh, before.procedure).holds:
        raise NotYourStep(f"{to}不能办理“{fresh.stage_title}”环节，请选择{fresh.holder_title}人员")
    fresh.handler = to
    _written(fresh, before, Act.TRANSFER, by=by, now=now, note=note, fields={"转给": str(to)})
    tell("step", [to], fresh, now=now, step="转办", by=str(by), note=note)
    return fresh


@transaction.atomic
def urge(case: Case, *, note: str, by: User, now: datetime) -> Case:
    """Urge whoever holds a case (催办).

    Raises:
        NotYourStep: not for this person.
    """
    fresh, before = _begin(case, by, Act.URGE)
    fresh.urged_at, fresh.urges = now, fresh.urges + 1
    _written(fresh, before, Act.URGE, by=by, now=now, note=note)
    people = holders_of(fresh, before)
    tell("urge", people, fresh, now=now, severity=Severity.HIGH, by=str(by), note=note)
    return fresh


@transaction.atomic
def instruct(case: Case, *, text: str, by: User, now: datetime) -> Case:
    """Write a leader's instruction (批示) onto a case.

    Raises:
        NotYourStep: not for this person.
        IncompleteStep: nothing was written.
    """
    fresh, before = _begin(case, by, Act.INSTRUCT)
    _require(text, "批示内容")
    _written(fresh, before, Act.INSTRUCT, by=by, now=now, note=text)
    people = holders_of(fresh, before)
    tell("urge", people, fresh, now=now, severity=Severity.HIGH, by=str(by), note=f"批示：{text}")
    return fresh


@transaction.atomic
def record_call(case: Case, *, person: str, phone: str, text: str, by: User, now: datetime) -> Case:
    """Keep what was said on the telephone (电话记录).

    Raises:
        NotYourStep: not for this person.
        IncompleteStep: with whom, or what, is missing.
    """
    fresh, before = _begin(case, by, Act.TELEPHONE)
    _require(person, "通话人")
    _require(text, "通话内容")
    fields = {"通话人": person, "电话": phone}
    return _written(fresh, before, Act.TELEPHONE, by=by, now=now, note=text, fields=fields)


@transaction.atomic
def copy_to(case: Case, *, people: Collection[User], note: str, by: User, now: datetime) -> Case:
    """Let others read along (抄送); they are told now and of every step to come.

    Raises:
        NotYourStep: not for this person, or one of the others may not see the case.
    """
    fresh, before = _begin(case, by, Act.COPY)
    for person in people:
        if not Case.objects.visible_to(person).filter(pk=fresh.pk).exists():
            raise NotYourStep(f"{person}的数据范围不含此事项，不能抄送")
        row, _ = Participant.objects.get_or_create(case=fresh, user=person, defaults={"since": now})
        row.is_copied = True
        row.save(update_fields=["is_copied"])
    named = {"抄送": "、".join(str(person) for person in people)}
    _written(fresh, before, Act.COPY, by=by, now=now, note=note, fields=named)
    tell("step", people, fresh, now=now, step="抄送", by=str(by), note=note)
    return fresh


@transaction.atomic
def assign(
    case: Case,
    *,
    lead: Organisation,
    helpers: Collection[Organisation] = (),
    person: User | None = None,
    task: str = "",
    by: User,
    now: datetime,
) -> Case:
    """Name the bodies that handle a case (分派): one leads, the others help.

    Args:
        person: who of the leading body is sent, where one is named.

    Raises:
        NotYourStep: not for this person, or the one who is sent is of another body.
    """
    fresh, before = _begin(case, by, Act.ASSIGN)
    if person is not None and person.organisation_id != lead.pk:
        raise NotYourStep(f"{person}不是{lead}的人员，请改选牵头单位")
    CaseUnit.objects.filter(case=fresh, is_lead=True).update(is_lead=False)
    for body in [lead, *(one for one in helpers if one.pk != lead.pk)]:
        is_lead = body.pk == lead.pk
        known = {"is_lead": is_lead, "task": task, "person": person if is_lead else None}
        CaseUnit.objects.update_or_create(
            case=fresh,
            organisation=body,
            defaults=known,
            create_defaults={**known, "assigned_at": now},
        )
    fresh.lead = lead
    named = {
        "牵头单位": str(lead),
        "责任人": str(person or ""),
        "配合单位": "、".join(str(one) for one in helpers),
    }
    _written(fresh, before, Act.ASSIGN, by=by, now=now, note=task, fields=named)
    people = [person] if person is not None else holders_of(fresh, before)
    tell("step", people, fresh, now=now, step="分派", by=str(by), note=task)
    return fresh


@transaction.atomic
def recall(case: Case, *, note: str, by: User, now: datetime) -> Case:
    """Take back one's own last step before anybody went on (撤回).

    Raises:
        NotYourStep: not for this person, or the last step was another's.
        NotNow: somebody has signed for it or gone on.
    """
    fresh, before = _begin(case, by, Act.RECALL)
    last = CaseEvent.objects.filter(case=fresh, kind=EventKind.STEP).last()
    if last is None or last.by_id != by.pk or last.code == Act.RECALL:
        raise NotYourStep("只能撤回本人刚刚办理、尚无人接办的一步")
    if last.stage_after != fresh.stage or fresh.handler_id is not None:
        raise NotNow("对方已经签收或办理，不能撤回；可请对方退回")
    target = before.procedure.stage(last.stage_before)
    event = event_of(
        fresh,
        EventKind.STEP,
        code=Act.RECALL.value,
        title="撤回",
        by=by,
        now=now,
        stage_after=target.code,
        note=note,
    )
    append([event])
    end_spell(fresh, now=now)
    enter(fresh, before.procedure, target, now=now, calendars=Calendars())
    StageSpell.objects.bulk_create([begin_spell(fresh)])
    return _saved(fresh, Act.RECALL, by=by, now=now)


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
    fresh, before = _begin(case, by, Act.EXTEND)
    _require(reason, "延期理由")
    if fresh.extensions.filter(decided_at=None).exists():
        raise NotNow("已有待审批的延期申请")
    asked = ExtensionRequest.objects.create(
        case=fresh, amount=amount, reason=reason, asked_at=now, asked_by=by
    )
    words = {"延长": _length(fresh, amount)}
    if not before.holds:
        return _grant(fresh, before, asked, by=by, now=now, note=reason)
    _written(fresh, before, Act.EXTEND, by=by, now=now, note=reason, fields=words, title="申请延期")
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
    fresh, before = _begin(case, by, Act.EXTEND)
    asked = fresh.extensions.filter(decided_at=None).first()
    if asked is None:
        raise NotNow("没有待审批的延期申请")
    if asked.asked_by_id == by.pk or not before.outranks(before.procedure.acts[Act.EXTEND]):
        raise NotYourStep("延期须由审批人办理，不能审批本人的申请")
    if is_granted:
        return _grant(fresh, before, asked, by=by, now=now, note=note)
    asked.decided_at, asked.decided_by, asked.is_granted = now, by, False
    asked.save()
    _written(fresh, before, Act.EXTEND, by=by, now=now, note=note, title="不同意延期")
    tell("step", [asked.asked_by], fresh, now=now, step="不同意延期", by=str(by), note=note)
    return fresh


def holders_of(case: Case, before: Standing) -> list[User]:
    """Whoever is to act on a case now: the person who signed for it, else everybody who may."""
    if case.handler is not None:
        return [case.handler]
    holder = before.procedure.stage(case.stage).holder
    return list(people_of(case, before.procedure.actor(holder))) if holder else []


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
    _written(case, before, Act.EXTEND, by=by, now=now, note=note, fields=words, title="同意延期")
    tell("step", [asked.asked_by], case, now=now, step="同意延期", by=str(by), note=note)
    return case


def _turn(case: Case, *, by: User, now: datetime, reason: str | None) -> Case:
    fresh, before = _begin(case, by, Act.PAUSE)
    clock = clock_of(fresh)
    if clock is None:
        raise NotNow("本环节没有期限，无需中止")
    if reason is not None:
        _require(reason, "中止原因")
    try:
        turned = clock.resumed(now) if reason is None else clock.paused(now, reason)
    except ClockError as error:
        raise NotNow("计时没有中止" if reason is None else "计时已经中止") from error
    wind(fresh, before.procedure, turned, now=now, calendars=Calendars())
    fresh.paused_at = None if reason is None else now
    title = "恢复计时" if reason is None else "中止计时"
    return _written(fresh, before, Act.PAUSE, by=by, now=now, note=reason or "", title=title)


def _begin(case: Case, by: User, act: Act) -> tuple[Case, Standing]:
    fresh = locked(case)
    before = standing(by, fresh, procedure_of(fresh.version))
    require_act(before, act)
    return fresh, before


def _written(
    case: Case,
    before: Standing,
    act: Act,
    *,
    by: User,
    now: datetime,
    note: str = "",
    fields: Mapping[str, str] | None = None,
    title: str = "",
) -> Case:
    event = event_of(
        case,
        EventKind.ACT,
        code=act.value,
        title=title or ACT_TITLES[act],
        by=by,
        now=now,
        note=note,
        fields={name: value for name, value in (fields or {}).items() if value},
    )
    append([event])
    return _saved(case, act, by=by, now=now)


def _saved(case: Case, act: Act, *, by: User, now: datetime) -> Case:
    case.revision += act in MOVING
    case.save()
    Participant.objects.get_or_create(case=case, user=by, defaults={"since": now})
    detail = {"act": ACT_TITLES[act]}
    record_act(user=by, action=CaseAct.ACT, object=case, now=now, detail=detail)
    return case


def _length(case: Case, amount: int) -> str:
    clock = clock_of(case)
    if clock is None or clock.term is None:
        return f"{amount} 日"
    return f"{amount} {clock.words.split(' ', 1)[1]}"


def _require(text: str, name: str) -> None:
    if not text.strip():
        raise IncompleteStep(f"还缺：{name}")
