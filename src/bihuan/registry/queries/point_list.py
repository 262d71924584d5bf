"""Points: the list, one of them, and what it measures."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from bihuan.accounts.models import User
from bihuan.accounts.scope import within
from bihuan.registry.models import (
    Averaging,
    DeviceAssignment,
    FactorLimit,
    Medium,
    MonitoringPoint,
    PointFactor,
    StationClass,
)
from bihuan.registry.queries.listing import Listing
from bihuan.registry.queries.words import containing


@dataclass(frozen=True, slots=True)
class PointFilter:
    """What a list of points is narrowed to (筛选条件); what is left out narrows nothing."""

    text: str = ""
    district: str = ""
    medium: str = ""
    station_class: str = ""
    enterprise: int | None = None
    is_key: bool | None = None
    connected: bool | None = None
    is_active: bool | None = True


@dataclass(frozen=True, slots=True)
class DeviceLink:
    """A device that serves a point now, with how it is heard."""

    device: int
    mn: str
    system_code: str
    connected: bool
    last_packet_at: datetime | None
    last_data_time: datetime | None


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point in a list; `place` is its outlet with the enterprise, or its station."""

    point: int
    name: str
    medium: Medium
    district: str
    district_name: str
    place: str
    enterprise: int | None
    enterprise_name: str
    is_key: bool
    station: int | None
    station_class: StationClass | None
    longitude: float | None
    latitude: float | None
    is_active: bool
    devices: tuple[DeviceLink, ...]

    @property
    def connected(self) -> bool:
        """Whether one of its devices is connected."""
        return any(link.connected for link in self.devices)

    @property
    def last_data_time(self) -> datetime | None:
        """Newest data time that any of its devices sent."""
        return max(
            (link.last_data_time for link in self.devices if link.last_data_time), default=None
        )


def point_list(filter: PointFilter, *, user: User) -> Listing[PointRow]:
    """The points that this person sees (监测点列表): two statements a page beside the count."""
    return Listing(_related(_narrowed(filter, user)), _rows)


