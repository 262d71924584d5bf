"""Names and places of points as columns (点位名册), read once for many readers."""

from collections.abc import Collection
from datetime import datetime, timedelta

import polars as pl
from django.db.models import QuerySet

from bihuan.registry.models import MonitoringPoint
from bihuan.ui.recent import Recent

PLACES = {
    "point": ("id", pl.Int32),
    "name": ("name", pl.String),
    "medium": ("medium", pl.String),
    "district": ("district_id", pl.String),
    "enterprise": ("outlet__enterprise_id", pl.Int64),
    "enterprise_name": ("outlet__enterprise__name", pl.String),
    "industry": ("outlet__enterprise__industry", pl.String),
    "station_class": ("station__station_class", pl.String),
}
"""Column to (lookup, type)."""


def places_of(points: Collection[int]) -> pl.DataFrame:
    """These points as they are called now."""
    return _read(MonitoringPoint.objects.filter(pk__in=points))


def places(now: datetime) -> pl.DataFrame:
    """All active points, as they were called ten seconds ago at most."""
    return _PLACES.at(now)


def _all(now: datetime) -> pl.DataFrame:
    return _read(MonitoringPoint.objects.filter(is_active=True))


def _read(points: "QuerySet[MonitoringPoint]") -> pl.DataFrame:
    lookups = [lookup for lookup, _ in PLACES.values()]
    return pl.DataFrame(
        list(points.order_by().values_list(*lookups)),
        schema={name: kind for name, (_, kind) in PLACES.items()},
        orient="row",
    )


_PLACES = Recent(_all, keep=timedelta(seconds=10))
