"""The county's stations as rows of the registry."""

from datetime import datetime

from bihuan.accounts.models import Organisation
from bihuan.main.demo.county import COUNTY, MINUTE_STEP, Network
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
    points = MonitoringPoint.objects.bulk_create(
        MonitoringPoint(
            name=station.name,
            medium=Medium.AIR,
            station=station,
            district_id=station.district_id,
        )
        for station in stations
    )
    pairs = list(zip(network.stations, points, strict=True))
    PointFactor.objects.bulk_create(
        point_factor(point, factor, order)
        for plan, point in pairs
        for order, factor in enumerate(_measured(plan))
    )
    enrol_devices((_collector(plan, point) for plan, point in pairs if plan.has_collector), now=now)


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
    weather = WEATHER if plan.has_weather else ()
    return (*POLLUTANTS, *weather)


def _station(plan: Planned, owner: Organisation | None) -> Station:
    return Station(
        name=plan.name,
        code=plan.code,
        station_class=plan.station_class.value,
        functional_area=FunctionalArea.CLASS_2,
        district_id=plan.township,
        owner=owner,
        longitude=plan.longitude,
        latitude=plan.latitude,
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
