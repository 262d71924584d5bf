"""Where the registry's objects lie and how they stand, in columns for the map (地图图层数据)."""

from datetime import datetime
from typing import Any

import polars as pl

from bihuan.accounts.models import User
from bihuan.registry.models import (
    Enterprise,
    LocalSource,
    MonitoringPoint,
    SourceLevel,
    SourceState,
    Station,
    StationClass,
)
from bihuan.registry.queries.board import board
from bihuan.registry.queries.station_air import station_air
from bihuan.registry.standing import ORDER, Standing
from bihuan.ui.map.layer import MapPlaces

LEVELS = 6
NOT_AVAILABLE, SILENT = LEVELS, LEVELS + 1
"""States of a station beside the six classes: no index, and nothing heard."""

WITHOUT_POINT = 2
"""State of a weather station that nothing is measured at yet; before it heard and silent."""

UNHEARD = (Standing.NEVER, Standing.SILENT)

SOURCES = {
    "id": pl.Int64,
    "name": pl.String,
    "longitude": pl.Float64,
    "latitude": pl.Float64,
    "level": pl.String,
    "state": pl.String,
}
LOOKUPS = (
    "id",
    "name",
    "station__name",
    "station__longitude",
    "station__latitude",
    "outlet__longitude",
    "outlet__latitude",
    "outlet__enterprise__longitude",
    "outlet__enterprise__latitude",
)
SCHEMA = {
    "point": pl.Int32,
    "name": pl.String,
    "station": pl.String,
    **{f"{axis}{place}": pl.Float64 for place in (1, 2, 3) for axis in ("x", "y")},
}


def points_by_medium(user: User, now: datetime, *, medium: str) -> MapPlaces:
    """Points of one medium at outlets (污染源监测点): state as on the live board."""
    points = _points(user, medium=medium, outlet__isnull=False)
    joined = points.join(board(now).standings, on="point", how="left").with_columns(
        pl.col("standing").fill_null(Standing.NEVER.value).replace_strict(ORDER).alias("state")
    )
    return _places(joined, joined["state"].to_list())


def stations_of_class(user: User, now: datetime, *, station_class: str) -> MapPlaces:
    """Air stations of one class (空气站): coloured by the class of their newest hour's AQI."""
    points = _points(user, medium="air", station__station_class=station_class)
    shared = board(now).standings.select("point", "standing")
    joined = points.join(shared, on="point", how="left").join(
        station_air(now).select("point", "index"), on="point", how="left"
    )
    rows = joined.select("standing", "index").iter_rows()
    states = [_air_state(standing, index) for standing, index in rows]
    values = ["" if one is None or one < 0 else str(one) for one in joined["index"]]
    return _places(joined, states, values=values, name="station")


def _air_state(standing: str | None, index: int | None) -> int:
    """Position in the legend: classes 6 to 1, then without index, then silent."""
    if standing in (None, *UNHEARD):
        return SILENT
    if index is None or index < 0:
        return NOT_AVAILABLE
    bounds = (50, 100, 150, 200, 300)
    return LEVELS - 1 - sum(index > one for one in bounds)


def weather_stations(user: User, now: datetime) -> MapPlaces:
    """Weather stations (气象站): heard, silent, or not yet connected to anything."""
    columns = ("id", "name", "longitude", "latitude", "points__id")
    rows = Station.objects.visible_to(user).filter(station_class=StationClass.WEATHER)
    schema = {"station": pl.Int64, "name": pl.String, "x": pl.Float64, "y": pl.Float64}
    found = pl.DataFrame(
        list(rows.order_by("id", "points__id").values_list(*columns)),
        schema={**schema, "point": pl.Int32},
        orient="row",
    ).unique("station", keep="first", maintain_order=True)
    shared = board(now).standings.select("point", "standing")
    states = [
        WITHOUT_POINT if point is None else int(standing in (None, *UNHEARD))
        for point, standing in found.join(shared, on="point", how="left", maintain_order="left")
        .select("point", "standing")
        .iter_rows()
    ]
    ids, longitudes, latitudes, names = (
        found[one].to_list() for one in ("station", "x", "y", "name")
    )
    return MapPlaces(ids, longitudes, latitudes, names, states)


def winds(user: User, now: datetime) -> MapPlaces:
    """Wind of the newest hour (风场): where it comes from, and its speed in metres a second."""
    points = _points(user, station__isnull=False)
    values = board(now).values.filter(
        pl.col("factor").is_in(["a01007", "a01008"]), pl.col("kind") == "hour"
    )
    if values.is_empty():
        return _places(points.clear(), [])
    newest = values.filter(pl.col("end") == pl.col("end").max().over("point"))
    wide = newest.pivot("factor", index="point", values="value")
    held = {"a01007", "a01008"} <= set(wide.columns)
    joined = points.join(wide, on="point").drop_nulls("a01007") if held else points.clear()
    if not held:
        return _places(joined, [])
    speeds = joined["a01007"].to_list()
    calm = [speed <= CALM_MS for speed in speeds]
    directions = [
        None if still else direction
        for still, direction in zip(calm, joined["a01008"].to_list(), strict=True)
    ]
    speeds_zh = [f"{speed:.1f}" for speed in speeds]
    states = [int(still) for still in calm]
    return _places(joined, states, values=speeds_zh, directions=directions, name="station")


CALM_MS = 0.2
"""静风: wind of class 0 on the Beaufort scale. [m/s]"""


def enterprises_on_map(user: User, _now: datetime) -> MapPlaces:
    """Enterprises (企业): key units before the others."""
    columns = ("id", "name", "longitude", "latitude", "is_key")
    rows = list(Enterprise.objects.visible_to(user).order_by().values_list(*columns))
    ids, names, east, north, key = (
        (list(one) for one in zip(*rows, strict=True)) if rows else ([] for _ in columns)
    )
    return MapPlaces(ids, east, north, names, [int(not one) for one in key])


def local_sources(user: User, _now: datetime) -> MapPlaces:
    """Local sources that are not gone (本地源): those watched closely before the others."""
    rows = LocalSource.objects.visible_to(user).exclude(state=SourceState.ENDED).order_by()
    found = pl.DataFrame(list(rows.values_list(*SOURCES)), schema=SOURCES, orient="row")
    states = [
        2 if state == SourceState.PAUSED else int(level != SourceLevel.KEY)
        for level, state in found.select("level", "state").iter_rows()
    ]
    ids, names, longitudes, latitudes = (found[one].to_list() for one in tuple(SOURCES)[:4])
    return MapPlaces(ids, longitudes, latitudes, names, states)


def _points(user: User, **narrowing: object) -> pl.DataFrame:
    rows = MonitoringPoint.objects.visible_to(user).filter(is_active=True, **narrowing)
    listed = list(rows.order_by().values_list(*LOOKUPS))
    return pl.DataFrame(listed, schema=SCHEMA, orient="row")


def _places(frame: pl.DataFrame, states: list[int], name: str = "name", **more: Any) -> MapPlaces:
    """The outlet's own place, else its enterprise's; of a station its own."""
    return MapPlaces(
        ids=frame["point"].to_list(),
        longitudes=frame.select(pl.coalesce("x1", "x2", "x3")).to_series().to_list(),
        latitudes=frame.select(pl.coalesce("y1", "y2", "y3")).to_series().to_list(),
        names=frame[name].to_list(),
        states=states,
        **more,
    )
