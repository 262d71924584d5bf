"""A case is moved (流转): one door for every step of every procedure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.cases import ending
from bihuan.cases.acts import CaseAct
from bihuan.cases.audience import people_of
from bihuan.cases.error import CaseError, IncompleteStep, NotYourStep, SomeoneWasFaster
from bihuan.cases.models import (
    Case,
    CaseEvent,
    CaseState,
    CaseUnit,
    Draft,
    EventKind,
    Evidence,
    Participant,
    StageSpell,
    UnitState,
)
from bihuan.cases.notice import tell
from bihuan.cases.permission import standing, why_not
from bihuan.cases.procedure.document import (
    EvidenceRule,
    IllegalStep,
    Procedure,
    Stage,
    Step,
    StepKind,
    next_stage,
)
from bihuan.cases.services.entering import Calendars, begin_spell, end_spell, enter
from bihuan.cases.services.evidence import files_field
from bihuan.cases.services.history import append, event_of
from bihuan.cases.services.raising import deadline_in
from bihuan.cases.version_document import procedure_of
from bihuan.documents.models import IssuedNumber
from bihuan.documents.services.number import void_number

KINDS = {"photo": "image/", "video": "video/", "document": "application/"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody hands in with a step (提交内容).

    Args:
        fields: the form's values, by name.
        key: the browser's own number of this submission; sent twice it counts once.
        revision: state of the case that the person saw; None where nobody looked.
        on_behalf_of: who really answered, where somebody else records it (代录).
        channel: how that answer came, such as 微信群 or 电话.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    revision: int | None = None
    on_behalf_of: str = ""
    channel: str = ""


def locked(case: Case) -> Case:
    """The case as it stands, locked until the transaction ends."""
    rows = Case.objects.select_for_update(of=("self",))
    related = ("version", "district", "enterprise", "lead", "handler")
    return rows.select_related(*related).get(pk=case.pk)


@transaction.atomic
def take_step(
    case: Case, code: str, *, by: User, now: datetime, answer: Answer | None = None
) -> Case:
    """Move a case one step (流转) and write it into the history.

    Raises:
        IllegalStep: no route from this stage; nothing was written.
        NotYourStep: the route exists, but not for this person.
        SomeoneWasFaster: the case has moved since the person looked.
        IncompleteStep: a required field or piece of evidence is missing.
    """
    answer = answer or Answer()
    if answer.key and (done := _done_before(case, answer, by)) is not None:
        return done
    fresh = locked(case)
    procedure = procedure_of(fresh.version)
    if answer.revision is not None and answer.revision != fresh.revision:
        raise SomeoneWasFaster(fresh.stage_title)
    step = _step_from(procedure, fresh, code)
    before = standing(by, fresh, procedure)
    if reason := why_not(before, step, on_behalf=bool(answer.on_behalf_of)):
        raise NotYourStep(f"不能办理“{step.title}”：{reason}")
    waiting = list(Evidence.objects.filter(case=fresh, event=None, added_by=by, step=code))
    require_complete(fresh, step, answer.fields, waiting)
    return move(fresh, procedure, step, by=by, now=now, answer=answer, waiting=waiting)


@transaction.atomic
def answer_step(
    case: Case, code: str, *, answerer: str, now: datetime, fields: Mapping[str, str]
) -> Case:
    """Move a case by a one-time link (链接答复); the link says who answers.

    Raises:
        IllegalStep: no route from this stage.
        IncompleteStep: a required field or piece of evidence is missing.
    """
    fresh = locked(case)
    procedure = procedure_of(fresh.version)
    step = _step_from(procedure, fresh, code)
    waiting = list(Evidence.objects.filter(case=fresh, event=None, added_by=None, step=code))
    require_complete(fresh, step, fields, waiting)
    answer = Answer(fields=fields, on_behalf_of=answerer, channel="一次性链接")
    return move(fresh, procedure, step, by=None, now=now, answer=answer, waiting=waiting)


@transaction.atomic
def take_step_by_clock(case: Case, code: str, *, now: datetime) -> Case:
    """Move a case whose time is up (到时自动流转), as its procedure says.

    Raises:
        IllegalStep: no route from this stage.
    """
    fresh = locked(case)
    procedure = procedure_of(fresh.version)
    step = _step_from(procedure, fresh, code)
    answer = Answer(fields={"text": "到期自动办理"})
    return move(fresh, procedure, step, by=None, now=now, answer=answer, waiting=[])


def require_complete(
    case: Case, step: Step, fields: Mapping[str, str], waiting: list[Evidence]
) -> None:
    """Let pass what has every required field and piece of evidence.

    Raises:
        IncompleteStep: with all that is missing.
    """
    form = procedure_of(case.version).form(step.form)
    asked = form.required_fields(fields, case.facts) if form else ()
    missing = [one.title for one in asked if not fields.get(one.name, "").strip()]
    types = [each.file.media_type for each in waiting]
    missing += [
        f"{rule.title}（至少 {rule.least} 件）"
        for rule in step.evidence
        if _count(rule, types) < rule.least
    ]
    if missing:
        raise IncompleteStep("还缺：" + "、".join(missing))


def move(
    case: Case,
    procedure: Procedure,
    step: Step,
    *,
    by: User | None,
    now: datetime,
    answer: Answer,
    waiting: list[Evidence],
) -> Case:
    """Write a step that has been judged: history, stage, clock, evidence, notices."""
    taken = CaseEvent.objects.filter(case=case, kind=EventKind.STEP, code=step.code).count()
    target = next_stage(procedure, case.stage, step.code, taken=taken)
    if step.joint and _others_wait(case, by, now):
        target = procedure.stage(case.stage)
    event = _write_event(case, step, target, by=by, now=now, answer=answer, waiting=waiting)
    Evidence.objects.filter(pk__in=[one.pk for one in waiting]).update(event=event)
    if target.code != case.stage:
        _change_stage(case, procedure, step, target, now=now, answer=answer)
    case.revision += 1
    case.save()
    if by is not None:
        Participant.objects.get_or_create(case=case, user=by, defaults={"since": now})
        Draft.objects.filter(case=case, user=by, step=step.code).delete()
        record_act(user=by, action=CaseAct.STEP, object=case, now=now, detail={"step": step.title})
    if step.kind is StepKind.VOID:
        _void_number(case, by=by, now=now, answer=answer)
    if target.is_end:
        ending.end(case, now)
    _tell(case, procedure, step, target, event=event, now=now)
    return case


def _change_stage(
    case: Case, procedure: Procedure, step: Step, target: Stage, *, now: datetime, answer: Answer
) -> None:
    end_spell(case, now=now)
    fixed = deadline_in(procedure, step.form, answer.fields)
    enter(case, procedure, target, now=now, calendars=Calendars(), fixed=fixed)
    if step.kind is StepKind.RETURN:
        case.returns += 1
        case.units.filter(state=UnitState.DONE).update(state=UnitState.RETURNED, done_at=None)
    if step.kind is StepKind.VOID:
        case.state = CaseState.VOID
    if not target.is_end:
        StageSpell.objects.bulk_create([begin_spell(case)])


def _write_event(
    case: Case,
    step: Step,
    target: Stage,
    *,
    by: User | None,
    now: datetime,
    answer: Answer,
    waiting: list[Evidence],
) -> CaseEvent:
    event = event_of(
        case,
        EventKind.STEP,
        code=step.code,
        title=step.title,
        by=by,
        now=now,
        stage_after=target.code,
        note=answer.fields.get("text", ""),
        fields=_kept_fields(answer, waiting),
        on_behalf_of=answer.on_behalf_of,
        key=answer.key or None,
    )
    return append([event])[0]


def _kept_fields(answer: Answer, waiting: list[Evidence]) -> dict[str, str]:
    """What the history keeps of an answer beside its text: the fields, the way, the files."""
    kept = {name: value for name, value in answer.fields.items() if value and name != "text"}
    if answer.channel:
        kept["_channel"] = answer.channel
    return kept | files_field(one.file for one in waiting)


def _others_wait(case: Case, by: User | None, now: datetime) -> bool:
    """Note that this person's body is done; whether others on the case are not."""
    units = CaseUnit.objects.filter(case=case)
    if by is not None and by.organisation_id is not None:
        own = units.filter(organisation_id=by.organisation_id)
        own.update(state=UnitState.DONE, done_at=now)
    return units.exclude(state=UnitState.DONE).exists()


