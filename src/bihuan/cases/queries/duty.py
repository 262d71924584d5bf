"""Whose business a matter is (职责清单): the bodies that lead, help and answer locally."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from bihuan.accounts.models import Organisation
from bihuan.accounts.scope import within
from bihuan.cases.models import Case
from bihuan.registry.models import Duty, DutyPart


@dataclass(frozen=True, slots=True)
class Suggested:
    """Bodies that the list of duties names for a case (建议的承办单位)."""

    matter: str = ""
    lead: Organisation | None = None
    helpers: Sequence[Organisation] = ()

    @property
    def words(self) -> str:
        """Why they are offered."""
        return f"按职责清单“{self.matter}”建议，可改选" if self.lead else ""


def suggested_bodies(case: Case, *, on: date) -> Suggested:
    """Who leads and who helps by the duties of the case's county (按职责清单建议承办单位).

    The local body is the one of the case's own township, told by its district or its name.
    """
    matter = str(case.facts.get("matter", ""))
    if not matter:
        return Suggested()
    running = (Q(start__isnull=True) | Q(start__lte=on)) & (Q(end__isnull=True) | Q(end__gt=on))
    near = within("department__organisation__district_id", case.district_id[:6])
    rows = Duty.objects.filter(running, near, department__is_active=True)
    named = [
        (row.part, row.department.organisation)
        for row in rows.filter(Q(matter=matter) | Q(part=DutyPart.TERRITORY)).select_related(
            "department__organisation"
        )
    ]
    lead = next((body for part, body in named if part == DutyPart.LEAD), None)
    helpers = [
        body
        for part, body in named
        if part == DutyPart.ASSIST or (part == DutyPart.TERRITORY and _is_local(body, case))
    ]
    return Suggested(matter, lead, [one for one in dict.fromkeys(helpers) if one != lead])


def _is_local(body: Organisation, case: Case) -> bool:
    return body.district_id == case.district_id or body.name.startswith(case.district.name)
