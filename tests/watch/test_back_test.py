"""A rule tried on the past finds what it would have found live."""

from datetime import timedelta

import pytest

from bihuan.watch.error import CannotChange
from bihuan.watch.models import BackTest, BackTestState, Event
from bihuan.watch.services.back_test import run_back_test, start_back_test
from tests.people import NOW
from tests.watch.conftest import HOUR, NINE, Site, switch_on

DAY = timedelta(days=1)


def tried(site: Site, rule: str = "limit.hour", **more: object) -> BackTest:
    given = {"start": NINE - 20 * DAY, "end": NINE, "district_id": "410181", **more}
    test = start_back_test(BackTest(rule=rule, **given), by=site.people.province, now=NOW)
    return run_back_test(test, now=NOW)


@pytest.mark.requirement("A2.1")
def test_a_back_test_finds_what_the_live_run_finds(site: Site) -> None:
    switch_on("limit.hour")
    values = [50.0 if hour % 17 in (0, 1, 5) or 150 < hour < 200 else 20.0 for hour in range(480)]
    site.arrive(NINE, values)
    site.run()
    test = tried(site)
    live = list(Event.objects.order_by("begin").values_list("begin", "end", "because"))
    hits = list(test.hits.order_by("begin").values_list("begin", "end", "because"))
    assert hits == live
    assert (test.state, test.found, test.points) == (BackTestState.DONE, len(live), 1)


def test_other_parameters_find_other_events(site: Site) -> None:
    site.arrive(NINE, [20, 40, 20, 20, 20, 40, 41, 42, 20])
    assert tried(site).found == 2
    assert tried(site, parameters={"": {"least": 3}}).found == 1


def test_a_back_test_changes_nothing(site: Site) -> None:
    site.arrive(NINE, [40])
    tried(site)
    assert not Event.objects.exists()


def test_only_points_of_the_district_are_tried(site: Site) -> None:
    site.arrive(NINE, [40])
    assert tried(site, district_id="410182").found == 0


def test_silence_is_found_in_the_past_too(site: Site) -> None:
    site.arrive(NINE - 10 * HOUR, [20] * 48)
    site.arrive(NINE, [20])
    assert tried(site, "data.silent").found >= 1


def test_the_future_and_years_are_refused(site: Site) -> None:
    with pytest.raises(CannotChange, match="不能晚于"):
        tried(site, end=NOW + DAY)
    with pytest.raises(CannotChange, match="400 天"):
        tried(site, start=NOW - 500 * DAY)
