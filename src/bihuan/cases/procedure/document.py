"""The document that says how a kind of case runs (流程定义)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from bihuan.regulations.working_time.term import Term


class ProcedureError(Exception):
    """A procedure cannot be read, published or followed."""


class StepKind(StrEnum):
    """What a step does to the case."""

    FORWARD = "forward"
    RETURN = "return"
    RAISE = "raise"
    CLOSE = "close"
    VOID = "void"
    REOPEN = "reopen"


class Relation(StrEnum):
    """How an actor must stand to the case."""

    UNIT = "unit"
    """Acts for the enterprise that the case is about."""
    MAINTAINER = "maintainer"
    """Maintains the enterprise's monitoring (运维单位)."""
    ASSIGNEE = "assignee"
    """The case or a part of it is assigned to the person or the person's organisation."""
    DISTRICT = "district"
    """The post's district contains the case's."""
    RAISER = "raiser"
    """Raised the case."""


class Act(StrEnum):
    """What offices do beside the route, without leaving the stage."""

    SIGN_FOR = "sign_for"
    TRANSFER = "transfer"
    URGE = "urge"
    EXTEND = "extend"
    RECALL = "recall"
    INSTRUCT = "instruct"
    TELEPHONE = "telephone"
    ON_BEHALF = "on_behalf"
    LINK = "link"
    COPY = "copy"
    PAUSE = "pause"
    ASSIGN = "assign"
    RELATE = "relate"
    SUB_TASK = "sub_task"


ACT_TITLES: Mapping[Act, str] = MappingProxyType(
    {
        Act.SIGN_FOR: "签收",
        Act.TRANSFER: "转办",
        Act.URGE: "催办",
        Act.EXTEND: "延期",
        Act.RECALL: "撤回",
        Act.INSTRUCT: "批示",
        Act.TELEPHONE: "电话记录",
        Act.ON_BEHALF: "代录",
        Act.LINK: "一次性答复链接",
        Act.COPY: "抄送",
        Act.PAUSE: "中止计时",
        Act.ASSIGN: "分派",
        Act.RELATE: "关联并案",
        Act.SUB_TASK: "子任务",
    }
)


class FieldKind(StrEnum):
    """What a form field takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    PLACE = "place"
    DEADLINE = "deadline"
    """A moment that becomes the deadline of the stage to which the step leads."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who may take a step (办理人): any of the posts, at any of the levels, in the relation.

    Empty levels admit every level.
    """

    code: str
    title: str
    posts: tuple[str, ...]
    levels: tuple[str, ...] = ()
    relation: Relation = Relation.DISTRICT


@dataclass(frozen=True, slots=True)
class Condition:
    """That another field was answered with one of these values (必填条件).

    The field is one of the same form; otherwise what raising the case by hand asked for.
    """

    field: str
    values: tuple[str, ...]

    def holds(self, given: Mapping[str, str]) -> bool:
        """Whether an answer meets it; of several choices one is enough."""
        said = given.get(self.field, "")
        return said in self.values or not {*said.split("、")}.isdisjoint(self.values)


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form (表单字段): always required, or where `required_when` holds."""

    name: str
    title: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""
    required_when: Condition | None = None

    def must_be_filled(self, given: Mapping[str, str]) -> bool:
        """Whether it is required beside these answers."""
        return self.required or (self.required_when is not None and self.required_when.holds(given))


@dataclass(frozen=True, slots=True)
class Form:
    """What a step asks for (表单)."""

    code: str
    title: str
    fields: tuple[FormField, ...]

    def required_fields(
        self, answers: Mapping[str, str], facts: Mapping[str, str]
    ) -> tuple[FormField, ...]:
        """The fields that these answers make necessary (必填项).

        Args:
            answers: what was filled in, by name.
            facts: what the case was raised with.
        """
        own = {one.name: answers.get(one.name, "") for one in self.fields}
        known = {**facts, **own}
        return tuple(one for one in self.fields if one.must_be_filled(known))


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """Evidence that a step needs (凭证要求): at least so many files of a kind."""

    title: str
    kind: str = "any"
    least: int = 1


