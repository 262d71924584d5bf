"""Cases are raised (创建事项): by a system, by hand, from an import; one or thousands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from bihuan.accounts.models import District, Organisation, User
from bihuan.accounts.services import record_acts
from bihuan.cases.acts import CaseAct
from bihuan.cases.audience import Audience
from bihuan.cases.models import (
    Case,
    CaseEvent,
    CaseUnit,
    EventKind,
    Participant,
    ProcedureVersion,
    StageSpell,
)
from bihuan.cases.notice import Notices
from bihuan.cases.procedure.document import Act, FieldKind, Procedure
from bihuan.cases.services.entering import Calendars, begin_spell, enter, set_whole_deadline
from bihuan.cases.services.evidence import attach_at_raising, files_field
from bihuan.cases.services.history import append, event_of
from bihuan.cases.services.procedure import current_version
from bihuan.cases.version_document import procedure_of
from bihuan.documents.models import StoredFile
from bihuan.documents.services.number import NumberPattern, issue_numbers
from bihuan.registry.models import Enterprise, MonitoringPoint


@dataclass(frozen=True, slots=True)
class NewCase:
    """What a case begins with (待创建事项).

    Args:
        reason: the sentence why, as the rule spoke it; kept unchanged.
        source: who raises it and for what, such as ``watch:417``; unique per kind, empty for none.
        fields: what else is known, by the names of the procedure's raising form.
        lead: body that is to handle it; empty where the procedure's posts say it.
        files: evidence that is handed in with it.
    """

    kind: str
    title: str
    district: District
    reason: str
    enterprise: Enterprise | None = None
    points: Sequence[MonitoringPoint] = ()
    source: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    lead: Organisation | None = None
    helpers: Sequence[Organisation] = ()
    files: Sequence[StoredFile] = ()


def raise_case(
    kind: str,
    *,
    title: str,
    district: District,
    enterprise: Enterprise | None = None,
    points: Sequence[MonitoringPoint] = (),
    reason: str,
    source: str = "",
    fields: Mapping[str, str] | None = None,
    by: User | None,
    now: datetime,
    lead: Organisation | None = None,
) -> Case:
    """Raise a case (创建事项); with a source that was raised before it gives the first.

    Raises:
        ProcedureError: no published procedure of this kind.
    """
    new = NewCase(
        kind=kind,
        title=title,
        district=district,
        reason=reason,
        enterprise=enterprise,
        points=points,
        source=source,
        fields=fields or {},
        lead=lead,
    )
    return raise_cases([new], by=by, now=now)[0]


def raise_cases(new: Sequence[NewCase], *, by: User | None, now: datetime) -> list[Case]:
    """Raise many cases at once (批量创建), in the order given; known sources give the first.

    Raises:
        ProcedureError: no published procedure of one of the kinds; nothing was written.
    """
    try:
        with transaction.atomic():
            return _raise(new, by=by, now=now)
    except IntegrityError:
        # Somebody raised one of the sources between our look and our write.
        with transaction.atomic():
            return _raise(new, by=by, now=now)


def _raise(new: Sequence[NewCase], *, by: User | None, now: datetime) -> list[Case]:
    known = _known(new)
    fresh: dict[tuple[str, str] | int, NewCase] = {}
    for place, one in enumerate(new):
        key = (one.kind, one.source) if one.source else place
        if key not in known:
            fresh.setdefault(key, one)
    made = dict(zip(fresh, _write(list(fresh.values()), by=by, now=now), strict=True))
    found = {**known, **made}
    return [found[(one.kind, one.source) if one.source else n] for n, one in enumerate(new)]


def _known(new: Sequence[NewCase]) -> dict[tuple[str, str] | int, Case]:
    by_kind = defaultdict(set)
    for one in new:
        if one.source:
            by_kind[one.kind].add(one.source)
    return {
        (kind, case.source): case
        for kind, sources in by_kind.items()
        for case in Case.objects.filter(kind=kind, source__in=sources)
    }


def _write(new: Sequence[NewCase], *, by: User | None, now: datetime) -> list[Case]:
    versions = {kind: current_version(kind, now=now) for kind in {one.kind for one in new}}
    numbers = _numbers(new, versions, by=by, now=now)
    calendars = Calendars()
    cases = Case.objects.bulk_create(
        [
            _case(one, versions[one.kind], number, by=by, now=now, calendars=calendars)
            for one, number in zip(new, numbers, strict=True)
        ],
        batch_size=200,
    )
    pairs = list(zip(new, cases, strict=True))
    _link_points(pairs)
    CaseUnit.objects.bulk_create(
        [unit for one, case in pairs for unit in _units(one, case, now)], batch_size=200
    )
    StageSpell.objects.bulk_create([begin_spell(case) for case in cases], batch_size=200)
    events = append([_event(one, case, by=by, now=now) for one, case in pairs])
    for (one, case), event in zip(pairs, events, strict=True):
        attach_at_raising(case, event, one.files, by=by, now=now)
    if by is not None:
        Participant.objects.bulk_create(
            [Participant(case=case, user=by, since=now) for case in cases]
        )
        record_acts(user=by, action=CaseAct.RAISE, objects=cases, now=now)
    _tell_holders(cases, versions, now=now)
    return cases


def _link_points(pairs: Sequence[tuple[NewCase, Case]]) -> None:
    link = Case.points.through
    link.objects.bulk_create(
        [
            link(case_id=case.pk, monitoringpoint_id=point.pk)
            for one, case in pairs
            for point in one.points
        ]
    )


def _numbers(
    new: Sequence[NewCase],
    versions: Mapping[str, ProcedureVersion],
    *,
    by: User | None,
    now: datetime,
) -> list[str]:
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, one in enumerate(new):
        groups[(one.kind, one.district.code)].append(place)
    numbers = [""] * len(new)
    for (kind, district), places in sorted(groups.items()):
        procedure = procedure_of(versions[kind])
        pattern = NumberPattern(procedure.number, district)
        issued = issue_numbers(pattern, len(places), purpose=procedure.title, by=by, now=now)
        for place, number in zip(places, issued, strict=True):
            numbers[place] = number.text
    return numbers


def _case(
    one: NewCase,
    version: ProcedureVersion,
    number: str,
    *,
    by: User | None,
    now: datetime,
    calendars: Calendars,
) -> Case:
    procedure = procedure_of(version)
    case = Case(
        kind=one.kind,
        version=version,
        number=number,
        title=one.title[:200],
        district=one.district,
        enterprise=one.enterprise,
        lead=one.lead,
        reason=one.reason,
        facts=dict(one.fields),
        source=one.source,
        raised_at=now,
        raised_by=by,
    )
    case.note_places()
    set_whole_deadline(case, procedure, now=now, calendars=calendars)
    stage = procedure.stage(procedure.start)
    fixed = deadline_in(procedure, procedure.raise_form, one.fields)
    enter(case, procedure, stage, now=now, calendars=calendars, fixed=fixed)
    return case


def deadline_in(procedure: Procedure, form: str, fields: Mapping[str, str]) -> datetime | None:
    """The deadline that somebody set in a form; None where the form has none or it is empty."""
    asked = procedure.form(form)
    for one in asked.fields if asked else ():
        if one.kind is FieldKind.DEADLINE and fields.get(one.name):
            return datetime.fromisoformat(fields[one.name])
    return None


def _units(one: NewCase, case: Case, now: datetime) -> list[CaseUnit]:
    helpers = [CaseUnit(case=case, organisation=each, assigned_at=now) for each in one.helpers]
    if one.lead is None:
        return helpers
    lead = CaseUnit(case=case, organisation=one.lead, is_lead=True, assigned_at=now)
    return [lead, *(each for each in helpers if each.organisation_id != one.lead.pk)]


def _event(one: NewCase, case: Case, *, by: User | None, now: datetime) -> CaseEvent:
    return event_of(
        case,
        EventKind.RAISED,
        code="raise",
        title="创建",
        by=by,
        now=now,
        stage_before="",
        note=one.reason,
        fields=dict(one.fields) | files_field(one.files),
    )


def _tell_holders(
    cases: Sequence[Case], versions: Mapping[str, ProcedureVersion], *, now: datetime
) -> None:
    """Tell whoever is to act; of a case that is in nobody's hands, those who may assign it."""
    audience, notices = Audience(cases), Notices(now)
    for case in cases:
        procedure = procedure_of(versions[case.kind])
        holder = procedure.stage(case.stage).holder
        if holder:
            people = audience.of(case, procedure, [holder])
            people = people or audience.of(case, procedure, procedure.acts.get(Act.ASSIGN, ()))
            notices.add("raised", people, case, key=f"case:{case.pk}:raised")
    notices.send()
