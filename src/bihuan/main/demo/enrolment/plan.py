"""The plan of documents of the county's contract term (文稿计划)."""

from datetime import date, datetime
from typing import Final

from django.utils.timezone import localdate

from bihuan.accounts.models import District
from bihuan.main.demo.county import COUNTY
from bihuan.reports.models import DocumentPlan
from bihuan.reports.queries.plan import planned_kinds
from bihuan.reports.services.planning import ItemTerms, set_plan

BEGINS: Final = (3, 26)
LEAST: Final = 400
SPECIALS: Final = 65
"""Special reports within the term: with some 340 regular ones more than the contract asks for."""


def enrol_plan(*, now: datetime) -> None:
    """Set the plan of the term that holds today, or of the next one, where there is none."""
    if DocumentPlan.objects.exists():
        return
    year = localdate(now).year
    kinds = planned_kinds()
    if not kinds:
        return
    plan = DocumentPlan(
        name=f"{year}年服务期文稿计划（演示）",
        district=District.objects.get(code=COUNTY),
        first=date(year, *BEGINS),
        last=date(year, 12, 31),
        least=LEAST,
        basis="演示：按服务合同的种类、时限和份数设置，数值均可修改",
    )
    items = [
        ItemTerms(
            kind=kind.code,
            due_days=kind.due.days,
            due_time=kind.due.at,
            count=SPECIALS if kind.is_special else 0,
        )
        for kind in kinds
    ]
    set_plan(plan, items, by=None, now=now)