@dataclass(frozen=True, slots=True)
class Escalation:
    """What follows when a stage is overdue (逾期升级).

    Args:
        after_hours: waiting time behind the deadline.
        tell: actors who are told.
        step: step that the clock takes by itself; empty for none.
    """

    after_hours: int
    tell: tuple[str, ...] = ()
    step: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a case stands (环节).

    Args:
        holder: the actor who is to act; empty at an end.
        term: time that the holder has; None for no deadline.
        reminders: percent of the term at which the holder is reminded.
        escalation: what follows when the term is over.
        is_end: the case is over here.
    """

    code: str
    title: str
    holder: str = ""
    term: Term | None = None
    reminders: tuple[int, ...] = ()
    escalation: Escalation | None = None
    is_end: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A move between stages (流转步骤).

    Args:
        sources: stages from which the step leads.
        target: stage to which it leads.
        actors: who may take it.
        form: code of the form that it asks for; empty for none.
        evidence: files that it needs.
        notices: actors who are told.
        most: how often one case may take it; 0 for no bound.
        beyond: stage to which it leads once `most` is reached; empty refuses it.
        joint: with several bodies on the case each takes it for itself; the case moves with the
            last of them.
        not_by: steps whose taker may not take this one on the same case (双人复核).
    """

    code: str
    title: str
    kind: StepKind
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...]
    form: str = ""
    evidence: tuple[EvidenceRule, ...] = ()
    notices: tuple[str, ...] = ()
    most: int = 0
    beyond: str = ""
    joint: bool = False
    not_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """A kind of case from raising to its end (流程).

    Args:
        noun: what a case of it is called on screen (任务, 督办单, 交办单 …).
        ended: the word for its end (办结, 销号, 结案).
        number: pattern of its number, `{district}`, `{year}`, `{serial}` replaced.
        start: stage in which a case is raised.
        acts: who may do what beside the route.
        whole_term: time for the whole case; None for no bound.
        raisers: actors who may raise one by hand; only systems raise it where empty.
        raise_form: what raising by hand asks for beside title, place and reason.
        letter: heading of its printed order (交办单); empty for none.
        provisional: why terms of it are still to be confirmed (待确认); empty when they are law.
    """

    code: str
    title: str
    noun: str
    ended: str
    number: str
    start: str
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]
    actors: tuple[Actor, ...]
    forms: tuple[Form, ...] = ()
    acts: Mapping[Act, tuple[str, ...]] = field(default_factory=dict)
    whole_term: Term | None = None
    raisers: tuple[str, ...] = ()
    raise_form: str = ""
    letter: str = ""
    provisional: str = ""

    def stage(self, code: str) -> Stage:
        """The stage of that code.

        Raises:
            ProcedureError: there is none.
        """
        for stage in self.stages:
            if stage.code == code:
                return stage
        raise ProcedureError(f"流程“{self.title}”没有环节 {code!r}")

    def step(self, code: str) -> Step:
        """The step of that code.

        Raises:
            ProcedureError: there is none.
        """
        for step in self.steps:
            if step.code == code:
                return step
        raise ProcedureError(f"流程“{self.title}”没有步骤 {code!r}")

    def actor(self, code: str) -> Actor:
        """The actor of that code.

        Raises:
            ProcedureError: there is none.
        """
        for actor in self.actors:
            if actor.code == code:
                return actor
        raise ProcedureError(f"流程“{self.title}”没有办理人 {code!r}")

    def form(self, code: str) -> Form | None:
        """The form of that code, None for the empty code.

        Raises:
            ProcedureError: there is none.
        """
        if not code:
            return None
        for form in self.forms:
            if form.code == code:
                return form
        raise ProcedureError(f"流程“{self.title}”没有表单 {code!r}")

    def steps_from(self, stage: str) -> tuple[Step, ...]:
        """The steps that lead from a stage, in the document's order."""
        return tuple(step for step in self.steps if stage in step.sources)


class IllegalStep(ProcedureError):
    """The route does not exist from this stage; nothing was written."""

    def __init__(self, stage: str, step: str) -> None:
        super().__init__(f"环节“{stage}”不能办理“{step}”")
        self.stage = stage
        self.step = step


def next_stage(procedure: Procedure, stage: str, step: str, *, taken: int = 0) -> Stage:
    """The stage to which a step leads (流转).

    Args:
        taken: how often this case took the step before.

    Raises:
        IllegalStep: no route from this stage, or taken as often as it may be.
    """
    found = next((item for item in procedure.steps_from(stage) if item.code == step), None)
    if found is None:
        raise IllegalStep(procedure.stage(stage).title, step)
    if not found.most or taken < found.most:
        return procedure.stage(found.target)
    if not found.beyond:
        raise IllegalStep(procedure.stage(stage).title, f"{found.title}（已达 {found.most} 次）")
    return procedure.stage(found.beyond)
