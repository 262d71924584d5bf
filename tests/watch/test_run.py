"""The rules over what arrives: one event a spell, late data, corrections, other processes."""

from datetime import timedelta

import pytest

from bihuan.notify.models import Notice
from bihuan.watch.error import SomebodyFaster
from bihuan.watch.models import Event, EventState, ReadingCursor
from bihuan.watch.services import run
from bihuan.watch.services.run import run_rules
from tests.watch.conftest import HOUR, NINE, Site, switch_on


def hours(site: Site, *values: float | None, end: int = 0) -> None:
    """Hour values ending so many hours after nine, judged at once."""
    moment = NINE + end * HOUR
    site.arrive(moment, values)
    site.run(moment + timedelta(minutes=1))


@pytest.mark.requirement("A2.1", "B1.10")
def test_a_continuous_breach_is_one_event_with_worst_value_and_reason(site: Site) -> None:
    switch_on("limit.hour")
    hours(site, 20, 40, 52, 41)
    event = Event.objects.get()
    assert (event.begin, event.end) == (NINE - 3 * HOUR, NINE)
    assert (event.worst, event.periods, event.state) == (52, 3, EventState.OPEN)
    assert event.because == (
        "二氧化硫小时均值超过限值 35 mg/m³（GB 4915-2013），持续 3 小时，"
        "最高 52 mg/m³，超标 0.49 倍"
    )


@pytest.mark.requirement("B1.10")
def test_hours_that_arrive_one_by_one_extend_the_same_event(site: Site) -> None:
    switch_on("limit.hour")
    for number, value in enumerate((40.0, 41.0, 60.0, 45.0)):
        hours(site, value, end=number)
    event = Event.objects.get()
    assert (event.periods, event.worst) == (4, 60)
    assert "持续 4 小时" in event.because


def test_an_event_ends_when_the_value_has_been_normal_long_enough(site: Site) -> None:
    switch_on("limit.hour")
    hours(site, 40)
    for number in range(1, 5):
        hours(site, 20, end=number)
    assert Event.objects.get().state == EventState.ENDED


def test_two_breaches_far_apart_are_two_events(site: Site) -> None:
    switch_on("limit.hour")
    hours(site, 40, 20, 20, 20, 20, 44)
    assert Event.objects.count() == 2


@pytest.mark.requirement("A2.1")
def test_late_data_join_two_events_and_the_second_stays_withdrawn(site: Site) -> None:
    switch_on("limit.hour")
    site.arrive(NINE - 5 * HOUR, [40])
    site.arrive(NINE, [44])
    site.run(NINE + timedelta(minutes=1))
    assert Event.objects.count() == 2
    site.arrive(NINE - HOUR, [50, 50, 50, 50])
    site.run(NINE + timedelta(minutes=2))
    first, second = Event.objects.order_by("pk")
    assert (first.begin, first.end, first.worst) == (NINE - 6 * HOUR, NINE, 50)
    assert second.state == EventState.WITHDRAWN
    assert f"并入报警 {first.pk}" in second.because


def test_a_correction_withdraws_the_event_and_keeps_it(site: Site) -> None:
    switch_on("limit.hour")
    hours(site, 20, 40, 20)
    site.arrive(NINE - HOUR, [21])  # a newer version of the same hour
    site.run(NINE + timedelta(minutes=2))
    event = Event.objects.get()
    assert event.state == EventState.WITHDRAWN
    assert "数据更正后不再满足" in event.because


def test_marked_hours_do_not_count(site: Site) -> None:
    switch_on("limit.hour")
    site.arrive(NINE, [80, 80], flag="M")
    site.run()
    assert not Event.objects.exists()


def test_a_rule_that_is_off_finds_nothing(site: Site) -> None:
    hours(site, 80)
    assert not Event.objects.exists()


def test_what_was_judged_is_not_judged_again(site: Site) -> None:
    switch_on("limit.hour")
    hours(site, 80)
    assert site.run(NINE + timedelta(minutes=2)).judged == 0


def test_when_somebody_was_faster_nothing_is_written(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_on("limit.hour")
    site.arrive(NINE, [80])
    real = run.running_rules

    def meanwhile() -> list[run.RuleInForce]:
        ReadingCursor.objects.update(text='{"version": 99, "marks": {}}')
        return real()

    monkeypatch.setattr(run, "running_rules", meanwhile)
    with pytest.raises(SomebodyFaster):
        site.run()
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_crash_before_the_cursor_moves_loses_and_doubles_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_on("limit.hour", tells=["district"])
    site.arrive(NINE, [80])

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("bihuan.watch.services.merge.tell", killed)
        with pytest.raises(KeyboardInterrupt):
            run_rules(now=NINE)
    assert not Event.objects.exists()
    run_rules(now=NINE + timedelta(minutes=1))
    assert Event.objects.count() == 1
    assert Notice.objects.filter(recipient=site.people.wang).count() == 1


@pytest.mark.requirement("A2.15")
def test_the_people_of_the_district_hear_of_a_new_event_once(site: Site) -> None:
    switch_on("limit.hour", tells=["district", "city"], tells_unit=True)
    hours(site, 40)
    hours(site, 41, end=1)
    told = sorted(Notice.objects.values_list("recipient__username", flat=True))
    assert told == ["chen", "li", "wang"]
    text = Notice.objects.of(site.people.chen).get().message.text
    assert "巩义水泥厂" in text
    assert "超过限值 35" in text


def test_values_wait_less_than_an_event_when_one_point_is_late_by_days(site: Site) -> None:
    switch_on("limit.hour")
    site.arrive(NINE - timedelta(days=3), [60, 61])
    site.run()
    assert Event.objects.get().end == NINE - timedelta(days=3)
