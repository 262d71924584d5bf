"""Siting files of stations (站点建设档案)."""

from typing import Any

from bihuan.registry.exchange.columns import (
    choice,
    day,
    organisation,
    real,
    settle_organisation,
    text,
    whole,
)
from bihuan.registry.exchange.lookup import Lookup
from bihuan.registry.exchange.parser import Text
from bihuan.registry.exchange.sheet import Column, Draft, Sheet, Unique, Values
from bihuan.registry.models import Power, StationSiting


def station_column(*, required: bool) -> Column:
    """The station by its code."""
    return Column(
        field="station",
        title="站点编码",
        parser=Text(40),
        path="station__code",
        required=required,
        example="GY-T-05",
        help="须已在站点台账中",
        synonyms=("站点编号", "所在站点", "站号"),
    )


def settle_station(draft: Draft, look: Lookup) -> None:
    """Turn the code of a station into its key."""
    code = draft.take("station")
    if not code:
        if code is not None:
            draft.values["station_id"] = None
        return
    if code in look.stations:
        draft.values["station_id"] = look.stations[code][0]
    else:
        draft.bad("station", f"站点编码“{code}”不在台账中，或不在您的管理范围内")


def _settle(draft: Draft, look: Lookup) -> None:
    settle_station(draft, look)
    settle_organisation(draft, look, "maintainer", "运维单位")


def _station(values: Values) -> Any:
    return values.get("station_id")


SITINGS = Sheet(
    key="sitings",
    title="站点建设档案",
    note="每行一个站点的选址、供电、通信和建设情况；先导入站点。",
    model=StationSiting,
    rows=StationSiting.objects.visible_to,
    columns=(
        station_column(required=True),
        Column(
            field="station_name",
            title="站点名称",
            parser=Text(80),
            path="station__name",
            read_only=True,
        ),
        text("address", "安装地址", 200, "地址", example="镇政府办公楼楼顶"),
        real("intake_height_m", "采样口离地高度（米）", "采样口高度", example="12"),
        real("road_distance_m", "距最近道路（米）", "距道路距离", example="60"),
        text("surroundings", "周边环境", 300),
        text("nearby_sources", "周边污染源", 300),
        text("access", "进站条件", 200, "交通条件", example="楼顶有固定爬梯，须向门卫登记"),
        choice("power", "供电方式", Power.choices, "供电", example="市电"),
        text("carrier", "通信运营商", 40, "运营商"),
        text("sim", "SIM 卡号", 40, "SIM卡", "物联网卡号"),
        text("board", "主板型号与编号", 80, "主板"),
        whole("spare_units", "备机数量", 1000, "备机"),
        text("approval", "批复（选址）文号", 80, "批复文号"),
        day("built", "建成日期", "安装日期"),
        day("accepted", "验收日期"),
        organisation("maintainer", "运维单位"),
        text("keeper", "责任人", 40, "站长"),
        text("note", "备注", 300),
    ),
    fields=(
        "station_id",
        "address",
        "intake_height_m",
        "road_distance_m",
        "surroundings",
        "nearby_sources",
        "access",
        "power",
        "carrier",
        "sim",
        "board",
        "spare_units",
        "approval",
        "built",
        "accepted",
        "maintainer_id",
        "keeper",
        "note",
    ),
    keys=(_station,),
    uniques=(Unique("站点的建设档案", "station", _station),),
    settle=_settle,
)
