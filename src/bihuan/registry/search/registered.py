"""The registry's own kinds in the search box."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import F, Model, QuerySet

from bihuan.registry.models import Device, Enterprise, MonitoringPoint
from bihuan.registry.search.source import Found, SearchSource, register


def register_kinds() -> None:
    """Enterprises, points (outlets and stations with them), devices."""
    register(
        SearchSource(
            "enterprise", "企业", "building-factory-2", _enterprises, "registry:enterprise"
        ),
        SearchSource("point", "监测点位", "map-pin", _points, "registry:point"),
        SearchSource("device", "设备", "cpu", _devices, "registry:device"),
    )


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


def kind_of(model: type[Model]) -> str | None:
    """The kind under which a model's rows are searched, None where they are not."""
    kinds: dict[type[Model], str] = {
        Enterprise: "enterprise",
        MonitoringPoint: "point",
        Device: "device",
    }
    return kinds.get(model)
