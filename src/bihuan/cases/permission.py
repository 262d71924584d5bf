"""What a person may do with a case now, and why not the rest (可办步骤)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.accounts.models import User
from bihuan.accounts.roles import READ_ONLY
from bihuan.cases.actors import Bearing, bearing
from bihuan.cases.error import NotYourStep
from bihuan.cases.models import Case, CaseEvent, EventKind
from bihuan.cases.procedure.document import (
    ACT_TITLES,
    Act,
    Actor,
    Procedure,
    Relation,
    Step,
    StepKind,
)

RANKS = {"province": 0, "city": 1, "district": 2, "township": 3, "grid": 4}
UNRANKED = 9
OVER_HOLDER = frozenset({Act.TRANSFER, Act.EXTEND, Act.PAUSE})
"""Acts on the time or the hands of whoever holds the case; done by itself or from above."""


def _rank(actor: Actor) -> int:
    """The highest level of an actor's posts; the units that answer have none."""
    if actor.relation is not Relation.DISTRICT:
        return UNRANKED
    return min(RANKS.get(post, UNRANKED) for post in actor.posts)


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step or act of a case as a page offers it; `why_not` is empty where it may be taken."""

    code: str
    title: str
    kind: str
    who: str
    why_not: str = ""

    @property
    def is_allowed(self) -> bool:
        """Whether the person may take it now."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class Standing:
    """A person before a case: what they play in its procedure."""

    procedure: Procedure
    bearing: Bearing
    case: Case

    def plays_any(self, actors: Sequence[str]) -> bool:
        """Whether the person is one of these actors."""
        return any(self.bearing.plays(self.procedure.actor(code)) for code in actors)

    def outranks(self, actors: Sequence[str]) -> bool:
        """Whether the person is one of these actors and stands above whoever holds the case."""
        code = self.procedure.stage(self.case.stage).holder
        if not code:
            return False
        least = _rank(self.procedure.actor(code))
        return any(
            least == UNRANKED or _rank(actor) < least
            for actor in map(self.procedure.actor, actors)
            if self.bearing.plays(actor)
        )

    @property
    def reads_only(self) -> bool:
        """Whether the person may look and nothing else (监理、大屏)."""
        user = self.bearing.user
        return not user.is_demo_master and user.data_scope.roles <= READ_ONLY

    @property
    def holds(self) -> bool:
        """Whether the case waits for this person's posts."""
        holder = self.procedure.stage(self.case.stage).holder
        return bool(holder) and self.plays_any([holder])


def standing(user: User, case: Case, procedure: Procedure) -> Standing:
    """How a person stands before a case."""
    return Standing(procedure, bearing(user, case), case)


def next_steps(before: Standing) -> list[NextStep]:
    """Every step that leads on from the case's stage, and whether the person may take it."""
    case, procedure = before.case, before.procedure
    return [
        NextStep(
            step.code, step.title, step.kind.value, who(procedure, step), why_not(before, step)
        )
        for step in procedure.steps_from(case.stage)
    ]


def acts_of(before: Standing) -> list[NextStep]:
    """Every act beside the route, and whether the person may do it now."""
    return [
        NextStep(
            act.value,
            title_of(act, before.case),
            "act",
            "、".join(before.procedure.actor(code).title for code in actors),
            why_not_act(before, act),
        )
        for act, actors in before.procedure.acts.items()
        if act is not Act.ON_BEHALF
    ]


def why_not(before: Standing, step: Step, *, on_behalf: bool = False) -> str:
    """Why the person may not take a step now; empty where they may."""
    case = before.case
    if case.merged_into_id is not None:
        return "该事项已并入其他事项"
    if before.reads_only:
        return "您的岗位只能查看"
    if case.paused_at is not None and step.kind is not StepKind.VOID:
        return "计时已中止，请先恢复计时"
    if case.handler_id is not None and case.handler_id != before.bearing.user.pk:
        holder = before.procedure.stage(case.stage).holder
        if holder in step.actors and before.plays_any([holder]):
            return f"{case.handler}已签收，正在办理；可由其转办"
    if not before.plays_any(step.actors) and not (on_behalf and may_record(before)):
        return f"由{who(before.procedure, step)}办理"
    return _second_person(before, step)


def why_not_act(before: Standing, act: Act) -> str:
    """Why the person may not do an act now; empty where they may."""
    case = before.case
    actors = before.procedure.acts.get(act, ())
    if not actors:
        return f"此流程没有“{ACT_TITLES[act]}”"
    if before.reads_only:
        return "您的岗位只能查看"
    asks = act is Act.EXTEND and before.holds
    if not before.plays_any(actors) and not asks:
        return "由" + "、".join(before.procedure.actor(code).title for code in actors) + "办理"
    if not case.is_open and act not in {Act.RELATE, Act.TELEPHONE, Act.INSTRUCT, Act.COPY}:
        return f"事项{case.get_state_display()}"
    if act in OVER_HOLDER and not before.holds and not before.outranks(actors):
        return f"现由{case.holder_title}办理，须由其本级或上级办理"
    if act is Act.LINK and not answers_for_itself(before.procedure, case.stage):
        return f"“{case.stage_title}”须由{case.holder_title}登录办理"
    if act is Act.SIGN_FOR and not before.holds:
        return f"现由{case.holder_title}办理"
    if act is Act.SIGN_FOR and case.handler_id is not None:
        return "已签收"
    if act is Act.EXTEND and case.deadline is None:
        return "本环节没有期限"
    return ""


def require_act(before: Standing, act: Act) -> None:
    """Let pass who may do an act.

    Raises:
        NotYourStep: with the reason.
    """
    if reason := why_not_act(before, act):
        raise NotYourStep(f"不能{ACT_TITLES[act]}：{reason}")


def may_record(before: Standing) -> bool:
    """Whether the person may record the holder's answer on its behalf (代录).

    What an authority decides by its own post nobody records for it.
    """
    return (
        before.case.is_open
        and answers_for_itself(before.procedure, before.case.stage)
        and before.plays_any(before.procedure.acts.get(Act.ON_BEHALF, ()))
    )


def answers_for_itself(procedure: Procedure, stage: str) -> bool:
    """Whether a stage waits for an answer (企业、承办单位), not for an authority's decision."""
    holder = procedure.stage(stage).holder
    return bool(holder) and procedure.actor(holder).relation is not Relation.DISTRICT


def recordable(before: Standing) -> list[Step]:
    """Steps of the holder that the person may record on its behalf."""
    holder = before.procedure.stage(before.case.stage).holder
    if not holder or before.plays_any([holder]) or not may_record(before):
        return []
    steps = before.procedure.steps_from(before.case.stage)
    return [step for step in steps if holder in step.actors]


def title_of(act: Act, case: Case) -> str:
    """What a button says; a paused clock is resumed by the same act."""
    return "恢复计时" if act is Act.PAUSE and case.paused_at else ACT_TITLES[act]


def who(procedure: Procedure, step: Step) -> str:
    """Who takes a step, in words."""
    return "、".join(procedure.actor(code).title for code in step.actors)


def _second_person(before: Standing, step: Step) -> str:
    if not step.not_by:
        return ""
    taken = CaseEvent.objects.filter(
        case=before.case, kind=EventKind.STEP, code__in=step.not_by, by=before.bearing.user
    )
    return "须由另一人办理（双人复核）" if taken.exists() else ""
