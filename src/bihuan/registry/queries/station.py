"""Stations of the ambient network: how many of each class, and townships without one."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from bihuan.accounts.models import District, User
from bihuan.accounts.models.district import DistrictLevel
from bihuan.registry.models import Station, StationClass


def station_counts(*, user: User) -> dict[StationClass, int]:
    """Stations that this person sees, by class (各类站点数); classes without any count 0."""
    rows = Station.objects.visible_to(user).order_by().values_list("station_class")
    counts = dict(rows.annotate(Count("pk")))
    return {each: counts.get(each.value, 0) for each in StationClass}


@dataclass(frozen=True, slots=True)
class TownshipGap:
    """A township without a township station."""

    code: str
    name: str


def townships_without_station(*, user: User) -> tuple[TownshipGap, ...]:
    """Townships of this person's districts that have no township station (缺站乡镇)."""
    station = Station.objects.filter(district=OuterRef("pk"), station_class=StationClass.TOWNSHIP)
    townships = District.objects.visible_to(user).filter(level=DistrictLevel.TOWNSHIP)
    missing = townships.filter(~Exists(station))
    return tuple(TownshipGap(*row) for row in missing.order_by("code").values_list("code", "name"))
