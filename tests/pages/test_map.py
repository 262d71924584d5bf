"""The map over real rows: who sees what, what a click shows, what leaves the platform."""

import json
import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from bihuan.registry.models import LocalSource, MonitoringPoint, PointFactor, Station
from tests.pages.conftest import County, Login
from tests.pages.given import Rows, rows_of


def read(login: Login, user: object, key: str, query: str = "") -> dict[str, object]:
    answer = login(user).get(reverse("map:places", args=[key]) + query)  # type: ignore[arg-type]
    assert answer.status_code == 200
    found: dict[str, object] = json.loads(answer.content)
    return found


@pytest.fixture
def placed(county: County) -> County:
    firm = county.places.plant
    firm.longitude, firm.latitude = 112.98, 34.75
    firm.save()
    return county


@pytest.mark.requirement("A1.16", "C20")
def test_the_map_shows_each_person_only_their_own_points(placed: County, login: Login) -> None:
    medium = f"point.{placed.point.medium}"
    people = placed.people
    assert placed.point.pk in read(login, people.wang, medium)["ids"]  # type: ignore[operator]
    assert placed.point.pk not in read(login, people.zhao, medium)["ids"]  # type: ignore[operator]


def test_a_point_takes_its_enterprises_place_when_it_has_none(placed: County, login: Login) -> None:
    answer = read(login, placed.people.wang, f"point.{placed.point.medium}")
    row = answer["ids"].index(placed.point.pk)  # type: ignore[attr-defined]
    assert (answer["x"][row], answer["y"][row]) == (11_298_000, 3_475_000)  # type: ignore[index]


def test_a_click_shows_the_newest_values_and_ways_on(placed: County, login: Login) -> None:
    address = reverse("map:card", args=[f"point.{placed.point.medium}", placed.point.pk])
    text = login(placed.people.wang).get(address).content.decode()
    assert "18.5 mg/m³" in text
    assert reverse("registry:point", args=[placed.point.pk]) in text
    assert login(placed.people.zhao).get(address).status_code == 404


def test_names_come_in_the_order_of_the_columns(placed: County, login: Login) -> None:
    key = f"point.{placed.point.medium}"
    columns = read(login, placed.people.wang, key)
    names = read(login, placed.people.wang, key, "?part=names")["names"]
    row = columns["ids"].index(placed.point.pk)  # type: ignore[attr-defined]
    assert names[row] == placed.point.name  # type: ignore[index]


@pytest.mark.requirement("A1.16")
def test_a_station_is_coloured_by_the_index_of_its_hour(
    placed: County, login: Login, now: datetime
) -> None:
    point = MonitoringPoint.objects.filter(station__isnull=False).first()
    assert point is not None
    Station.objects.filter(pk=point.station_id).update(longitude=113.0, latitude=34.7)
    MonitoringPoint.objects.filter(pk=point.pk).update(medium="air")
    amounts = {"a34004": 80.0, "a34002": 90, "a21026": 9, "a21004": 30, "a21005": 0.6, "a05024": 40}
    hour = now.replace(minute=0)
    for factor, amount in amounts.items():
        PointFactor.objects.get_or_create(point=point, factor=factor, defaults={"name_zh": factor})
        rows = rows_of(Rows(point.pk, factor, "hour", timedelta(hours=1)), hour, [amount])
        placed.store.append(rows, now=now)
    assert point.station is not None
    answer = read(login, placed.people.wang, f"station.{point.station.station_class}")
    row = answer["ids"].index(point.pk)  # type: ignore[attr-defined]
    assert answer["values"][row] == "119"  # type: ignore[index]
    assert answer["states"][row] == 3  # type: ignore[index]


@pytest.mark.requirement("A1.16")
def test_nothing_on_the_map_points_outside_the_platform(placed: County, login: Login) -> None:
    answer = login(placed.people.wang).get(reverse("map:page"))
    text = answer.content.decode()
    assert re.findall(r"""["'](?:https?:)?//""", text) == []
    assert "tianditu" not in text
    assert "http" not in answer["Content-Security-Policy"]


def test_with_a_key_only_the_tile_host_is_allowed(
    placed: County, login: Login, settings: object
) -> None:
    settings.TIANDITU_KEY = "k" * 32  # type: ignore[attr-defined]
    answer = login(placed.people.wang).get(reverse("map:page"))
    policy = answer["Content-Security-Policy"]
    assert re.findall(r"https?://\S+?(?=[; ]|$)", policy) == ["https://t0.tianditu.gov.cn"]
    assert "k" * 32 in answer.content.decode()


def test_boundaries_travel_packed_and_are_kept_by_the_browser(placed: County, login: Login) -> None:
    answer = login(placed.people.wang).get(reverse("map:boundaries", args=["410181"]))
    assert answer["Content-Encoding"] == "gzip"
    assert "max-age=86400" in answer["Cache-Control"]
    refused = login(placed.people.visitor).get(reverse("map:boundaries", args=["410181"]))
    assert refused.status_code == 403


def test_the_page_of_a_firm_shows_where_it_lies(placed: County, login: Login) -> None:
    address = reverse("registry:enterprise", args=[placed.places.plant.pk])
    text = login(placed.people.wang).get(address).content.decode()
    assert 'data-map-here="112.980000,34.750000"' in text


@pytest.mark.requirement("A1.16")
def test_local_sources_lie_on_the_map_and_open_their_card(placed: County, login: Login) -> None:
    county = placed.places.districts["410181"]
    kept = {"kind_id": "construction", "district": county, "longitude": 113.0, "latitude": 34.7}
    site = LocalSource.objects.create(name="大峪沟工地", level="key", keeper="钱某", **kept)
    LocalSource.objects.create(name="已拆除的工地", state="ended", **kept)
    answer = read(login, placed.people.wang, "source")
    assert (answer["ids"], answer["states"]) == ([site.pk], [0])
    assert read(login, placed.people.zhao, "source")["ids"] == []
    address = reverse("map:card", args=["source", site.pk])
    text = login(placed.people.wang).get(address).content.decode()
    assert "工地 · " in text and "钱某" in text
    assert reverse("registry:ledger_sources_one", args=[site.pk]) in text
    assert login(placed.people.zhao).get(address).status_code == 404


@pytest.mark.requirement("A1.9", "A1.16")
def test_a_weather_station_says_whether_it_is_heard(placed: County, login: Login) -> None:
    county = placed.places.districts["410181"]
    kept = {"station_class": "weather", "district": county, "longitude": 113.0, "latitude": 34.7}
    bare = Station.objects.create(name="巩义气象站", code="W1", **kept)
    silent = Station.objects.create(name="河洛气象站", code="W2", **kept)
    point = MonitoringPoint.objects.create(
        name="河洛气象站", medium="air", station=silent, district=county
    )
    answer = read(login, placed.people.wang, "station.weather")
    assert dict(zip(answer["ids"], answer["states"], strict=True)) == {bare.pk: 2, silent.pk: 1}  # type: ignore[call-overload]
    client = login(placed.people.wang)
    text = client.get(reverse("map:card", args=["station.weather", bare.pk])).content.decode()
    assert "未接入" in text
    text = client.get(reverse("map:card", args=["station.weather", silent.pk])).content.decode()
    assert reverse("registry:point", args=[point.pk]) in text
