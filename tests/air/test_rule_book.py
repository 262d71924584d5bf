"""Numbers of the rules are dated settings: shipped, set from a day on, shown as unconfirmed."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import numpy as np
import pytest

from bihuan.accounts.models import SettingValue
from bihuan.air.analysis.candidate import CauseKind, Signs, candidates
from bihuan.air.analysis.hot_spot import hot_spots
from bihuan.air.judge.allowance import Light, light_of
from bihuan.air.queries.process import processes, rule_words
from bihuan.air.rule_book import SHIPPED, book_at, rule_numbers
from bihuan.air.series.block import midnight
from bihuan.air.series.values import values_at
from bihuan.reports.definition import (
    Asked,
    FigureQuery,
    FigureSet,
    Period,
    Reading,
    kind_of,
    query_of,
)
from bihuan.reports.wording import filled
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


@pytest.mark.requirement("A1.14")
def test_lights_and_hot_spots_follow_the_numbers_in_force() -> None:
    strict = {**SHIPPED, "light_green": 0.9, "light_yellow": 1.0, "hot_excess": 0.9}
    seen = [light_of(Fraction(39), Fraction(40), one) for one in (SHIPPED, strict)]
    assert seen == [Light.GREEN, Light.YELLOW]
    assert light_of(Fraction(42), Fraction(40), SHIPPED) is Light.YELLOW, "105 % itself is near"
    values = np.random.default_rng(7).normal(50.0, 4.0, (6, 24 * 28))
    values[2] *= 1.5
    assert [one.series for one in hot_spots(values, TODAY).places] == [2]
    assert hot_spots(values, TODAY, strict).places == ()


@pytest.mark.requirement("A3.7", "D2")
def test_a_document_keeps_the_numbers_of_its_own_days(air: AirCounty) -> None:
    first, last = TODAY - timedelta(days=7), TODAY - timedelta(days=1)
    air.steady(first, 7)
    for code in ("GY-S-01", "GY-S-02"):
        air.hours(code, "a34004", TODAY - timedelta(days=3), [40.0] * 6 + [190.0] * 10 + [40.0] * 8)
    SettingValue.objects.create(
        key="air.episode_hours",
        value=8,
        start=midnight(last) + timedelta(hours=1),
        reason="市级文件",
        by=air.people.wang,
        at=air.now,
    )
    kind = kind_of("air.special")
    asked = Asked(kind.code, Period(kind.period, first, last), air.district.pk, air.district.name)
    made = kind.compose(asked, FigureSet(Reading(air.now)))
    held = made.figures["episode_hours"]
    assert held.value is not None and "连续小时数8小时" in held.answer.edition
    assert "（待确认）" in str(made.figures["rules_episode"].value)
    assert "待确认" in filled(made.basis, made.figures)
    for value, name in ((200, "episode_above"), (1, "suspect_km"), (90, "report_fine")):
        change(air, name, value, days_ago=0)
    later = Reading(air.now + timedelta(hours=1))
    for figure in made.figures.values():
        again = query_of(figure.query, FigureQuery).answer(figure.arguments, later)
        assert (again.value, again.edition) == (figure.value, figure.answer.edition), figure.key
    before = Period(kind.period, first, last - timedelta(days=1))
    older = kind.compose(replace(asked, period=before), FigureSet(Reading(air.now)))
    assert older.figures["episode_start"].value is None, "twelve hours were asked until then"
    assert "没有达到判定规则" in filled("\n".join(older.texts()), older.figures)
