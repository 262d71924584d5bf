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
    end_spell,
    enter,
)
from bihuan.cases.services.history import append, event_of
from bihuan.cases.services.step import locked
from bihuan.cases.version_document import procedure_of
from bihuan.notify.severity import Severity

MOVING = frozenset({Act.SIGN_FOR, Act.TRANSFER, Act.RECALL, Act.PAUSE})
"""Acts after which a form that somebody else has open no longer fits."""


@transaction.atomic
def sign_for(case: Case, *, by: User, now: datetime) -> Case:
    """Sign for a case (签收): the person takes it, and the sender sees that it arrived.

    Raises:
        NotYourStep: it does not wait for this person, or somebody has signed.
    """
    fresh, before = begin_act(case, by, Act.SIGN_FOR)
    fresh.handler = by
    own = CaseUnit.objects.filter(case=fresh, organisation_id=by.organisation_id or 0)
    own.filter(state=UnitState.WAITING).update(state=UnitState.ACCEPTED, accepted_at=now, person=by)
    return write_act(fresh, before, Act.SIGN_FOR, by=by, now=now)


@transaction.atomic
def transfer(case: Case, *, to: User, note: str, by: User, now: datetime) -> Case:
    """Give a case to a colleague who may act on it (转办).

    Raises:
        NotYourStep: not for this person, or the other may not act on it.
    """
    fresh, before = begin_act(case, by, Act.TRANSFER)
    require_text(note, "转办意见")
    if not standing(to, fresh, before.procedure).holds:
        raise NotYourStep(f"{to}不能办理“{fresh.stage_title}”环节，请选择{fresh.holder_title}人员")
    fresh.handler = to
    write_act(fresh, before, Act.TRANSFER, by=by, now=now, note=note, fields={"转给": str(to)})
    tell("step", [to], fresh, now=now, step="转办", by=str(by), note=note)
    return fresh


@transaction.atomic
def urge(case: Case, *, note: str, by: User, now: datetime) -> Case:
    """Urge whoever holds a case (催办).

    Raises:
        NotYourStep: not for this person.
    """
    fresh, before = begin_act(case, by, Act.URGE)
    fresh.urged_at, fresh.urges = now, fresh.urges + 1
    write_act(fresh, before, Act.URGE, by=by, now=now, note=note)
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
    fresh, before = begin_act(case, by, Act.INSTRUCT)
    require_text(text, "批示内容")
    write_act(fresh, before, Act.INSTRUCT, by=by, now=now, note=text)
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
    fresh, before = begin_act(case, by, Act.TELEPHONE)
    require_text(person, "通话人")
    require_text(text, "通话内容")
    fields = {"通话人": person, "电话": phone}
    return write_act(fresh, before, Act.TELEPHONE, by=by, now=now, note=text, fields=fields)


@transaction.atomic
def copy_to(case: Case, *, people: Collection[User], note: str, by: User, now: datetime) -> Case:
    """Let others read along (抄送); they are told now and of every step to come.

    Raises:
        NotYourStep: not for this person, or one of the others may not see the case.
    """
    fresh, before = begin_act(case, by, Act.COPY)
    for person in people:
        if not Case.objects.visible_to(person).filter(pk=fresh.pk).exists():
            raise NotYourStep(f"{person}的数据范围不含此事项，不能抄送")
        row, _ = Participant.objects.get_or_create(case=fresh, user=person, defaults={"since": now})
        row.is_copied = True
        row.save(update_fields=["is_copied"])
    named = {"抄送": "、".join(str(person) for person in people)}
    write_act(fresh, before, Act.COPY, by=by, now=now, note=note, fields=named)
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
    fresh, before = begin_act(case, by, Act.ASSIGN)
    if person is not None and person.organisation_id != lead.pk:
        raise NotYourStep(f"{person}不是{lead}的人员，请改选牵头单位")
    CaseUnit.objects.filter(case=fresh, is_lead=True).update(is_lead=False)
    for body in [lead, *(one for one in helpers if one.pk != lead.pk)]:
        sent = {"is_lead": True, "person": person} if body.pk == lead.pk else {"person": None}
        _give(fresh, body, {"is_lead": False, "task": task, **sent}, now=now)
    fresh.lead = lead
    named = {
        "牵头单位": str(lead),
        "责任人": str(person or ""),
        "配合单位": "、".join(str(one) for one in helpers),
    }
    write_act(fresh, before, Act.ASSIGN, by=by, now=now, note=task, fields=named)
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
    fresh, before = begin_act(case, by, Act.RECALL)
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
    return save_act(fresh, Act.RECALL, by=by, now=now)


def _give(case: Case, body: Organisation, known: Mapping[str, object], *, now: datetime) -> None:
    CaseUnit.objects.update_or_create(
        case=case,
        organisation=body,
        defaults=known,
        create_defaults={**known, "assigned_at": now},
    )


def holders_of(case: Case, before: Standing) -> list[User]:
    """Whoever is to act on a case now: the person who signed for it, else everybody who may."""
    if case.handler is not None:
        return [case.handler]
    holder = before.procedure.stage(case.stage).holder
    return list(people_of(case, before.procedure.actor(holder))) if holder else []


def begin_act(case: Case, by: User, act: Act) -> tuple[Case, Standing]:
    """The case locked, and how this person stands before it; refuses who may not act."""
    fresh = locked(case)
    before = standing(by, fresh, procedure_of(fresh.version))
    require_act(before, act)
    return fresh, before


def write_act(
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
    """Append an act to the history and save the case with it."""
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
    return save_act(case, act, by=by, now=now)


def save_act(case: Case, act: Act, *, by: User, now: datetime) -> Case:
    """Save a case after an act, and put the act on record."""
    case.revision += act in MOVING
    case.save()
    Participant.objects.get_or_create(case=case, user=by, defaults={"since": now})
    detail = {"act": ACT_TITLES[act]}
    record_act(user=by, action=CaseAct.ACT, object=case, now=now, detail=detail)
    return case


def require_text(text: str, name: str) -> None:
    """Refuse an act that leaves out what must be said."""
    if not text.strip():
        raise IncompleteStep(f"还缺：{name}")
