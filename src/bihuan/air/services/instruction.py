"""Studies and orders (研判意见, 管控指令): proposed, approved, dispatched, counted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from bihuan.accounts.models import District, User
from bihuan.accounts.services import record_act
from bihuan.air.acts import Act
from bihuan.air.error import SamePerson, WrongState
from bihuan.air.models import Instruction, InstructionKind, InstructionState, Measure
from bihuan.air.permission import MAY_APPROVE, MAY_WRITE, require_district
from bihuan.cases.services import raise_case
from bihuan.documents.services.number import NumberPattern, issue_number
from bihuan.registry.models import MonitoringPoint

NUMBER: Final = "空气研判{district}〔{year}〕{serial:05}号"
CASE_KIND: Final = "assignment_order"
MATTERS: Final = {
    "工地": "施工扬尘",
    "道路": "道路扬尘",
    "餐饮": "餐饮油烟",
    "工业企业": "工业企业",
    "裸土": "裸地扬尘",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to be said or done about a course."""

    kind: InstructionKind
    process: str
    title: str
    text: str
    cause: str = ""
    measure: Measure | None = None


@transaction.atomic
def propose(said: Proposal, *, district: District, by: User, now: datetime) -> Instruction:
    """Enter a study or an order into the ledger (提出研判与指令).

    An order that follows a measure approved beforehand is approved by that approval; any other
    one waits for a person.

    Raises:
        NotYours: the district lies outside the person's posts.
    """
    require_district(district, by, MAY_WRITE)
    measure = said.measure
    ready = measure is not None and measure.approved_by_id is not None
    number = issue_number(
        NumberPattern(NUMBER, district=district.pk[:6]), purpose=said.title, by=by, now=now
    )
    made = Instruction.objects.create(
        number=number.text,
        kind=said.kind,
        district=district,
        process=said.process,
        title=said.title,
        text=said.text,
        cause=said.cause,
        measure=measure,
        state=InstructionState.APPROVED if ready else InstructionState.WAITING,
        approved_by=measure.approved_by if ready and measure else None,
        approved_at=measure.approved_at if ready and measure else None,
        by=by,
        at=now,
    )
    record_act(user=by, action=Act.PROPOSE, object=made, now=now, detail={"kind": said.kind.value})
    return made


@transaction.atomic
def approve(made: Instruction, *, by: User, now: datetime) -> Instruction:
    """Approve what somebody else has proposed (批准).

    Raises:
        NotYours, SamePerson, WrongState: nothing was written.
    """
    require_district(made.district, by, MAY_APPROVE)
    if made.by_id == by.pk:
        raise SamePerson
    _move(made, InstructionState.WAITING, InstructionState.APPROVED, by, now)
    record_act(user=by, action=Act.APPROVE, object=made, now=now)
    return made


@transaction.atomic
def refuse(made: Instruction, *, by: User, now: datetime) -> Instruction:
    """Refuse a proposal (不批准); it stays in the ledger.

    Raises:
        NotYours, WrongState: nothing was written.
    """
    require_district(made.district, by, MAY_APPROVE)
    _move(made, InstructionState.WAITING, InstructionState.REFUSED, by, now)
    record_act(user=by, action=Act.REFUSE, object=made, now=now)
    return made


@transaction.atomic
def dispatch(
    made: Instruction, point: MonitoringPoint | None, *, by: User, now: datetime
) -> Instruction:
    """Raise the order's case (下发): once approved, once only.

    Raises:
        NotYours, WrongState: nothing was written.
    """
    require_district(made.district, by, MAY_WRITE)
    if made.state != InstructionState.APPROVED or made.kind != InstructionKind.ORDER:
        raise WrongState(made.number, made.get_state_display())
    case = raise_case(
        CASE_KIND,
        title=made.title,
        district=made.district,
        points=[point] if point else [],
        reason=made.text,
        source=f"air:{made.pk}",
        fields={"matter": _matter(made), "site": made.title, "advice": made.text},
        by=by,
        now=now,
    )
    changed = Instruction.objects.filter(pk=made.pk, state=InstructionState.APPROVED).update(
        state=InstructionState.DISPATCHED, case=case.number[:40]
    )
    made.refresh_from_db()
    if not changed:
        raise WrongState(made.number, made.get_state_display())
    record_act(user=by, action=Act.DISPATCH, object=made, now=now, detail={"case": case.number})
    return made


def _matter(made: Instruction) -> str:
    """The class of matter in the words of the order's form."""
    return MATTERS.get(made.measure.place, "其他") if made.measure else "其他"


def _move(
    made: Instruction, before: InstructionState, after: InstructionState, by: User, now: datetime
) -> None:
    changed = Instruction.objects.filter(pk=made.pk, state=before).update(
        state=after, approved_by=by, approved_at=now
    )
    made.refresh_from_db()
    if not changed:
        raise WrongState(made.number, made.get_state_display())
