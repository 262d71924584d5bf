"""Other rooms count working days with the holidays that are kept here."""

from datetime import date

import pytest

from bihuan.accounts.queries.staff import working_days_between


@pytest.mark.django_db
@pytest.mark.requirement("A13.9")
def test_notice_of_a_staff_change_is_counted_around_the_national_day() -> None:
    # 2026: 1-7 October are a holiday, Saturday 10 October is worked (调休).
    assert working_days_between(date(2026, 9, 30), date(2026, 10, 10)) == 3
