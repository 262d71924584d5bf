"""Stations as the figures know them (站点): one row each, in one order, with their class."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.accounts.models import User
from bihuan.registry.models import Medium, MonitoringPoint, Station, StationClass
from bihuan.ui.recent import Recent

CLASSES = (StationClass.PROVINCIAL, StationClass.TOWNSHIP, StationClass.MICRO)
"""Classes that measure pollutants, the evaluation stations (评价点位) first."""

CLASS_WORDS = {
    StationClass.PROVINCIAL: "省控站",
    StationClass.TOWNSHIP: "乡镇站",
    StationClass.MICRO: "微型站",
}


@dataclass(frozen=True, slots=True)
class Site:
    """A station with its point (站点).

    Attributes:
        row: its place in every array of the archive.
        point: telemetry's key.
        district: code of the township (乡镇) that it stands in.
    """

    row: int
    station: int
    point: int
    name: str
    code: str
    station_class: StationClass
    district: str
    district_name: str
    longitude: float | None
    latitude: float | None

    @property
    def is_evaluation(self) -> bool:
        """Whether its values enter official figures (评价点位): provincial control only."""
        return self.station_class is StationClass.PROVINCIAL

    @property
    def class_words(self) -> str:
        """The class in short."""
        return CLASS_WORDS[self.station_class]


def all_sites(now: datetime) -> tuple[Site, ...]:
    """Every station that measures air, in the archive's order."""
    return _SITES.at(now)


def sites_of(user: User, now: datetime) -> tuple[Site, ...]:
    """The stations that this person sees (可见站点)."""
    seen = set(Station.objects.visible_to(user).order_by().values_list("pk", flat=True))
    return tuple(site for site in all_sites(now) if site.station in seen)


def of_class(sites: Sequence[Site], station_class: StationClass) -> tuple[Site, ...]:
    """The stations of one class: classes are never mixed in one figure (GB 3095, HJ 664)."""
    return tuple(site for site in sites if site.station_class is station_class)


def _read(now: datetime) -> tuple[Site, ...]:
    rows = (
        MonitoringPoint.objects.filter(
            medium=Medium.AIR, is_active=True, station__station_class__in=CLASSES
        )
        .order_by("pk")
        .values_list(
            "station_id",
            "pk",
            "station__name",
            "station__code",
            "station__station_class",
            "station__district_id",
            "station__district__name",
            "station__longitude",
            "station__latitude",
        )
    )
    return tuple(
        Site(place, station, point, name, code, StationClass(kind), district, town, x, y)
        for place, (station, point, name, code, kind, district, town, x, y) in enumerate(rows)
    )


_SITES = Recent(_read, keep=timedelta(seconds=20))
