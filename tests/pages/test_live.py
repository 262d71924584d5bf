"""The live board (B1.8)."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from bihuan.registry.models import Medium, MonitoringPoint, Outlet
from bihuan.ui.recent import Recent
from tests.pages.conftest import County, Login
from tests.pages.given import Rows, rows_of


@pytest.fixture
def browser(county: County, login: Login) -> Client:
    return login(county.people.li)


def text_of(browser: Client, query: str = "") -> str:
    return browser.get(f"/live/{query}").content.decode()


def send(county: County, now: datetime, value: float, *, flag: str = "N") -> None:
    series = Rows(county.point.pk, "a21026", "hour", timedelta(hours=1), flag=flag)
    county.store.append(
        rows_of(series, now.replace(minute=0) + timedelta(hours=1), [value]), now=now
    )
    Recent.forget_all()


@pytest.mark.requirement("B1.8")
def test_every_point_is_listed_with_its_newest_values(county: County, browser: Client) -> None:
    text = text_of(browser)
    assert "巩义水泥厂1#排口" in text
    assert "18.5" in text
    assert "荥阳造纸厂1#排口" in text
    assert "尚未上报" in text


def test_an_exceedance_is_told_with_value_and_limit(
    county: County, browser: Client, now: datetime
) -> None:
    send(county, now, 36.4)
    text = text_of(browser)
    assert "二氧化硫小时值 36.4 mg/m³，限值 ≤ 35" in text


@pytest.mark.requirement("B1.2")
def test_the_state_narrows_the_list_but_not_the_counts(
    county: County, browser: Client, now: datetime
) -> None:
    send(county, now, 36.4)
    text = text_of(browser, "?standing=over")
    assert "巩义水泥厂1#排口" in text
    assert "荥阳造纸厂1#排口" not in text
    assert "共 3 个点位，超标 1 个" in text


def test_a_point_is_silent_when_nothing_came_for_long(
    county: County, browser: Client, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr("bihuan.main.clock.timezone.now", lambda: now + timedelta(hours=5))
    assert "断线 1 个" in text_of(browser)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?district=410181", {"plant", "station"}),
        ("?district=410182", {"mill"}),
        ("?kind=station", {"station"}),
        ("?kind=source", {"plant", "mill"}),
        ("?medium=water", {"mill"}),
        ("?station_class=township", {"station"}),
        ("?text=造纸", {"mill"}),
        ("?key_list=any", {"plant"}),
    ],
)
def test_the_filters_are_the_address(
    query: str, shown: set[str], county: County, browser: Client
) -> None:
    county.places.plant.is_key = True
    county.places.plant.save()
    names = {"plant": "巩义水泥厂1#排口", "mill": "荥阳造纸厂1#排口", "station": "大峪沟站"}
    text = text_of(browser, query)
    assert {key for key, name in names.items() if f">{name}</a>" in text} == shown


def test_groups_follow_the_reader_down(county: County, browser: Client, login: Login) -> None:
    city = text_of(browser)
    assert "按行政区划" in city
    assert "?district=410181" in city
    firm = login(county.people.chen).get("/live/").content.decode()
    assert "按企业" in firm


@pytest.mark.parametrize("group", ["district", "industry", "enterprise", "class"])
def test_the_grouping_can_be_chosen(group: str, county: County, browser: Client) -> None:
    assert browser.get(f"/live/?group={group}").status_code == 200


def test_a_person_sees_only_what_lies_within_the_scope(county: County, login: Login) -> None:
    text = login(county.people.zhao).get("/live/").content.decode()
    assert "荥阳造纸厂1#排口" in text
    assert "巩义水泥厂" not in text


def test_the_list_is_paged_and_its_cost_does_not_grow(
    county: County, browser: Client, django_assert_max_num_queries: object
) -> None:
    outlets = Outlet.objects.bulk_create(
        Outlet(enterprise=county.places.plant, name=f"{n}#", code=f"x{n}", medium=Medium.GAS)
        for n in range(120)
    )
    MonitoringPoint.objects.bulk_create(
        MonitoringPoint(name=f"点位{n}", medium="gas", outlet=outlet, district_id="410181")
        for n, outlet in enumerate(outlets)
    )
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        text = text_of(browser)
    assert "共 123 条，第 1 / 3 页" in text
