"""The registry's own kinds in the search box."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import F, Model, QuerySet

from bihuan.accounts.models import User
from bihuan.accounts.queries.people import MAY_SEE_PEOPLE, people_visible_to
from bihuan.registry.models import (
    Device,
    DischargePermit,
    Enterprise,
    LocalSource,
    MonitoringPoint,
    Station,
    StationClass,
)
from bihuan.registry.search.source import Found, SearchSource, register


def register_kinds() -> None:
    """Enterprises, points (outlets with them), devices, stations, sources, permits, people."""
    register(
        SearchSource(
            "enterprise", "企业", "building-factory-2", _enterprises, "registry:enterprise"
        ),
        SearchSource("point", "监测点位", "map-pin", _points, "registry:point"),
        SearchSource("device", "设备", "cpu", _devices, "registry:device"),
        SearchSource("station", "站点", "broadcast", _stations, "registry:ledger_stations_one"),
        SearchSource("source", "本地源", "flame", _sources, "registry:ledger_sources_one"),
        SearchSource(
            "person",
            "人员",
            "user",
            _people,
            "accounts:person",
            allowed=_may_see_people,
            visible=_people_seen,
        ),
        SearchSource("permit", "排污许可证", "license", _permits, "registry:ledger_permits_one"),
    )


def _may_see_people(user: User) -> bool:
    return user.may_act_as(MAY_SEE_PEOPLE)


def _people_seen(user: User, keys: Collection[int]) -> Collection[int]:
    rows = people_visible_to(user).filter(pk__in=keys)
    return set(rows.values_list("pk", flat=True))


def _some(rows: QuerySet[Any], keys: Collection[int] | None) -> QuerySet[Any]:
    return rows if keys is None else rows.filter(pk__in=keys)


def _enterprises(keys: Collection[int] | None) -> Iterator[Found]:
    rows = _some(Enterprise.objects.all(), keys).values_list(
        "pk", "name", "credit_code", "address", "industry", "district_id", "district__name"
    )
    for pk, name, credit_code, address, industry, district, place in rows.iterator(5000):
        line = " · ".join(filter(None, (place, industry, credit_code)))
        fields = (name, credit_code, address, industry)
        yield Found(pk, name, line, fields, district, pk)


def _points(keys: Collection[int] | None) -> Iterator[Found]:
    rows = _some(MonitoringPoint.objects.all(), keys).annotate(
        unit=F("outlet__enterprise_id"), owner=F("outlet__enterprise__name")
    )
    values = rows.values_list(
        "pk",
        "name",
        "owner",
        "outlet__code",
        "station__code",
        "district_id",
        "unit",
        "district__name",
    )
    for pk, name, owner, outlet, station, district, unit, place in values.iterator(5000):
        line = " · ".join(filter(None, (place, owner, outlet or station)))
        yield Found(
            pk, name, line, (name, owner or "", outlet or "", station or ""), district, unit
        )


def _devices(keys: Collection[int] | None) -> Iterator[Found]:
    rows = (
        _some(Device.objects.all(), keys)
        .order_by("pk", "assignments__start")
        .values_list(
            "pk",
            "name",
            "mn",
            "assignments__point__district_id",
            "assignments__point__outlet__enterprise_id",
            "assignments__point__name",
        )
    )
    newest: dict[int, tuple[Any, ...]] = {row[0]: row for row in rows.iterator(5000)}
    for pk, name, mn, district, unit, point in newest.values():
        line = " · ".join(filter(None, (f"MN {mn}", point)))
        yield Found(pk, name, line, (name, mn), district or "", unit)


def _stations(keys: Collection[int] | None) -> Iterator[Found]:
    rows = _some(Station.objects.all(), keys).values_list(
        "pk", "name", "code", "station_class", "district_id", "district__name", "siting__address"
    )
    for pk, name, code, of_class, district, place, address in rows.iterator(5000):
        line = " · ".join((place, str(StationClass(of_class).label), code))
        yield Found(pk, name, line, (name, code, address or ""), district)


def _sources(keys: Collection[int] | None) -> Iterator[Found]:
    rows = _some(LocalSource.objects.all(), keys).values_list(
        "pk", "name", "kind__name", "address", "district_id", "district__name", "enterprise_id"
    )
    for pk, name, kind, address, district, place, unit in rows.iterator(5000):
        line = " · ".join(filter(None, (place, kind, address)))
        yield Found(pk, name, line, (name, kind, address), district, unit)


def _permits(keys: Collection[int] | None) -> Iterator[Found]:
    rows = _some(DischargePermit.objects.all(), keys).values_list(
        "pk", "number", "enterprise__name", "enterprise__district_id", "enterprise_id"
    )
    for pk, number, unit, district, key in rows.iterator(5000):
        if number:
            yield Found(pk, number, unit, (number,), district, key)


def _people(keys: Collection[int] | None) -> Iterator[Found]:
    """Names and bodies, never a telephone number; the district is that of the body or post."""
    rows = (
        _some(User.objects.filter(is_active=True), keys)
        .order_by("pk", "posts__pk")
        .values_list(
            "pk",
            "name",
            "username",
            "organisation__name",
            "organisation__district_id",
            "posts__district_id",
            "enterprises__name",
            "enterprises__district_id",
        )
    )
    first: dict[int, tuple[Any, ...]] = {}
    for row in rows.iterator(5000):
        first.setdefault(row[0], row)
    for pk, name, username, body, seat, post, firm, place in first.values():
        line = " · ".join(filter(None, (body, firm)))
        yield Found(
            pk, name, line, (name, username, body or "", firm or ""), seat or post or place or ""
        )


def kind_of(model: type[Model]) -> str | None:
    """The kind under which a model's rows are searched, None where they are not."""
    kinds: dict[type[Model], str] = {
        Enterprise: "enterprise",
        MonitoringPoint: "point",
        Device: "device",
        Station: "station",
        LocalSource: "source",
        DischargePermit: "permit",
    }
    return kinds.get(model)
