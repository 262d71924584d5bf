"""The circular of problems and what became of them (整改情况通报), as a Word file."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.utils.timezone import localtime

from bihuan.accounts.models import User
from bihuan.cases.models import Case, CaseState
from bihuan.cases.procedure.document import Procedure
from bihuan.cases.queries.statistics import Asked, StatRow, cases_of, statistics
from bihuan.documents.word import render

TEMPLATE: Final = Path(__file__).parent / "templates" / "cases" / "letters" / "circular.docx"
MOST: Final = 500
"""Problems that one circular lists by name; the counts are of all."""


def circular(asked: Asked, procedure: Procedure, *, by: User, now: datetime) -> bytes:
    """The circular of one kind of case as a Word file (通报); its counts are the statistics'."""
    told = replace(asked, group="lead", kind=procedure.code)
    return render(TEMPLATE, circular_context(told, procedure, by=by, now=now))


def circular_context(
    asked: Asked, procedure: Procedure, *, by: User, now: datetime
) -> Mapping[str, Any]:
    """The values of the circular's placeholders (通报内容)."""
    rows, total = statistics(asked, user=by, now=now)
    listed = list(cases_of(asked, by).select_related("lead").order_by("raised_at", "pk")[:MOST])
    last = asked.end - timedelta(seconds=1)
    return {
        "title": f"关于{procedure.title}整改情况的通报",
        "span": f"（{_day(asked.begin)}至{_day(last)}）",
        "summary": _summary(procedure, total, len(listed)),
        "bodies": [_body(row) for row in [*rows, total]],
        "overdue": [_line(case) for case in listed if _is_overdue(case, now)],
        "cases": [_line(case) for case in listed],
        "signature": str(by.organisation or ""),
        "day": _day(now),
    }


def _summary(procedure: Procedure, total: StatRow, listed: int) -> str:
    said = (
        f"本期共{procedure.noun} {total.raised} 件，已{procedure.ended} {total.closed} 件，"
        f"办理中 {total.open} 件，其中逾期未办 {total.overdue} 件；按期率 {_rate(total)}。"
    )
    more = f"下列问题为最早的 {listed} 件。" if listed < total.raised else ""
    return said + more


def _body(row: StatRow) -> dict[str, object]:
    return {
        "label": row.label,
        "raised": row.raised,
        "closed": row.closed,
        "open": row.open,
        "overdue": row.overdue,
        "returned": row.returned,
        "rate": _rate(row),
    }


def _line(case: Case) -> dict[str, str]:
    return {
        "number": case.number,
        "title": case.title,
        "body": case.lead.name if case.lead else "未指定",
        "stage": case.stage_title,
        "deadline": f"{localtime(case.deadline):%m-%d %H:%M}" if case.deadline else "—",
    }


def _is_overdue(case: Case, now: datetime) -> bool:
    return case.state == CaseState.OPEN and case.deadline is not None and case.deadline < now


def _rate(row: StatRow) -> str:
    return "尚无办结" if row.rate is None else f"{row.rate:.1f}%"


def _day(moment: datetime) -> str:
    local = localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日"
