"""Lists and details: scoped, narrowed, and bounded in statements."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from pytest_django import DjangoAssertNumQueries

from bihuan.accounts.models import District
from bihuan.registry.gateway_batch import StateTouch
from bihuan.registry.models import (
    Averaging,
    CodeMapping,
    Device,
    Enterprise,
    FactorLimit,
    Medium,
    MonitoringPoint,
    Outlet,
    PointFactor,
    Station,
    StationClass,
)
from bihuan.registry.queries import (
    DeviceFilter,
    EnterpriseFilter,
    PointFilter,
    device_detail,
    device_list,
    enterprise_list,
    factors_of,
    point_detail,
    point_list,
    station_counts,
    townships_without_station,
)
from bihuan.registry.services import (
    NewDevice,
    map_code,
    queue_command,
    register_device,
    swap_device,
    touch_states,
)
from tests.people import NOW, People, Places


@pytest.fixture
def device(places: Places) -> Device:
    """The plant's device, connected."""
    device = register_device(NewDevice("MN-1", {"": places.plant_point}), by=None, now=NOW)
    touch_states(
        [StateTouch(device.pk, "gateway-1", connected=True, last_seen=NOW, last_data_time=NOW)]
    )
    return device


@pytest.mark.parametrize(
    ("filter", "names"),
    [
        (PointFilter(), {"巩义水泥厂1#排口", "荥阳造纸厂1#排口", "大峪沟站"}),
        (PointFilter(text="水泥"), {"巩义水泥厂1#排口"}),
        (PointFilter(district="410181"), {"巩义水泥厂1#排口", "大峪沟站"}),
        (PointFilter(medium="water"), {"荥阳造纸厂1#排口"}),
        (PointFilter(station_class="township"), {"大峪沟站"}),
        (PointFilter(station_class="micro"), set()),
        (PointFilter(is_key=True), {"荥阳造纸厂1#排口"}),
        (PointFilter(connected=True), {"巩义水泥厂1#排口"}),
        (PointFilter(connected=False), {"荥阳造纸厂1#排口", "大峪沟站"}),
        (PointFilter(is_active=False), set()),
    ],
)
def test_the_list_of_points_is_narrowed(
    people: People, places: Places, device: Device, filter: PointFilter, names: set[str]
) -> None:
    Enterprise.objects.filter(pk=places.mill.pk).update(is_key=True)
    assert {row.name for row in point_list(filter, user=people.li)} == names


def test_a_point_shows_its_place_and_how_it_is_heard(
    people: People, places: Places, device: Device
) -> None:
    (row,) = point_list(PointFilter(text="水泥"), user=people.wang)
    assert (row.place, row.enterprise_name, row.district_name) == (
        "巩义水泥厂 1#排口",
        "巩义水泥厂",
        "巩义市",
    )
    assert (row.connected, row.last_data_time, row.devices[0].mn) == (True, NOW, "MN-1")


