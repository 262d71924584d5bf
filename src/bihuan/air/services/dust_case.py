"""The case of days of dust (沙尘过程事项): opened with the report, ends with the recognition."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bihuan.accounts.models import User
from bihuan.air.models import DustCase, DustState
from bihuan.air.services.case import last_step, open_case
from bihuan.air.site import all_sites
from bihuan.cases.models import Case
from bihuan.registry.models import MonitoringPoint

KIND: Final = "dust_report"
PREFIX: Final = "air-dust"
ENDS: Final[Mapping[str, DustState]] = {
    "accepted": DustState.ACCEPTED,
    "refused": DustState.REFUSED,
    "withdrawn": DustState.WITHDRAWN,
}


def case_of_dust(dust: DustCase, *, by: User, now: datetime) -> Case | None:
    """Raise the case of a dust report; None while nobody has published the procedure."""
    points = [
        site.point
        for site in all_sites(now)
        if site.is_evaluation and site.district.startswith(dust.district_id)
    ]
    rows = list(MonitoringPoint.objects.filter(pk__in=points).order_by("pk"))
    days = f"{dust.first:%Y-%m-%d}" + ("" if dust.last == dust.first else f"～{dust.last:%m-%d}")
    return open_case(
        KIND,
        title=f"{dust.district.name} {days} 沙尘过程上报",
        district=dust.district,
        points=rows,
        reason=dust.evidence,
        source=f"{PREFIX}:{dust.pk}",
        fields={
            "first": dust.first.isoformat(),
            "last": dust.last.isoformat(),
            "stations": "、".join(row.name for row in rows) or "全市评价点位",
            "text": dust.evidence,
        },
        by=by,
        now=now,
    )


def take_dust_answer(case: Case, now: datetime) -> None:
    """What the case ended with decides about the days (登记沙尘认定), in the same transaction."""
    state = ENDS.get(case.stage)
    dust = DustCase.objects.filter(case=case).first()
    if state is None or dust is None:
        return
    last = last_step(case)
    dust.state, dust.answered_at = state, now
    dust.answer = (last.note if last else "") or state.label
    dust.save()
