"""The working calendar (工作日历): holidays, make-up days, office hours."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from bihuan.accounts.models import Organisation
from bihuan.accounts.views.access import person
from bihuan.cases.models import CalendarDay, CalendarYear, OfficeTime
from bihuan.cases.models.calendar import DayKind
from bihuan.cases.office_calendar import working_calendar
from bihuan.cases.services.calendar import set_office_hours, set_year
from bihuan.cases.services.procedure import EDITORS
from bihuan.cases.views.access import REFUSED, said
from bihuan.registry.views.access import may_see_business
from bihuan.ui.request import PageRequest


def calendar(request: PageRequest) -> HttpResponse:
    """A year's days by month, and the bodies' office hours (工作日历)."""
    editor = person(request).may_act_as(EDITORS)
    if not (editor or may_see_business(request.user)):
        raise PermissionDenied("您的岗位不能查看工作日历")
    year = _year(request)
    known = CalendarYear.objects.filter(year=year).first() or CalendarYear(year=year)
    context = {
        "year": year,
        "years": range(localtime(request.now).year - 1, localtime(request.now).year + 3),
        "known": known,
        "months": _months(year),
        "lines": _lines(year),
        "hours": OfficeTime.objects.select_related("organisation"),
        "bodies": Organisation.objects.exclude(kind="enterprise")[:300] if editor else (),
        "may_edit": editor,
    }
    return render(request, "cases/calendar.html", context)


@require_POST
def save_year(request: PageRequest, year: int) -> HttpResponse:
    """Set a year's holidays (保存放假安排)."""
    try:
        set_year(
            year,
            days=_days(request.POST.get("days", ""), year),
            is_announced=request.POST.get("is_announced") == "on",
            source=request.POST.get("source", "")[:120],
            by=person(request),
            now=request.now,
        )
        messages.success(request, f"{year} 年放假安排已保存，在办事项的期限已重新计算。")
    except (*REFUSED, ValueError) as error:
        messages.error(request, said(error))
    return redirect(f"/cases/calendar/?year={year}")


@require_POST
def save_hours(request: PageRequest) -> HttpResponse:
    """Set the office hours of a body (保存办公时间)."""
    body = Organisation.objects.filter(pk=request.POST.get("organisation") or 0).first()
    try:
        if body is None:
            messages.error(request, "请选择单位。")
        else:
            spells = request.POST.get("spells", "")[:120]
            set_office_hours(body, spells, by=person(request), now=request.now)
            messages.success(request, f"{body}的办公时间已保存。")
    except REFUSED as error:
        messages.error(request, said(error))
    return redirect("cases:calendar")


def _year(request: PageRequest) -> int:
    asked = request.GET.get("year", "")
    here = localtime(request.now).year
    return int(asked) if asked.isdigit() and 2000 <= int(asked) <= 2100 else here


def _months(year: int) -> list[tuple[int, list[tuple[date | None, str, str]]]]:
    """Each month as weeks' cells: day (None before the first), kind, name."""
    calendar = working_calendar()
    names = dict(CalendarDay.objects.filter(day__year=year).values_list("day", "name"))
    months = []
    for month in range(1, 13):
        day = date(year, month, 1)
        cells: list[tuple[date | None, str, str]] = [(None, "", "")] * day.weekday()
        while day.month == month:
            cells.append((day, calendar.kind_of(day).value, names.get(day, "")))
            day += timedelta(days=1)
        months.append((month, cells))
    return months


def _lines(year: int) -> str:
    rows = CalendarDay.objects.filter(day__year=year)
    return "\n".join(f"{row.day} {row.get_kind_display()} {row.name}".rstrip() for row in rows)


def _days(text: str, year: int) -> dict[date, tuple[str, str]]:
    kinds = {label: value for value, label in DayKind.choices}
    found = {}
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if not words:
            continue
        try:
            day, kind = date.fromisoformat(words[0]), kinds[words[1]]
        except (ValueError, KeyError, IndexError):
            raise ValueError(
                f"第 {number} 行应写成“{year}-10-01 节假日 国庆节”或“{year}-10-10 调休上班”"
            ) from None
        if day.year != year:
            raise ValueError(f"第 {number} 行的日期不在 {year} 年")
        found[day] = (kind, " ".join(words[2:]))
    return found