def test_a_page_of_points_takes_four_statements_however_long_the_list(
    people: People,
    places: Places,
    device: Device,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(4):
        page = Paginator(point_list(PointFilter(), user=people.li), 2).page(1)
        assert (len(page.object_list), page.paginator.count) == (2, 3)


def test_a_point_shows_factors_limits_and_every_device_it_had(
    people: People, places: Places, device: Device
) -> None:
    so2 = PointFactor.objects.create(
        point=places.plant_point, factor="a21026", name_zh="二氧化硫", unit="mg/m³", order=1
    )
    for source, upper, start, end in (
        ("GB 4915-2013", "200", date(2013, 1, 1), date(2026, 1, 1)),
        ("许可证 3.2", "35", date(2026, 1, 1), None),
    ):
        FactorLimit.objects.create(
            point_factor=so2, averaging="hour", upper=upper, source=source, start=start, end=end
        )
    new = register_device(NewDevice("MN-2", {}), by=None, now=NOW)
    swap_device(point=places.plant_point, old=device, new=new, by=None, now=NOW + timedelta(days=1))
    detail = point_detail(places.plant_point.pk, user=people.wang)
    assert detail is not None
    assert [spell.mn for spell in detail.history] == ["MN-2", "MN-1"]
    (factor,) = detail.factors
    in_force = [limit for limit in factor.limits if limit.holds_on(date(2026, 11, 21))]
    assert [(limit.averaging, limit.upper) for limit in in_force] == [(Averaging.HOUR, Decimal(35))]
    assert factors_of([]) == {}


@pytest.mark.parametrize("name", ["zhao", "visitor", "auditor"])
def test_details_out_of_reach_do_not_exist(
    people: People, places: Places, device: Device, name: str
) -> None:
    user = people.all()[name]
    assert point_detail(places.plant_point.pk, user=user) is None
    assert device_detail("MN-1", user=user) is None


def test_a_device_shows_its_settings_codes_commands_and_points(
    people: People, places: Places, device: Device
) -> None:
    map_code(CodeMapping(device=device, wire_code="011", factor="w01018"), by=None, now=NOW)
    queue_command(device, command_code="1061", parameters={}, by=people.wang, now=NOW)
    detail = device_detail("MN-1", user=people.chen)
    assert detail is not None
    assert detail.state is not None
    assert detail.state.connected
    assert [point.point for point in detail.points] == [places.plant_point.pk]
    assert [code.factor for code in detail.codes] == ["w01018"]
    assert [row.requested_by for row in detail.commands] == ["王科员"]
    assert detail.gaps == ()


def test_a_device_that_was_never_heard_has_no_state(people: People, places: Places) -> None:
    register_device(NewDevice("MN-3", {"": places.plant_point}), by=None, now=NOW)
    detail = device_detail("MN-3", user=people.wang)
    assert detail is not None
    assert detail.state is None


@pytest.mark.parametrize(
    ("filter", "names"),
    [
        (DeviceFilter(), {"MN-1", "MN-2"}),
        (DeviceFilter(text="MN-2"), {"MN-2"}),
        (DeviceFilter(connected=True), {"MN-1"}),
        (DeviceFilter(connected=False), {"MN-2"}),
        (DeviceFilter(edition="2005"), {"MN-2"}),
        (DeviceFilter(is_active=False), set()),
    ],
)
def test_the_list_of_devices_is_narrowed(
    people: People, places: Places, device: Device, filter: DeviceFilter, names: set[str]
) -> None:
    new = NewDevice("MN-2", {"": places.mill_point}, edition="2005")
    register_device(new, by=None, now=NOW)
    assert {row.mn for row in device_list(filter, user=people.li)} == names


@pytest.fixture
def county_network(people: People, places: Places) -> None:
    """2 provincial, 18 township and 70 micro stations; one of 19 townships has none."""
    District.objects.bulk_create(
        District(code=f"4101812{n:02}", name=f"乡镇{n}", level="township", parent_id="410181")
        for n in range(17)
    )
    townships = list(
        District.objects.filter(code__startswith="410181", level="township").exclude(
            code__in=["410181105", "410181106"]
        )
    )
    stations = [(StationClass.TOWNSHIP, township) for township in townships]
    stations += [(StationClass.PROVINCIAL, places.districts["410181"])] * 2
    stations += [(StationClass.MICRO, townships[n % 17]) for n in range(70)]
    Station.objects.bulk_create(
        Station(name=f"站{n}", code=f"GY-{n}", station_class=each, district=district)
        for n, (each, district) in enumerate(stations)
    )


@pytest.mark.requirement("A1.2")
def test_stations_are_counted_by_class_and_a_township_without_one_is_flagged(
    people: People, county_network: None
) -> None:
    assert station_counts(user=people.wang) == {
        StationClass.PROVINCIAL: 2,
        StationClass.TOWNSHIP: 18,
        StationClass.MICRO: 70,
        StationClass.WEATHER: 0,
    }
    (missing,) = townships_without_station(user=people.wang)
    assert (missing.code, missing.name) == ("410181106", "河洛镇")
    assert townships_without_station(user=people.zhao) == ()
    assert townships_without_station(user=people.chen) == ()


@pytest.mark.requirement("B1.6")
def test_seven_thousand_units_with_twelve_thousand_points_are_held_and_listed(
    people: People, places: Places, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    county = places.districts["410182"]
    units = Enterprise.objects.bulk_create(
        Enterprise(name=f"企业{n:05}", credit_code="-", district=county) for n in range(7500)
    )
    outlets = Outlet.objects.bulk_create(
        Outlet(enterprise=units[n % 7500], name="排口", code=f"{n}", medium=Medium.WATER)
        for n in range(12000)
    )
    MonitoringPoint.objects.bulk_create(
        MonitoringPoint(name=f"点{n:05}", medium=Medium.WATER, outlet=outlet, district=county)
        for n, outlet in enumerate(outlets)
    )
    with django_assert_num_queries(4):
        page = Paginator(point_list(PointFilter(), user=people.zhao), 50).page(240)
        assert page.paginator.count == 12001
        assert len(page.object_list) == 50
    with django_assert_num_queries(3):
        found = Paginator(enterprise_list(EnterpriseFilter(text="07499"), user=people.li), 50)
        assert [row.name for row in found.page(1).object_list] == ["企业07499"]
