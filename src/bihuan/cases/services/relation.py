"""Cases are merged, linked, and split into parts (并案、关联、子任务)."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.services import record_act
from bihuan.cases.acts import CaseAct
from bihuan.cases.error import IncompleteStep, NotNow, NotYourStep
from bihuan.cases.models import (
    Case,
    CaseLink,
    CaseState,
    EventKind,
    LinkKind,
    SubTask,
)
from bihuan.cases.permission import require_act, standing
from bihuan.cases.procedure.document import Act
from bihuan.cases.services.entering import end_spell, set_ticks
from bihuan.cases.services.history import append, event_of, note_act
from bihuan.cases.services.step import locked
from bihuan.cases.version_document import procedure_of


@transaction.atomic
def add_hit(case: Case, *, reason: str, fields: Mapping[str, str], now: datetime) -> Case:
    """Join another hit of one continuous event to its open case (并入报警).

    Raises:
        NotNow: the case is over; raise a new one.
    """
    fresh = locked(case)
    if not fresh.is_open:
        raise NotNow(f"事项 {fresh.number} {fresh.get_state_display()}，不能并入")
    fresh.hits += 1
    fresh.reason = reason
    fresh.facts = {**fresh.facts, **fields}
    event = event_of(
        fresh,
        EventKind.MERGED,
        code="hit",
        title="并入报警",
        by=None,
        now=now,
        note=reason,
        fields=dict(fields),
    )
    append([event])
    fresh.save()
    return fresh


@transaction.atomic
def merge(into: Case, others: Collection[Case], *, note: str, by: User, now: datetime) -> Case:
    """Merge cases about one thing into one (并案); the others end, their numbers stay.

    Raises:
        NotYourStep: not for this person in one of them.
        NotNow: one of them is over, or of another enterprise or kind.
    """
    target = locked(into)
    _require_relate(target, by)
    for other in others:
        fresh = locked(other)
        _require_relate(fresh, by)
        _require_mergeable(fresh, target)
        _end_merged(fresh, target, note=note, by=by, now=now)
        _take_over(target, fresh, note=note, by=by, now=now)
    target.revision += 1
    target.save()
    record_act(user=by, action=CaseAct.MERGE, object=target, now=now)
    return target


def _require_mergeable(case: Case, into: Case) -> None:
    if case.pk == into.pk or not case.is_open or not into.is_open:
        raise NotNow(f"事项 {case.number} 不能并入 {into.number}：须为两件办理中的事项")
    if (case.kind, case.enterprise_id) != (into.kind, into.enterprise_id):
        raise NotNow(f"事项 {case.number} 与 {into.number} 的类型或企业不同，可改为关联")


def _take_over(target: Case, other: Case, *, note: str, by: User, now: datetime) -> None:
    target.hits += other.hits
    fields = {"并入": other.number}
    kind, title = EventKind.MERGED, "并案"
    event = event_of(
        target, kind, code="merge", title=title, by=by, now=now, note=note, fields=fields
    )
    append([event])
    CaseLink.objects.get_or_create(
        case=target,
        other=other,
        defaults={"kind": LinkKind.CONTAINS, "made_at": now, "made_by": by},
    )


@transaction.atomic
def link(case: Case, other: Case, kind: LinkKind, *, by: User, now: datetime) -> CaseLink:
    """Note that two cases belong together (关联).

    Raises:
        NotYourStep: not for this person, or the other is out of sight.
    """
    fresh = locked(case)
    _require_relate(fresh, by)
    if not Case.objects.visible_to(by).filter(pk=other.pk).exists():
        raise NotYourStep("关联的事项不在您的数据范围内")
    if fresh.pk == other.pk:
        raise NotNow("不能与自身关联")
    made, is_new = CaseLink.objects.get_or_create(
        case=fresh, other=other, defaults={"kind": kind, "made_at": now, "made_by": by}
    )
    if is_new:
        note_act(fresh, Act.RELATE, "关联", fields={kind.label: other.number}, by=by, now=now)
    return made


@transaction.atomic
def add_sub_task(
    case: Case,
    *,
    title: str,
    organisation: Organisation | None,
    due_at: datetime | None,
    by: User,
    now: datetime,
) -> SubTask:
    """Split off a part of a case (子任务).

    Raises:
        NotYourStep: not for this person.
        IncompleteStep: it says nothing.
    """
    fresh = locked(case)
    require_act(standing(by, fresh, procedure_of(fresh.version)), Act.SUB_TASK)
    if not title.strip():
        raise IncompleteStep("还缺：子任务内容")
    made = SubTask.objects.create(
        case=fresh, title=title, organisation=organisation, due_at=due_at, made_at=now, made_by=by
    )
    note_act(fresh, Act.SUB_TASK, "新增子任务", note=title, by=by, now=now)
    return made


@transaction.atomic
def finish_sub_task(part: SubTask, *, result: str, by: User, now: datetime) -> SubTask:
    """Finish a part of a case (完成子任务).

    Raises:
        NotYourStep: neither its body's person, nor one who may split the case.
        NotNow: it is done, or the case is over.
    """
    fresh = locked(part.case)
    before = standing(by, fresh, procedure_of(fresh.version))
    is_own = part.organisation_id is not None and part.organisation_id == by.organisation_id
    if before.reads_only or not is_own:
        require_act(before, Act.SUB_TASK)
    if part.done_at is not None or not fresh.is_open:
        raise NotNow("子任务已完成，或事项已结束")
    part.done_at, part.result = now, result
    part.save(update_fields=["done_at", "result"])
    said = f"{part.title}：{result}"
    note_act(fresh, Act.SUB_TASK, "完成子任务", note=said, by=by, now=now)
    return part


def _end_merged(case: Case, into: Case, *, note: str, by: User, now: datetime) -> None:
    event = event_of(
        case,
        EventKind.MERGED,
        code="merged",
        title="已并入",
        by=by,
        now=now,
        note=note,
        fields={"并入": into.number},
    )
    append([event])
    end_spell(case, now=now)
    case.state, case.closed_at, case.merged_into = CaseState.MERGED, now, into
    case.holder, case.holder_title, case.deadline = "", "", None
    case.revision += 1
    set_ticks(case, [])
    case.save()


def _require_relate(case: Case, by: User) -> None:
    require_act(standing(by, case, procedure_of(case.version)), Act.RELATE)