def _done_before(case: Case, answer: Answer, by: User) -> Case | None:
    done = CaseEvent.objects.filter(key=answer.key).first()
    if done is None:
        return None
    if done.case_id != case.pk or done.by_id != by.pk:
        raise CaseError("提交编号已被使用，请刷新页面后重新提交")
    return Case.objects.get(pk=case.pk)


def _step_from(procedure: Procedure, case: Case, code: str) -> Step:
    for step in procedure.steps_from(case.stage):
        if step.code == code:
            return step
    title = next((step.title for step in procedure.steps if step.code == code), code)
    raise IllegalStep(case.stage_title, title)


def _count(rule: EvidenceRule, types: list[str]) -> int:
    prefix = KINDS.get(rule.kind, "")
    return sum(1 for one in types if one.startswith(prefix))


def _void_number(case: Case, *, by: User | None, now: datetime, answer: Answer) -> None:
    issued = IssuedNumber.objects.filter(text=case.number, voided_at=None).first()
    if issued is not None and by is not None:
        reason = answer.fields.get("text", "")[:200] or "作废"
        void_number(issued, reason=reason, by=by, now=now)


def _tell(
    case: Case, procedure: Procedure, step: Step, target: Stage, *, event: CaseEvent, now: datetime
) -> None:
    """Tell those whom the step names, whoever is to act next, and those who had it copied."""
    codes = Counter(step.notices)
    if target.holder:
        codes[target.holder] += 1
    people = [person for code in codes for person in people_of(case, procedure.actor(code))]
    copied = Participant.objects.filter(case=case, is_copied=True).select_related("user")
    people += [each.user for each in copied]
    told = [person for person in people if person.pk != event.by_id]
    tell(
        "step",
        told,
        case,
        now=now,
        key=f"case:{case.pk}:{event.serial}",
        step=step.title,
        by=event.on_behalf_of or event.by_name,
        note=event.note,
    )
