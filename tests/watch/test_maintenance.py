"""Maintenance of a point: rules keep quiet, its hours carry the mark, the end has a result."""

from datetime import timedelta

import polars as pl
import pytest

from bihuan import telemetry
from bihuan.telemetry import Kind, SeriesQuery
from bihuan.watch.error import CannotChange
from bihuan.watch.models import Event, Maintenance
from bihuan.watch.services.maintenance import (
    begin_maintenance,
    end_forgotten,
    end_maintenance,
    mark_values,
)
from tests.watch.conftest import HOUR, NINE, Site, switch_on


def begun(site: Site) -> Maintenance:
    return begin_maintenance(
        site.point,
        work="校准",
        planned_end=NINE + 4 * HOUR,
        by=site.people.engineer,
        now=NINE + timedelta(minutes=10),
    )


def flags(site: Site) -> list[str]:
    query = SeriesQuery(
        points=[site.point.pk],
        factors=None,
        kind=Kind.HOUR,
        start=NINE - 9 * HOUR,
        end=NINE + 9 * HOUR,
    )
    return pl.DataFrame(telemetry.store().series(query))["flag"].to_list()


@pytest.mark.requirement("A2.1")
def test_rules_keep_quiet_during_maintenance_and_hear_what_follows(site: Site) -> None:
    switch_on("limit.hour")
    site.arrive(NINE, [20])
    maintenance = begun(site)
    site.arrive(NINE + 2 * HOUR, [80, 80])
    site.run(NINE + 2 * HOUR)
    assert not Event.objects.exists()
    end_maintenance(
        maintenance,
        result="done",
        note="零点已校",
        by=site.people.engineer,
        now=NINE + 2 * HOUR + timedelta(minutes=5),
    )
    site.arrive(NINE + 4 * HOUR, [20, 90])
    site.run(NINE + 4 * HOUR)
    assert Event.objects.get().worst == 90


def test_a_point_under_maintenance_is_not_called_silent(site: Site) -> None:
    switch_on("data.silent")
    site.arrive(NINE, [20])
    begun(site)
    site.run(NINE + 3 * HOUR)
    assert not Event.objects.exists()


@pytest.mark.requirement("A2.1")
def test_the_hours_of_maintenance_carry_the_mark_and_keep_their_values(site: Site) -> None:
    site.arrive(NINE + 3 * HOUR, [20, 80, 81, 22])
    maintenance = begun(site)
    end = NINE + timedelta(minutes=100)
    end_maintenance(maintenance, result="done", note="", by=site.people.engineer, now=end)
    assert mark_values(now=end + timedelta(minutes=30)) == 0
    assert mark_values(now=end + 2 * HOUR) == 2
    assert flags(site) == ["N", "M", "M", "N"]
    assert mark_values(now=end + 3 * HOUR) == 0


def test_two_people_cannot_maintain_one_point_at_once(site: Site) -> None:
    begun(site)
    with pytest.raises(CannotChange, match="正在维护中"):
        begun(site)


def test_a_plan_of_weeks_is_refused(site: Site) -> None:
    with pytest.raises(CannotChange, match="72 小时"):
        begin_maintenance(
            site.point,
            work="大修",
            planned_end=NINE + timedelta(days=14),
            by=site.people.engineer,
            now=NINE,
        )


def test_a_forgotten_maintenance_ends_at_its_plan_without_a_result(site: Site) -> None:
    maintenance = begun(site)
    assert end_forgotten(now=NINE + 5 * HOUR) == 1
    maintenance.refresh_from_db()
    assert (maintenance.end, maintenance.result) == (NINE + 4 * HOUR, "")
    assert "自动结束" in maintenance.note


def test_maintenance_is_ended_once(site: Site) -> None:
    maintenance = begun(site)
    end_maintenance(maintenance, result="done", note="", by=site.people.engineer, now=NINE + HOUR)
    with pytest.raises(CannotChange, match="已结束"):
        end_maintenance(maintenance, result="done", note="", by=site.people.wang, now=NINE + HOUR)
