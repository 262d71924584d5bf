"""The working calendar: the shipped notices row by row, and other rooms counting with it."""

from datetime import date

import pytest
from django.test import Client

from bihuan.accounts import holidays
from bihuan.accounts.queries.staff import working_days_between
from bihuan.cases.models import CalendarDay, CalendarYear
from bihuan.cases.office_calendar import seed_days, working_calendar
from tests.people import People

# 国务院办公厅 国办发明电〔2023〕7号、〔2024〕12号、〔2025〕7号: "共 N 天" of each holiday.
LENGTHS = {
    2024: {"元旦": 1, "春节": 8, "清明节": 3, "劳动节": 5, "端午节": 1, "中秋节": 3, "国庆节": 7},
    2025: {"元旦": 1, "春节": 8, "清明节": 3, "劳动节": 5, "端午节": 3, "国庆节、中秋节": 8},
    2026: {"元旦": 3, "春节": 9, "清明节": 3, "劳动节": 5, "端午节": 3, "中秋节": 3, "国庆节": 7},
}
WORKED = {
    2024: ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
    2026: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
}


@pytest.mark.parametrize("year", LENGTHS)
def test_each_notice_gives_its_days(year: int) -> None:
    days = [(day, kind, name) for day, kind, name in seed_days() if day.year == year]
    counted: dict[str, int] = {}
    for _, kind, name in days:
        if kind == "holiday":
            counted[name] = counted.get(name, 0) + 1
    assert counted == LENGTHS[year]
    worked = [day for day, kind, _ in days if kind == "make_up_day"]
    assert [f"{day:%m-%d}" for day in worked] == WORKED[year]
    assert all(day.weekday() >= 5 for day in worked)
    assert len({day for day, _, _ in days}) == len(days)


@pytest.mark.django_db
def test_the_year_that_nobody_announced_is_said_and_its_terms_are_provisional() -> None:
    assert not CalendarYear.objects.get(pk=2027).is_announced
    assert not CalendarDay.objects.filter(day__year=2027).exists()
    assert not working_calendar().is_announced(date(2027, 1, 4))
    assert working_calendar().is_announced(date(2026, 10, 12))


def test_what_nobody_compared_with_the_printed_notice_is_to_be_confirmed(people: People) -> None:
    client = Client()
    client.force_login(people.wang)
    assert "待确认" in client.get("/cases/calendar/?year=2026").content.decode()
    assert "放假安排尚未公布" in client.get("/cases/calendar/?year=2027").content.decode()
    CalendarYear.objects.filter(pk=2026).update(changed_by=people.system_admin)
    assert "待确认" not in client.get("/cases/calendar/?year=2026").content.decode()


@pytest.mark.django_db
@pytest.mark.requirement("A13.9", "C15")
def test_notice_of_a_staff_change_is_counted_around_the_national_day() -> None:
    # 2026: 1-7 October are a holiday, Saturday 10 October is worked (调休).
    assert working_days_between(date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert holidays.calendar() == working_calendar()
