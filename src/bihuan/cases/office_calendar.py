"""The working calendar of a body (工作日历), from the editable tables."""

import csv
from collections.abc import Iterator
from datetime import date, time, timedelta
from importlib import resources

from bihuan.accounts.models import Organisation
from bihuan.cases.error import CaseError
from bihuan.cases.models import CalendarDay, CalendarYear, OfficeTime
from bihuan.regulations.working_time.calendar import DayKind, OfficeHours, WorkingCalendar


class WrongHours(CaseError):
    """Office hours that cannot be read."""


def office_hours(text: str) -> OfficeHours:
    """Office hours as people write them (办公时间).

    Raises:
        WrongHours: not spells of times, or spells that overlap.

    >>> office_hours("08:00-12:00,14:30-18:00").spells[1][0]
    datetime.time(14, 30)
    """
    try:
        spells = tuple(
            (time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))
            for start, end in (spell.split("-") for spell in text.replace("，", ",").split(","))
        )
        return OfficeHours(spells)
    except ValueError as error:
        raise WrongHours(f"办公时间 {text!r} 应写成 08:30-12:00,14:00-17:30 的样子") from error


def working_calendar(organisation: Organisation | None = None) -> WorkingCalendar:
    """The calendar that terms of this body run by; the usual office hours where it has none."""
    exceptions = dict(CalendarDay.objects.values_list("day", "kind"))
    announced = CalendarYear.objects.filter(is_announced=True).values_list("year", flat=True)
    spells = OfficeTime.objects.filter(organisation=organisation).values_list("spells", flat=True)
    hours = office_hours(spells[0]) if organisation is not None and spells else OfficeHours()
    return WorkingCalendar(
        exceptions={day: DayKind(kind) for day, kind in exceptions.items()},
        announced_years=frozenset(announced),
        hours=hours,
    )


def seed_days() -> Iterator[tuple[date, str, str]]:
    """Day, kind and name of every day that the shipped table of notices names."""
    file = resources.files("bihuan.cases").joinpath("tables", "holidays.csv")
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines):
        day, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
        while day <= last:
            yield day, row["kind"], row["name"]
            day += timedelta(days=1)
