"""Numbers of the rules are dated settings: shipped, set from a day on, shown as unconfirmed."""

from datetime import timedelta

import pytest

from bihuan.accounts.models import SettingValue
from bihuan.air.analysis.candidate import CauseKind, Signs, candidates
from bihuan.air.queries.process import processes, rule_words
from bihuan.air.rule_book import SHIPPED, book_at, rule_numbers
from bihuan.air.series.values import values_at
from tests.air.conftest import TODAY, AirCounty


def change(air: AirCounty, name: str, value: int, *, days_ago: int = 1) -> None:
    start = air.now - timedelta(days=days_ago)
    SettingValue.objects.create(
        key=f"air.{name}", value=value, start=start, reason="市级文件", by=air.people.wang, at=start
    )


@pytest.mark.requirement("A2.1")
def test_a_number_that_nobody_set_is_shipped_and_unconfirmed(air: AirCounty) -> None:
    book = book_at(air.now)
    assert dict(book.numbers) == dict(SHIPPED)
    assert book.is_unconfirmed("course_") and book.is_unconfirmed("dust_")
    assert (book["course_excess"], book["weather_calm"], book["fault_rule"]) == (0.3, 1.5, 3.0)
    assert all(one.kind.least <= one.kind.default <= one.kind.most for one in rule_numbers())


@pytest.mark.requirement("A2.3")
def test_a_number_counts_from_its_day_on_and_changes_the_courses(air: AirCounty) -> None:
    air.steady(TODAY - timedelta(days=7), 7)
    day = [80.0] * 8 + [260.0] * 6 + [80.0] * 10
    air.hours("GY-T-05", "a34002", TODAY - timedelta(days=1), day)
    values = values_at(air.now)
    assert "30% 以上" in processes(values, values.sites, now=air.now)[0].because
    change(air, "course_hours", 8)
    change(air, "course_excess", 50)
    assert processes(values, values.sites, now=air.now) == []
    assert "连续 8 小时以上高于同时刻全网中位数 50%" in rule_words(book_at(air.now))
    before = book_at(air.now - timedelta(days=2))
    assert before["course_hours"] == 3
    assert not book_at(air.now).is_unconfirmed("course_")


@pytest.mark.requirement("A2.4")
def test_weights_decide_the_order_of_causes() -> None:
    signs = Signs(excess=0.9, neighbours=0.0, others=0.5, rules=("恒值",), sources_upwind=1)
    first = [one.kind for one in candidates(signs)]
    light = [one.kind for one in candidates(signs, {**SHIPPED, "fault_rule": 9.0})]
    assert first[0] is CauseKind.LOCAL and light[0] is CauseKind.FAULT
