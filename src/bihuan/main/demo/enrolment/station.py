"""The county's stations as rows of the registry."""

from collections.abc import Sequence
from datetime import datetime

from bihuan.accounts.models import Organisation
from bihuan.main.demo.county import COUNTY, MINUTE_STEP, Network, weather_stations
from bihuan.main.demo.county import Station as Planned
from bihuan.main.demo.enrolment.device import NewCollector, enrol_devices
from bihuan.main.demo.factor import POLLUTANTS, WEATHER, Factor
from bihuan.main.demo.wire_identity import AIR_SYSTEM, USUAL_S
from bihuan.registry.models import (
    FunctionalArea,
    Medium,
    MonitoringPoint,
    PointFactor,
    Station,
)


def enrol_stations(network: Network, *, now: datetime) -> None:
    """Add stations, points, factors and devices of the county (站点); all of them or none."""
    if Station.objects.filter(code=network.stations[0].code).exists():
        return
    owner = Organisation.objects.filter(district_id=COUNTY).first()
    stations = Station.objects.bulk_create(_station(plan, owner) for plan in network.stations)
    points = _enrol_points(network.stations, stations)
    pairs = zip(network.stations, points, strict=True)
    enrol_devices((_collector(plan, point) for plan, point in pairs if plan.has_collector), now=now)


def enrol_weather() -> None:
    """Add the weather stations and their points (气象站), where they are missing."""
    plans = {plan.code: plan for plan in weather_stations().stations}
    owner = Organisation.objects.filter(district_id=COUNTY).order_by("pk").first()
    known = set(Station.objects.filter(code__in=plans).values_list("code", flat=True))
    Station.objects.bulk_create(
        _station(plan, owner) for code, plan in plans.items() if code not in known
    )
    bare = Station.objects.filter(code__in=plans, points__isnull=True).order_by("code")
    stations = list(bare)
    _enrol_points([plans[station.code] for station in stations], stations)


def has_weather_points() -> bool:
    """Whether the weather stations have their points already."""
    codes = [plan.code for plan in weather_stations().stations]
    return MonitoringPoint.objects.filter(station__code__in=codes).exists()


def _enrol_points(plans: Sequence[Planned], stations: Sequence[Station]) -> list[MonitoringPoint]:
    """One point a station, with its factors."""
    points = MonitoringPoint.objects.bulk_create(
        MonitoringPoint(
            name=station.name,
            medium=Medium.AIR if plan.has_air else Medium.WEATHER,
            station=station,
            district_id=station.district_id,
        )
        for plan, station in zip(plans, stations, strict=True)
    )
    PointFactor.objects.bulk_create(
        point_factor(point, factor, order)
        for plan, point in zip(plans, points, strict=True)
        for order, factor in enumerate(_measured(plan))
    )
    return points


def point_factor(point: MonitoringPoint, factor: Factor, order: int) -> PointFactor:
    """The registry's row of a factor that a point measures."""
    return PointFactor(
        point=point,
        factor=factor.code,
        name_zh=factor.name,
        unit=factor.unit,
        decimals=factor.decimals,
        minimum=factor.low,
        maximum=factor.high,
        order=order,
    )


def _measured(plan: Planned) -> tuple[Factor, ...]:
    return (
        *(POLLUTANTS if plan.has_air else ()),
        *(WEATHER if plan.has_weather else ()),
    )


def _station(plan: Planned, owner: Organisation | None) -> Station:
    return Station(
        name=plan.name,
        code=plan.code,
        station_class=plan.station_class.value,
        functional_area=FunctionalArea.CLASS_2 if plan.has_air else "",
        district_id=plan.township,
        owner=owner,
        longitude=plan.longitude,
        latitude=plan.latitude,
        datum="" if plan.has_air else "CGCS2000",
    )


def _collector(plan: Planned, point: MonitoringPoint) -> NewCollector:
    return NewCollector(
        mn=plan.mn,
        name=f"{plan.name}数采仪",
        system_code=AIR_SYSTEM,
        point=point,
        realtime_interval_s=USUAL_S,
        minute_interval_min=MINUTE_STEP,
    )
