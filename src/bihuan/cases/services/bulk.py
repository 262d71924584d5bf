"""One step on many cases (批量办理): each is judged by itself, and each refusal is said."""

from collections.abc import Sequence
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.cases.error import CaseError
from bihuan.cases.models import Case, ProcedureVersion, VersionState
from bihuan.cases.procedure.document import ProcedureError
from bihuan.cases.services.act import sign_for, urge
from bihuan.cases.services.step import Answer, take_step
from bihuan.cases.version_document import procedure_of

BULK = 200
"""Cases that are taken at once."""
ACTS = (("sign_for", "签收"), ("urge", "催办"))


def bulk_choices(kind: str, *, now: datetime) -> list[tuple[str, str]]:
    """What can be done in bulk: acts, and for one kind its steps that need an opinion at most."""
    version = ProcedureVersion.objects.filter(code=kind, state=VersionState.PUBLISHED).first()
    if version is None:
        return list(ACTS)
    procedure = procedure_of(version)
    return [
        *ACTS,
        *(
            (step.code, step.title)
            for step in procedure.steps
            if not step.evidence and step.form in {"", "opinion"}
        ),
    ]


def take_in_bulk(
    cases: Sequence[Case], step: str, *, note: str, by: User, now: datetime
) -> tuple[int, list[str]]:
    """Take a step on each of these cases; gives how many, and why the others were refused."""
    done, refused = 0, []
    for case in cases:
        try:
            _take(case, step, note=note, by=by, now=now)
            done += 1
        except (CaseError, ProcedureError) as error:
            refused.append(f"{case.number}：{error}")
    return done, refused


def _take(case: Case, step: str, *, note: str, by: User, now: datetime) -> None:
    if step == "sign_for":
        sign_for(case, by=by, now=now)
    elif step == "urge":
        urge(case, note=note, by=by, now=now)
    else:
        take_step(case, step, by=by, now=now, answer=Answer(fields={"text": note}))
