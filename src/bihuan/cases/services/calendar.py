"""The working calendar is changed (工作日历)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import Organisation, User
from bihuan.accounts.services import record_act
from bihuan.cases.acts import CaseAct
from bihuan.cases.models import CalendarDay, CalendarYear, Case, CaseState, OfficeTime
from bihuan.cases.office_calendar import office_hours
from bihuan.cases.services.entering import Calendars, clock_of, wind
from bihuan.cases.services.procedure import EDITORS
from bihuan.cases.version_document import procedure_of


@transaction.atomic
def set_year(
    year: int,
    *,
    days: Mapping[date, tuple[str, str]],
    is_announced: bool,
    source: str,
    by: User,
    now: datetime,
) -> CalendarYear:
    """Set a year's holidays (放假安排) and wind the clocks that run by them anew.

    Args:
        days: day to kind and name.

    Raises:
        NotYours: no administrator.
    """
    _require_editor(by)
    CalendarDay.objects.filter(day__year=year).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, kind=kind, name=name) for day, (kind, name) in days.items()
    )
    kept, _ = CalendarYear.objects.update_or_create(
        year=year,
        defaults={
            "is_announced": is_announced,
            "source": source,
            "changed_at": now,
            "changed_by": by,
        },
    )
    rewind_all(now)
    record_act(user=by, action=CaseAct.CHANGE_CALENDAR, object=kept, now=now)
    return kept


@transaction.atomic
def set_office_hours(organisation: Organisation, spells: str, *, by: User, now: datetime) -> None:
    """Set the office hours of a body (办公时间); empty takes the usual ones.

    Raises:
        NotYours: no administrator.
        WrongHours: they cannot be read.
    """
    _require_editor(by)
    if spells.strip():
        office_hours(spells)
        OfficeTime.objects.update_or_create(
            organisation=organisation, defaults={"spells": spells.strip()}
        )
    else:
        OfficeTime.objects.filter(organisation=organisation).delete()
    rewind_all(now)
    detail = {"spells": spells}
    record_act(user=by, action=CaseAct.CHANGE_CALENDAR, object=organisation, now=now, detail=detail)


def rewind_all(now: datetime) -> int:
    """Work out anew the deadlines of open cases that run by working time; how many changed."""
    calendars = Calendars()
    changed = []
    waiting = Case.objects.filter(state=CaseState.OPEN, paused_at=None).exclude(clock={})
    for case in waiting.select_related("version", "lead").iterator(1000):
        clock = clock_of(case)
        before = case.deadline
        wind(case, procedure_of(case.version), clock, now=now, calendars=calendars)
        if case.deadline != before:
            changed.append(case)
    columns = ["deadline", "ticks", "next_tick", "is_provisional"]
    Case.objects.bulk_update(changed, columns, batch_size=200)
    return len(changed)


def _require_editor(by: User) -> None:
    if not by.may_act_as(EDITORS):
        raise NotYours("只有系统管理员可以编辑流程和工作日历")
