"""Silence, standstill, implausible values and daily limits."""

from datetime import timedelta

import pytest

from bihuan.registry.models import FactorLimit, PointFactor
from bihuan.watch.models import Event, EventState
from tests.people import NOW
from tests.watch.conftest import HOUR, NINE, Site, switch_on

MINUTE = timedelta(minutes=1)


@pytest.mark.requirement("A2.1")
def test_a_point_that_falls_silent_is_one_event_that_ends_when_it_speaks(site: Site) -> None:
    switch_on("data.silent")
    site.arrive(NINE, [20], kind="realtime", step=MINUTE)
    site.run(NINE + 119 * MINUTE)
    assert not Event.objects.exists()
    site.run(NINE + 121 * MINUTE)
    site.run(NINE + 200 * MINUTE)
    event = Event.objects.get()
    assert event.state == EventState.OPEN
    assert event.because == "自 11月21日 08:00 起无任何数据，已持续 3 小时 20 分"
    site.arrive(NINE + 201 * MINUTE, [20], kind="realtime", step=MINUTE)
    site.run(NINE + 202 * MINUTE)
    event.refresh_from_db()
    assert event.state == EventState.ENDED
    assert event.begin == NINE


@pytest.mark.requirement("A2.1")
def test_hours_of_one_value_are_a_standstill(site: Site) -> None:
    switch_on("data.constant")
    site.arrive(NINE, [18.0, *[20.5] * 6])
    site.run()
    event = Event.objects.get()
    assert event.because == "二氧化硫 连续 6 小时为 20.5 mg/m³，没有变化"
    assert event.state == EventState.OPEN


def test_five_equal_hours_are_no_standstill(site: Site) -> None:
    switch_on("data.constant")
    site.arrive(NINE, [18.0, *[20.5] * 5])
    site.run()
    assert not Event.objects.exists()


def test_a_point_of_another_class_has_its_own_hours(site: Site) -> None:
    switch_on("data.constant", parameters={"medium:gas": {"hours": 3}})
    site.arrive(NINE, [18.0, 20.5, 20.5, 20.5])
    site.run()
    assert Event.objects.count() == 1


def test_the_nearest_parameter_wins(site: Site) -> None:
    scopes = {"medium:gas": {"hours": 3}, f"point:{site.point.pk}": {"hours": 10}}
    switch_on("data.constant", parameters=scopes)
    site.arrive(NINE, [18.0, *[20.5] * 6])
    site.run()
    assert not Event.objects.exists()


@pytest.mark.requirement("A2.1")
@pytest.mark.parametrize(
    ("value", "words"), [(-3.0, "二氧化硫出现负值：-3 mg/m³"), (612.0, "超过量程上限 500：612")]
)
def test_values_that_cannot_be_are_named(site: Site, value: float, words: str) -> None:
    switch_on("data.implausible")
    site.arrive(NINE, [20, value, value, 20], kind="realtime", step=MINUTE)
    site.run()
    assert words in Event.objects.get().because


def test_a_single_spike_is_not_implausible(site: Site) -> None:
    switch_on("data.implausible")
    site.arrive(NINE, [20, -3.0, 20], kind="realtime", step=MINUTE)
    site.run()
    assert not Event.objects.exists()


@pytest.mark.requirement("A2.1")
def test_a_day_over_its_limit_is_an_event(site: Site) -> None:
    switch_on("limit.day")
    FactorLimit.objects.create(
        point_factor=PointFactor.objects.get(),
        averaging="day",
        upper=30,
        source="排污许可证",
        start=NOW.date() - timedelta(days=400),
    )
    midnight = NINE.replace(hour=16) - timedelta(days=1)
    site.arrive(midnight, [33.0], kind="day", step=24 * HOUR)
    site.run()
    assert "日均值超过限值 30" in Event.objects.get().because


def test_a_limit_judges_only_the_days_for_which_it_holds(site: Site) -> None:
    switch_on("limit.hour")
    FactorLimit.objects.update(end=NOW.date() - timedelta(days=1))
    site.arrive(NINE, [80])
    site.run()
    assert not Event.objects.exists()
