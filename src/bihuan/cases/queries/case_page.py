"""Everything that a case's page shows, in few statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from bihuan.accounts.models import User
from bihuan.cases.models import (
    AnswerLink,
    Case,
    CaseEvent,
    CaseLink,
    CaseUnit,
    EventKind,
    Evidence,
    ExtensionRequest,
    StageSpell,
    SubTask,
)
from bihuan.cases.permission import NextStep, Standing, acts_of, next_steps, recordable, standing
from bihuan.cases.procedure.document import FieldKind, Procedure, Step, StepKind
from bihuan.cases.queries.spot import Spot, spot_of
from bihuan.cases.stage_clock import clock_from
from bihuan.cases.subject import SubjectCard, card_of
from bihuan.cases.version_document import procedure_of
from bihuan.registry.models import MonitoringPoint

HIDDEN = frozenset({"_files"})
WORDS = {"_channel": "答复方式"}
YES_NO = {"yes": "是", "no": "否"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history as a page shows it, with what was handed in."""

    event: CaseEvent
    values: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]
    tone: str


@dataclass(frozen=True, slots=True)
class Station:
    """A stage on the way of a case (环节进度)."""

    title: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with everything beside it (事项页)."""

    case: Case
    procedure: Procedure
    before: Standing
    entries: tuple[Entry, ...]
    steps: tuple[NextStep, ...]
    acts: tuple[NextStep, ...]
    recordable: tuple[NextStep, ...]
    facts: tuple[tuple[str, str], ...]
    card: SubjectCard | None
    units: tuple[CaseUnit, ...]
    sub_tasks: tuple[SubTask, ...]
    links: tuple[tuple[str, Case], ...]
    answer_links: tuple[AnswerLink, ...]
    extension: ExtensionRequest | None
    stations: tuple[Station, ...]
    pauses: tuple[tuple[datetime, datetime | None, str], ...]
    term: str
    points: tuple[MonitoringPoint, ...]
    spot: Spot | None

    @property
    def evidence(self) -> list[Evidence]:
        """All evidence that was sent, in order."""
        return [one for entry in self.entries for one in entry.evidence]

    @property
    def allowed(self) -> list[NextStep]:
        """Steps that the reader may take now."""
        return [step for step in self.steps if step.is_allowed]

    @property
    def others(self) -> list[NextStep]:
        """Steps that somebody else takes, with the reason."""
        return [step for step in self.steps if not step.is_allowed]

    @property
    def allowed_acts(self) -> list[NextStep]:
        """Acts that the reader may do now."""
        return [act for act in self.acts if act.is_allowed]


def case_page(case: Case, *, user: User) -> CasePage:
    """What the page of a case shows to this person."""
    procedure = procedure_of(case.version)
    before = standing(user, case, procedure)
    entries = tuple(_entries(case, procedure))
    clock = clock_from(case.clock)
    points = tuple(case.points.select_related("station", "outlet__enterprise"))
    return CasePage(
        case=case,
        procedure=procedure,
        before=before,
        entries=entries,
        steps=tuple(next_steps(before)) if case.merged_into_id is None else (),
        acts=tuple(acts_of(before)),
        recordable=tuple(_recordable(before)),
        facts=facts_of(case, procedure),
        card=card_of(case, user),
        units=tuple(CaseUnit.objects.filter(case=case).select_related("organisation", "person")),
        sub_tasks=tuple(SubTask.objects.filter(case=case).select_related("organisation")),
        links=tuple(_links(case, user)),
        answer_links=tuple(AnswerLink.objects.filter(case=case)),
        extension=case.extensions.filter(decided_at=None).select_related("asked_by").first(),
        stations=tuple(_stations(case, procedure)),
        pauses=tuple((one.start, one.end, one.reason) for one in clock.pauses) if clock else (),
        term=clock.words if clock else "",
        points=points,
        spot=spot_of(case, procedure, points=points, answers=_answers(case, entries)),
    )


def _recordable(before: Standing) -> Iterator[NextStep]:
    for one in recordable(before):
        yield NextStep(one.code, one.title, one.kind.value, "")


def _answers(case: Case, entries: Sequence[Entry]) -> list[dict[str, str]]:
    return [*(entry.event.fields for entry in entries), case.facts]


def facts_of(case: Case, procedure: Procedure) -> tuple[tuple[str, str], ...]:
    """What is known of a case since its raising, by the titles of the raising form."""
    return tuple(
        (title, said)
        for title, said in _titled(case.facts, procedure, procedure.raise_form)
        if said
    )


def _entries(case: Case, procedure: Procedure) -> list[Entry]:
    events = list(CaseEvent.objects.filter(case=case).select_related("by").order_by("-serial"))
    files: dict[int, list[Evidence]] = {}
    for row in Evidence.objects.filter(case=case, event__isnull=False).select_related(
        "file", "twin"
    ):
        files.setdefault(row.event_id or 0, []).append(row)
    forms = {step.code: step.form for step in procedure.steps}
    return [
        Entry(
            event,
            tuple(_titled(event.fields, procedure, forms.get(event.code, ""))),
            tuple(files.get(event.pk, ())),
            _tone(event),
        )
        for event in events
    ]


def _titled(fields: dict[str, str], procedure: Procedure, form_code: str) -> list[tuple[str, str]]:
    form = procedure.form(form_code)
    known = {one.name: one for one in form.fields} if form else {}
    found = []
    for name, value in fields.items():
        if name in HIDDEN:
            continue
        one = known.get(name)
        title = one.title if one else WORDS.get(name, name)
        found.append((title, _said(value, one.kind if one else None)))
    return found


def _said(value: str, kind: FieldKind | None) -> str:
    if kind in {FieldKind.MOMENT, FieldKind.DEADLINE} and value:
        try:
            return f"{localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
        except ValueError:
            return value
    return YES_NO.get(value, value) if kind is FieldKind.YES_NO else str(value)


def _tone(event: CaseEvent) -> str:
    if event.kind == EventKind.CLOCK:
        return "over"
    if event.stage_before and event.stage_after != event.stage_before:
        return "info"
    return "none" if event.kind == EventKind.ACT else "good"


def _links(case: Case, user: User) -> list[tuple[str, Case]]:
    out = CaseLink.objects.filter(case=case).select_related("other")
    back = CaseLink.objects.filter(other=case).select_related("case")
    found = [(link.get_kind_display(), link.other) for link in out]
    found += [(_reverse(link.kind), link.case) for link in back]
    seen = Case.objects.visible_to(user).filter(pk__in=[other.pk for _, other in found])
    keys = set(seen.values_list("pk", flat=True)) if found else set()
    return [(words, other) for words, other in found if other.pk in keys]


def _reverse(kind: str) -> str:
    return {"contains": "属于", "follows": "产生"}.get(kind, "相关")


def _stations(case: Case, procedure: Procedure) -> list[Station]:
    """The stages that the case went through, the present one, and the usual way on."""
    passed = list(
        StageSpell.objects.filter(case=case).order_by("id").values_list("stage_title", flat=True)
    )
    way = list(dict.fromkeys(passed))
    current = case.stage_title
    done = [title for title in way if title != current]
    ahead = [title for title in _usual_way(case, procedure) if title not in {*done, current}]
    return [
        *(Station(title, True, False) for title in done),
        Station(current, not case.is_open, True),
        *(Station(title, False, False) for title in ahead),
    ]


def _usual_way(case: Case, procedure: Procedure) -> list[str]:
    titles: list[str] = []
    code = case.stage
    while len(titles) < 8 and not procedure.stage(code).is_end:
        forward = [
            step
            for step in procedure.steps_from(code)
            if step.kind.value in {"forward", "close", "raise"}
        ]
        if not forward:
            break
        code = _longest(procedure, forward).target
        title = procedure.stage(code).title
        if title in titles:
            break
        titles.append(title)
    return titles


def _longest(procedure: Procedure, steps: list[Step]) -> Step:
    """The step that most cases take: to the end where one leads there, else the first that
    leads on without a higher level."""
    plain = [step for step in steps if step.kind is not StepKind.RAISE] or steps
    closing = [step for step in plain if procedure.stage(step.target).is_end]
    return (closing or plain[-1:])[0]
