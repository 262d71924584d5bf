"""Who sees what: the matrix of people and rows."""

from collections.abc import Iterable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from bihuan.accounts.models import Post, User
from bihuan.accounts.roles import Role
from bihuan.air.models import Target
from bihuan.registry.models import (
    Device,
    DeviceAssignment,
    Enterprise,
    EnterpriseOperator,
    MonitoringPoint,
    Outlet,
    Station,
)
from tests.people import NOW, People, Places

SEES = {
    "wang": {"plant", "station"},
    "li": {"plant", "mill", "station"},
    "zhao": {"mill"},
    "chen": {"plant"},
    "visitor": set(),
    "province": {"plant", "mill", "station"},
    "township": {"station"},
    "operator": {"mill"},
    "engineer": {"plant", "station"},
    "supervisor": {"plant", "station"},
    "wall_screen": {"plant", "mill", "station"},
    "system_admin": set(),
    "security_admin": set(),
    "auditor": set(),
    "root": {"plant", "mill", "station"},
}


@pytest.mark.parametrize("name", sorted(SEES))
def test_each_person_sees_the_rows_of_his_posts_and_no_other(
    name: str, people: People, places: Places
) -> None:
    user, seen = people.all()[name], SEES[name]
    points = {"plant": places.plant_point, "mill": places.mill_point}
    expected = {points[key].pk for key in seen & points.keys()}
    expected |= {places.station_point.pk} if "station" in seen else set()
    assert keys(MonitoringPoint.objects.visible_to(user)) == expected
    units = {"plant": places.plant, "mill": places.mill}
    assert keys(Enterprise.objects.visible_to(user)) == {
        units[key].pk for key in seen & units.keys()
    }
    assert keys(Outlet.objects.visible_to(user)) == {
        points[key].outlet_id for key in seen & points.keys()
    }
    expected_stations = {places.station.pk} if "station" in seen else set()
    assert keys(Station.objects.visible_to(user)) == expected_stations


@pytest.mark.parametrize("name", sorted(SEES))
def test_a_device_is_seen_by_whoever_sees_a_point_it_serves(
    name: str, people: People, places: Places
) -> None:
    user = people.all()[name]
    device = Device.objects.create(mn="MN-PLANT", name="数采仪")
    for code, point in (("31", places.plant_point), ("22", places.station_point)):
        DeviceAssignment.objects.create(device=device, point=point, system_code=code, start=NOW)
    visible = Device.objects.visible_to(user)
    assert visible.count() == (1 if SEES[name] & {"plant", "station"} else 0)


def test_nobody_logged_in_sees_nothing(people: People) -> None:
    assert not MonitoringPoint.objects.visible_to(AnonymousUser()).exists()


def test_a_disabled_account_sees_nothing(people: People) -> None:
    people.li.is_active = False
    assert not Enterprise.objects.visible_to(people.li).exists()


def test_a_switched_off_post_reaches_nothing(people: People) -> None:
    Post.objects.filter(user=people.li).update(is_active=False)
    assert not Enterprise.objects.visible_to(people.li).exists()


def test_a_post_limited_to_another_system_sees_nothing_of_this_one(people: People) -> None:
    own = Target.objects.create(district_id="4101", year=2026, item="co", value=1, at=NOW)
    assert list(Target.objects.visible_to(people.li)) == [own]
    Post.objects.filter(user=people.li).update(systems=["sources"])
    limited = User.objects.get(pk=people.li.pk)
    assert not Target.objects.visible_to(limited).exists()
    assert Enterprise.objects.visible_to(limited).exists()
    client = Client()
    client.force_login(limited)
    assert client.get("/air/").status_code == 403


def test_a_superuser_sees_no_business_data_outside_the_demo(
    people: People, settings: Settings
) -> None:
    settings.DEMO = False
    assert not MonitoringPoint.objects.visible_to(people.root).exists()


def test_a_contractor_stops_seeing_an_enterprise_when_the_contract_ends(
    people: People, places: Places
) -> None:
    EnterpriseOperator.objects.update(end="2026-06-30")
    assert not Enterprise.objects.visible_to(people.operator).exists()


def test_a_city_whose_code_follows_an_all_nines_county_is_not_inside_it(
    places: Places, people: People
) -> None:
    Post.objects.create(user=people.visitor, role=Role.DISTRICT, district_id="410199")
    Enterprise.objects.create(name="开封厂", district_id="4102")
    assert not Enterprise.objects.visible_to(people.visitor).exists()


def test_acting_is_limited_to_the_posts_of_the_roles_that_may_act(
    people: People, places: Places
) -> None:
    Post.objects.create(user=people.zhao, role=Role.SUPERVISOR, district_id="4101")
    assert keys(Enterprise.objects.visible_to(people.zhao)) == {places.plant.pk, places.mill.pk}
    acting = Enterprise.objects.visible_to(people.zhao, roles={Role.DISTRICT})
    assert keys(acting) == {places.mill.pk}


def test_read_only_posts_may_not_write(people: People) -> None:
    assert people.wang.data_scope.may_write
    assert not people.supervisor.data_scope.may_write
    assert not people.wall_screen.data_scope.may_write
    assert not people.auditor.data_scope.may_write


def test_posts_are_read_once_for_a_person(
    people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        for _ in range(3):
            list(MonitoringPoint.objects.visible_to(people.li))


def test_the_district_range_uses_the_foreign_key_without_a_join(people: People) -> None:
    sql = str(Enterprise.objects.visible_to(people.li).order_by().query)
    assert "JOIN" not in sql
    assert "LIKE" not in sql


def keys(rows: Iterable[object]) -> set[int]:
    return {row.pk for row in rows}  # type: ignore[attr-defined]
