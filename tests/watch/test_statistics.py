"""Statistics of events: counted by hand on a small set, by unit, industry, factor, place, time."""

from datetime import timedelta

import pytest
from django.test import Client

from bihuan.registry.models import Enterprise
from bihuan.watch.models import Event, EventState
from bihuan.watch.queries.statistics import GROUPS, Asked, event_statistics
from tests.watch.conftest import HOUR, NINE, Site, switch_on

WHEN = Asked(NINE - timedelta(days=2), NINE + timedelta(days=1))


@pytest.fixture
def counted(site: Site) -> Site:
    """Four spells at the plant, one found a day late; one at the mill; one withdrawn."""
    version = switch_on("limit.hour")
    Enterprise.objects.filter(pk=site.places.plant.pk).update(industry="水泥")
    plant, mill = site.places.plant_point, site.places.mill_point
    rows = [
        (plant, "a21026", 30, 2, "true", 2),
        (plant, "a21026", 20, 1, "false", 4),
        (plant, "a21002", 10, 3, "", 9),
        (plant, "a21002", 40, 1, "", 30 * 60),
        (mill, "w01018", 9, 4, "true", 12),
        (mill, "w01018", 5, 4, "", 60),
    ]
    for point, factor, ago, length, finding, late in rows:
        begin = NINE - ago * HOUR
        Event.objects.create(
            rule="limit.hour",
            version=version,
            point=point,
            factor=factor,
            begin=begin,
            end=begin + length * HOUR,
            because="超标",
            severity="normal",
            state=EventState.WITHDRAWN if late == 60 else EventState.ENDED,
            found_at=begin + HOUR + timedelta(minutes=late),
            judged_at=NINE,
            finding=finding,
        )
    return site


@pytest.mark.requirement("B1.17", "A2.15")
@pytest.mark.parametrize(
    ("group", "lines"),
    [
        ("rule", {"小时均值超标": (5, 11.0)}),
        ("unit", {"巩义水泥厂": (4, 7.0), "荥阳造纸厂": (1, 4.0)}),
        ("industry", {"水泥": (4, 7.0), "未填写": (1, 4.0)}),
        ("factor", {"二氧化硫": (2, 3.0), "a21002": (2, 4.0), "w01018": (1, 4.0)}),
        ("city", {"郑州市": (5, 11.0)}),
        ("county", {"巩义市": (4, 7.0), "荥阳市": (1, 4.0)}),
        ("month", {"2026-11": (5, 11.0)}),
    ],
)
def test_events_are_counted_by_each_group(
    group: str, lines: dict[str, tuple[int, float]], counted: Site
) -> None:
    asked = Asked(WHEN.begin, WHEN.end, group=group)
    rows, total = event_statistics(asked, user=counted.people.li)
    found = {row.label: (row.count, row.lasted_h) for row in rows}
    if group == "rule":
        assert list(found.values()) == list(lines.values())
    else:
        assert found == lines
    assert (total.count, total.points, total.true, total.false) == (5, 2, 2, 1)
    assert (total.prompt_min, total.prompt_p95_min) == (6.5, pytest.approx(11.55))


@pytest.mark.requirement("B1.17")
def test_the_page_counts_what_the_reader_sees(counted: Site) -> None:
    client = Client()
    client.force_login(counted.people.wang)
    for group in GROUPS:
        page = client.get(f"/watch/statistics/?group={group}")
        assert page.status_code == 200
        assert page.context["total"].count == 4
    client.force_login(counted.people.auditor)
    assert client.get("/watch/statistics/").status_code == 403
