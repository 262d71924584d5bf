"""The registry's layers of the map (图层): stations, points, local sources, firms, wind."""

from functools import partial

from bihuan.accounts.models import User
from bihuan.registry.models import Medium, StationClass
from bihuan.registry.queries.map_card import enterprise_card, point_card, source_card, weather_card
from bihuan.registry.queries.map_places import (
    enterprises_on_map,
    local_sources,
    points_by_medium,
    stations_of_class,
    weather_stations,
    winds,
)
from bihuan.registry.standing import TONES, Standing
from bihuan.registry.views.access import may_see_business
from bihuan.ui.map import layer
from bihuan.ui.map.layer import MapLayer, MapState, Mark

AIR_WORDS = ("优", "良", "轻度污染", "中度污染", "重度污染", "严重污染")
AIR_STATES = (
    *(
        MapState(AIR_WORDS[level - 1], f"aqi-{level}", str(level), alarm=level > 3)
        for level in range(6, 0, -1)
    ),
    MapState("缺项无 AQI", "state-none", "缺"),
    MapState("断线", "state-silent", "断"),
)
LETTERS = {
    Standing.OVER: "超",
    Standing.SILENT: "断",
    Standing.DOUBT: "疑",
    Standing.STOPPED: "停",
    Standing.NORMAL: "",
    Standing.NEVER: "无",
}
POINT_STATES = tuple(
    MapState(str(one.label), f"state-{TONES[one]}", LETTERS[one], alarm=one is Standing.OVER)
    for one in Standing
)
FIRM_STATES = (MapState("重点单位", "map-key", "重"), MapState("其他企业", "map-firm"))
WIND_STATES = (MapState("风", "map-wind"), MapState("静风", "map-wind", "静"))
LOCAL_STATES = (
    MapState("重点关注", "map-key", "重"),
    MapState("一般", "map-source"),
    MapState("停用（停工）", "state-none", "停"),
)
WEATHER_STATES = (
    MapState("有数据", "map-wind", "气"),
    MapState("断线", "state-silent", "断"),
    MapState("未接入", "state-none", "未"),
)
STATION_MARKS = {
    StationClass.PROVINCIAL: (Mark.PENTAGON, "building-broadcast-tower"),
    StationClass.TOWNSHIP: (Mark.SQUARE, "home-signal"),
    StationClass.MICRO: (Mark.CIRCLE, "antenna"),
}
SOURCE_MARKS = {
    Medium.GAS: (Mark.TRIANGLE, "smoking"),
    Medium.WATER: (Mark.DIAMOND, "droplet"),
    Medium.VOC: (Mark.PENTAGON, "flask-2"),
    Medium.DUST: (Mark.SQUARE, "grain"),
    Medium.SURFACE_WATER: (Mark.CIRCLE, "ripple"),
    Medium.NOISE: (Mark.SQUARE, "volume"),
}


def _station_layers() -> list[MapLayer]:
    return [
        MapLayer(
            key=f"station.{one.value}",
            label=str(one.label),
            group="空气站点",
            mark=mark,
            icon=icon,
            states=AIR_STATES,
            places=partial(stations_of_class, station_class=one.value),
            card=point_card,
            order=10 + place,
            allowed=may_see_business,
        )
        for place, (one, (mark, icon)) in enumerate(STATION_MARKS.items())
    ]


def _source_layers() -> list[MapLayer]:
    return [
        MapLayer(
            key=f"point.{one.value}",
            label=f"{one.label}监测点",
            group="污染源",
            mark=mark,
            icon=icon,
            states=POINT_STATES,
            places=partial(points_by_medium, medium=one.value),
            card=point_card,
            order=30 + place,
            allowed=may_see_business,
        )
        for place, (one, (mark, icon)) in enumerate(SOURCE_MARKS.items())
    ]


FIRMS = MapLayer(
    key="enterprise",
    label="企业",
    group="企业",
    mark=Mark.SQUARE,
    icon="building-factory-2",
    states=FIRM_STATES,
    places=enterprises_on_map,
    card=enterprise_card,
    shown=False,
    order=50,
    allowed=may_see_business,
)
WIND = MapLayer(
    key="wind",
    label="风场",
    group="气象",
    mark=Mark.ARROW,
    icon="wind",
    states=WIND_STATES,
    places=winds,
    card=point_card,
    order=20,
    allowed=may_see_business,
)
WEATHER = MapLayer(
    key="station.weather",
    label=str(StationClass.WEATHER.label),
    group="气象",
    mark=Mark.DIAMOND,
    icon="cloud",
    states=WEATHER_STATES,
    places=weather_stations,
    card=weather_card,
    order=21,
    allowed=may_see_business,
)
LOCAL = MapLayer(
    key="source",
    label="本地源",
    group="本地源",
    mark=Mark.TRIANGLE,
    icon="flame",
    states=LOCAL_STATES,
    places=local_sources,
    card=source_card,
    shown=False,
    order=45,
    allowed=may_see_business,
)


def districts_of_person(user: User) -> tuple[str, ...]:
    """Where this person's map opens (本辖区); units' people see the whole of what they see."""
    return () if user.is_demo_master else user.data_scope.districts


def register() -> None:
    """Called once at start (apps.py)."""
    layer.register(*_station_layers(), *_source_layers(), LOCAL, FIRMS, WIND, WEATHER)
    layer.register_home(districts_of_person)
    layer.register_events("registry:live_events")