@dataclass(frozen=True, slots=True)
class LimitEntry:
    """Limit of a factor for days [start, end)."""

    averaging: Averaging
    upper: Decimal | None
    lower: Decimal | None
    source: str
    start: date
    end: date | None

    def holds_on(self, day: date) -> bool:
        """Whether this limit is the one of that day."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class FactorEntry:
    """Factor that a point measures, with its limits of all times."""

    factor: str
    name_zh: str
    unit: str
    decimals: int
    minimum: float | None
    maximum: float | None
    limits: tuple[LimitEntry, ...]


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """Spell in which a device served a point."""

    device: int
    mn: str
    device_name: str
    system_code: str
    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class PointDetail:
    """One point with its factors and all devices that ever served it."""

    row: PointRow
    factors: tuple[FactorEntry, ...]
    history: tuple[AssignmentRow, ...]


def point_detail(point: int, *, user: User) -> PointDetail | None:
    """One point (监测点); None when it does not exist or this person does not see it."""
    found = list(_related(MonitoringPoint.objects.visible_to(user).filter(pk=point)))
    if not found:
        return None
    (row,) = _rows(found)
    factors = factors_of([point]).get(point, ())
    return PointDetail(row=row, factors=factors, history=_history(point))


def factors_of(points: Collection[int]) -> dict[int, tuple[FactorEntry, ...]]:
    """Factors with their limits of these points (监测因子), in their order: two statements."""
    limits: dict[int, list[LimitEntry]] = {}
    for limit in FactorLimit.objects.filter(point_factor__point__in=points).order_by("start"):
        limits.setdefault(limit.point_factor_id, []).append(_limit(limit))
    found: dict[int, list[FactorEntry]] = {}
    for factor in PointFactor.objects.filter(point__in=points).order_by("order", "factor"):
        entry = _factor(factor, tuple(limits.get(factor.pk, ())))
        found.setdefault(factor.point_id, []).append(entry)
    return {point: tuple(entries) for point, entries in found.items()}


def _narrowed(filter: PointFilter, user: User) -> QuerySet[MonitoringPoint]:
    points = MonitoringPoint.objects.visible_to(user).filter(
        containing(filter.text, "name", "outlet__enterprise__name", "station__name")
    )
    if filter.district:
        points = points.filter(within("district_id", filter.district))
    exact = {
        "medium": filter.medium or None,
        "station__station_class": filter.station_class or None,
        "outlet__enterprise": filter.enterprise,
        "outlet__enterprise__is_key": filter.is_key,
        "is_active": filter.is_active,
    }
    points = points.filter(**{path: value for path, value in exact.items() if value is not None})
    if filter.connected is None:
        return points
    serving = DeviceAssignment.objects.filter(
        point=OuterRef("pk"), end__isnull=True, device__state__connected=True
    )
    return points.filter(Exists(serving) if filter.connected else ~Exists(serving))


def _related(points: QuerySet[MonitoringPoint]) -> QuerySet[MonitoringPoint]:
    return points.select_related("district", "station", "outlet__enterprise").order_by(
        "district", "name", "id"
    )


def _rows(points: Sequence[MonitoringPoint]) -> list[PointRow]:
    links = _links([point.pk for point in points])
    return [_row(point, links.get(point.pk, ())) for point in points]


def _row(point: MonitoringPoint, devices: tuple[DeviceLink, ...]) -> PointRow:
    outlet, station = point.outlet, point.station
    place: Any = outlet or station
    enterprise = outlet.enterprise if outlet else None
    return PointRow(
        point=point.pk,
        name=point.name,
        medium=Medium(point.medium),
        district=point.district_id,
        district_name=point.district.name,
        place=str(place),
        enterprise=enterprise.pk if enterprise else None,
        enterprise_name=enterprise.name if enterprise else "",
        is_key=bool(enterprise and enterprise.is_key),
        station=station.pk if station else None,
        station_class=StationClass(station.station_class) if station else None,
        longitude=place.longitude
        if enterprise is None
        else place.longitude or enterprise.longitude,
        latitude=place.latitude if enterprise is None else place.latitude or enterprise.latitude,
        is_active=point.is_active,
        devices=devices,
    )


def _links(points: Collection[int]) -> dict[int, tuple[DeviceLink, ...]]:
    found: dict[int, tuple[DeviceLink, ...]] = {}
    rows = DeviceAssignment.objects.filter(point__in=points, end__isnull=True).order_by("device")
    for point, device, mn, code, connected, last_packet_at, last_data_time in rows.values_list(
        "point_id",
        "device_id",
        "device__mn",
        "system_code",
        "device__state__connected",
        "device__state__last_packet_at",
        "device__state__last_data_time",
    ):
        link = DeviceLink(device, mn, code, bool(connected), last_packet_at, last_data_time)
        found[point] = (*found.get(point, ()), link)
    return found


def _history(point: int) -> tuple[AssignmentRow, ...]:
    rows = DeviceAssignment.objects.filter(point=point).order_by("-start")
    columns = ("device_id", "device__mn", "device__name", "system_code", "start", "end")
    return tuple(AssignmentRow(*row) for row in rows.values_list(*columns))


def _limit(limit: FactorLimit) -> LimitEntry:
    return LimitEntry(
        averaging=Averaging(limit.averaging),
        upper=limit.upper,
        lower=limit.lower,
        source=limit.source,
        start=limit.start,
        end=limit.end,
    )


def _factor(factor: PointFactor, limits: tuple[LimitEntry, ...]) -> FactorEntry:
    return FactorEntry(
        factor=factor.factor,
        name_zh=factor.name_zh,
        unit=factor.unit,
        decimals=factor.decimals,
        minimum=factor.minimum,
        maximum=factor.maximum,
        limits=limits,
    )
