"""When documents are due (应交时间): by the plan in force, else by their kind."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bihuan.cases.office_calendar import working_calendar
from bihuan.regulations.working_time.calendar import WorkingCalendar
from bihuan.reports.definition import ReportKind
from bihuan.reports.models import DayCount, PlanItem
from bihuan.reports.period import Period

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_after(last: date, days: int, calendar: WorkingCalendar | None = None) -> date:
    """The n-th day after the last day of a period; the n-th working day by a calendar.

    >>> day_after(date(2026, 11, 20), 2).isoformat()
    '2026-11-22'
    >>> day_after(date(2026, 11, 20), 2, WorkingCalendar()).isoformat()
    '2026-11-24'
    """
    if calendar is None:
        return last + timedelta(days=days)
    day = last
    for _ in range(days):
        day = calendar.next_working_day(day)
    return day


def moment_after(
    last: date, days: int, at: time, calendar: WorkingCalendar | None = None
) -> datetime:
    """A clock time on the n-th day, or working day, after the last day of a period.

    >>> moment_after(date(2026, 3, 31), 3, time(17)).isoformat()
    '2026-04-03T17:00:00+08:00'
    """
    return datetime.combine(day_after(last, days, calendar), at, SHANGHAI)


def calendar_of(item: PlanItem, calendar: WorkingCalendar) -> WorkingCalendar | None:
    """The calendar that an item's days are counted by; None for calendar days."""
    return calendar if item.day_count == DayCount.WORKING else None


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
    if item is None:
        return moment_after(period.last, kind.due.days, kind.due.at)
    calendar = working_calendar() if item.day_count == DayCount.WORKING else None
    return moment_after(period.last, item.due_days, item.due_time, calendar)
