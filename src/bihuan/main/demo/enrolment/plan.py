"""The plan of documents of the county's contract term (文稿计划)."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.timezone import localdate

from bihuan.accounts.models import District
from bihuan.main.demo.county import COUNTY
from bihuan.reports.definition import ReportKind
from bihuan.reports.models import DocumentPlan
from bihuan.reports.period import periods_ending
from bihuan.reports.queries.due import moment_after
from bihuan.reports.queries.plan import planned_kinds
from bihuan.reports.services.planning import ItemTerms, set_plan

BEGINS: Final = (3, 26)
LEAST: Final = 400
SPECIALS: Final = 65
"""Special reports within the term: with some 340 regular ones more than the contract asks for."""

IN_USE: Final = timedelta(days=6)
"""So long the platform has been in use when the demo begins: long enough for a weekly report."""

DATA: Final = ItemTerms(
    kind="data.1",
    due_days=5,
    due_time=time(18),
    is_drafted=False,
    title="空气质量月度数据集",
    rhythm="month",
    receiver="郑州市生态环境局",
)
"""What is handed over beside the documents."""


def enrol_plan(*, now: datetime) -> None:
    """Set the plan of the term that holds today, or of the next one, where there is none."""
    if DocumentPlan.objects.exists():
        return
    today = localdate(now)
    kinds = planned_kinds()
    if not kinds:
        return
    plan = DocumentPlan(
        name=f"{today.year}年服务期文稿计划（演示）",
        district=District.objects.get(code=COUNTY),
        first=date(today.year, *BEGINS),
        last=date(today.year, 12, 31),
        live_from=today - IN_USE,
        least=LEAST,
        basis="演示：按服务合同的种类、时限和份数设置，数值均可修改",
    )
    items = [
        ItemTerms(
            kind=kind.code,
            due_days=kind.due.days,
            due_time=kind.due.at,
            count=SPECIALS if kind.is_special else 0,
            before=handed_over(plan, kind),
        )
        for kind in kinds
    ]
    items.append(DATA)
    set_plan(plan, items, by=None, now=now)


def handed_over(plan: DocumentPlan, kind: ReportKind) -> int:
    """How many documents of a kind were due before the platform was in use."""
    assert plan.live_from is not None
    if kind.is_special:
        gone = max((plan.live_from - plan.first).days, 0)
        return SPECIALS * gone // ((plan.last - plan.first).days + 1) + 2
    ends = periods_ending(kind.period, plan.first, plan.last)
    due = [moment_after(one.last, kind.due.days, kind.due.at).date() for one in ends]
    return sum(1 for day in due if day < plan.live_from)
