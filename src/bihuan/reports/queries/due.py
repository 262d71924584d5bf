"""When documents are due (应交时间): by the plan in force, else by their kind."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bihuan.reports.definition import ReportKind
from bihuan.reports.models import PlanItem
from bihuan.reports.period import Period

SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment_after(last: date, days: int, at: time) -> datetime:
    """A clock time some days after the last day of a period.

    >>> moment_after(date(2026, 3, 31), 3, time(17)).isoformat()
    '2026-04-03T17:00:00+08:00'
    """
    return datetime.combine(last + timedelta(days=days), at, SHANGHAI)


def due_of(kind: ReportKind, district: str, period: Period) -> datetime | None:
    """When a regular document is due; a special one has no date."""
    if kind.is_special:
        return None
    item = (
        PlanItem.objects.filter(
            kind=kind.code,
            plan__district=district,
            plan__is_active=True,
            plan__first__lte=period.last,
            plan__last__gte=period.last,
        )
        .order_by("-plan__first", "pk")
        .first()
    )
    if item is not None:
        return moment_after(period.last, item.due_days, item.due_time)
    return moment_after(period.last, kind.due.days, kind.due.at)
