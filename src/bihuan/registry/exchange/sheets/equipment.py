"""Instruments, drones and vehicles (仪器设备、车辆)."""

from collections.abc import Mapping, Sequence
from typing import Any

from bihuan.registry.exchange.columns import (
    choice,
    day,
    organisation,
    settle_organisation,
    text,
    whole,
)
from bihuan.registry.exchange.lookup import Lookup, folded
from bihuan.registry.exchange.reference import district_column, key_column, settle_district
from bihuan.registry.exchange.sheet import Draft, Sheet, Unique, Values
from bihuan.registry.exchange.sheets.siting import settle_station, station_column
from bihuan.registry.models import Equipment, EquipmentKind, EquipmentState, Vehicle, VehicleKind

STATES = {"使用中": "in_use", "正常": "in_use", "维修": "repair", "报废": "retired"}


def _settle(draft: Draft, look: Lookup) -> None:
    code = draft.values.get("station")
    settle_district(draft, look)
    settle_station(draft, look)
    settle_organisation(draft, look, "owner", "所属单位")
    if code in look.stations:
        draft.values.setdefault("district_id", look.stations[code][1])


def _review(drafts: Sequence[Draft], known: Mapping[Any, Values], look: Lookup) -> None:
    for draft in drafts:
        row = draft.merged(known)
        if not row.get("district_id") and not draft.is_bad:
            draft.bad("district", "须填写行政区划或所在站点")
        if "serial" in draft.given and not row.get("serial"):
            draft.doubt("serial", "没有出厂编号，今后只能凭平台编号识别")


def _serial(values: Values) -> Any:
    if not values.get("serial") or "kind" not in values:
        return None
    return values["kind"], folded(values.get("model") or ""), values["serial"]


EQUIPMENT = Sheet(
    key="equipment",
    title="仪器设备",
    note="每行一台仪器、传感器或无人机；站点内的填站点编码，便携的填行政区划。",
    model=Equipment,
    rows=Equipment.objects.visible_to,
    columns=(
        key_column("设备编号"),
        text("name", "名称", 80, "设备名称", "仪器名称", required=True, example="PM2.5 传感器"),
        choice(
            "kind",
            "类别",
            EquipmentKind.choices,
            "设备类别",
            "类型",
            also={"便携": "portable", "分析仪": "analyser"},
            required=True,
            example="传感器",
        ),
        text("measures", "测量项目", 120, "监测项目", "监测因子", example="PM2.5、PM10"),
        text("maker", "生产厂家", 80, "厂家", "品牌"),
        text("model", "型号", 80, "规格型号"),
        text("serial", "出厂编号", 80, "序列号", "SN", "设备编码"),
        station_column(required=False),
        district_column(required=False),
        organisation("owner", "所属单位", "产权单位"),
        text("keeper", "保管人", 40, "责任人"),
        day("installed", "启用（安装）日期", "安装日期", "启用日期"),
        whole("life_months", "设计寿命（月）", 1200, "设计寿命"),
        day("calibrated", "最近校准（检定）日期", "校准日期", "检定日期"),
        day("calibration_due", "下次校准（检定）日期", "校准到期", "检定有效期至"),
        choice("state", "使用状态", EquipmentState.choices, "状态", also=STATES, example="在用"),
        text("note", "备注", 300),
    ),
    fields=(
        "name",
        "kind",
        "measures",
        "maker",
        "model",
        "serial",
        "station_id",
        "district_id",
        "owner_id",
        "keeper",
        "installed",
        "life_months",
        "calibrated",
        "calibration_due",
        "state",
        "note",
    ),
    keys=(_serial,),
    settle=_settle,
    review=_review,
)


def _settle_vehicle(draft: Draft, look: Lookup) -> None:
    settle_district(draft, look)
    settle_organisation(draft, look, "owner", "所属单位")


def _plate(values: Values) -> Any:
    return values.get("plate") or None


VEHICLES = Sheet(
    key="vehicles",
    title="车辆",
    note="每行一辆巡查、运维或走航车辆。",
    model=Vehicle,
    rows=Vehicle.objects.visible_to,
    columns=(
        key_column("车辆编号"),
        text("plate", "车牌号", 20, "车牌", "号牌号码", required=True, example="豫A00000"),
        choice(
            "kind",
            "用途",
            VehicleKind.choices,
            "车辆用途",
            "类别",
            also={"巡查": "patrol", "运维": "maintenance", "走航": "mobile_lab"},
            required=True,
            example="巡查车",
        ),
        text("model", "车型", 60, "品牌型号"),
        district_column(),
        organisation("owner", "所属单位"),
        text("keeper", "责任人", 40, "驾驶员"),
        text("terminal", "定位终端编号", 60, "GPS编号", "北斗终端号"),
        day("inspection_due", "年检到期", "年检有效期"),
        choice("state", "使用状态", EquipmentState.choices, "状态", also=STATES, example="在用"),
        text("note", "备注", 300),
    ),
    fields=(
        "plate",
        "kind",
        "model",
        "district_id",
        "owner_id",
        "keeper",
        "terminal",
        "inspection_due",
        "state",
        "note",
    ),
    keys=(_plate,),
    uniques=(Unique("车牌号", "plate", _plate),),
    settle=_settle_vehicle,
)
