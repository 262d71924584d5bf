"""What stands in the stations, what is carried about, what is driven (仪器、车辆、站点档案)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import numpy as np
from django.utils.timezone import localdate

from bihuan.accounts.models import Organisation
from bihuan.accounts.scope import within
from bihuan.main.demo.county import COUNTY
from bihuan.main.demo.noise import uniform
from bihuan.main.demo.seed import Stream
from bihuan.registry.models import (
    Equipment,
    EquipmentKind,
    EquipmentState,
    Power,
    Station,
    StationClass,
    StationSiting,
    Vehicle,
    VehicleKind,
)

ANALYSERS = (
    ("颗粒物分析仪", "PM2.5、PM10"),
    ("二氧化硫分析仪", "SO2"),
    ("氮氧化物分析仪", "NO2"),
    ("臭氧分析仪", "O3"),
    ("一氧化碳分析仪", "CO"),
)
SENSORS = (("颗粒物传感器", "PM2.5、PM10", 24), ("气体传感器组", "SO2、NO2、CO、O3", 18))
PORTABLE = (
    ("便携式颗粒物检测仪", "PM2.5、PM10", 4),
    ("便携式 VOCs 检测仪", "VOCs", 3),
    ("便携式 SO2/NO2 检测仪", "SO2、NO2", 3),
)
VEHICLES = (
    ("豫A·演001", VehicleKind.PATROL, "新能源巡查车"),
    ("豫A·演002", VehicleKind.PATROL, "新能源巡查车"),
    ("豫A·演003", VehicleKind.MAINTENANCE, "厢式运维车"),
    ("豫A·演004", VehicleKind.MAINTENANCE, "厢式运维车"),
    ("豫A·演005", VehicleKind.MOBILE_LAB, "VOCs 走航监测车"),
)
HALF_YEAR = 183
NEARBY = ("500 米内无工业源", "北侧 300 米有餐饮街", "西侧 450 米有建材厂", "南侧 200 米为主干道")


def enrol_equipment(*, now: datetime) -> None:
    """Add siting files, instruments and vehicles of the county, once."""
    if Equipment.objects.filter(within("district_id", COUNTY)).exists():
        return
    owner = Organisation.objects.filter(district_id=COUNTY).order_by("pk").first()
    today = localdate(now)
    stations = list(Station.objects.filter(within("district_id", COUNTY)).order_by("code"))
    StationSiting.objects.bulk_create(
        _siting(one, number, owner) for number, one in enumerate(stations)
    )
    Equipment.objects.bulk_create(
        row
        for number, one in enumerate(stations)
        for row in _inside(one, number, owner=owner, today=today)
    )
    Equipment.objects.bulk_create(_carried(owner, today))
    Vehicle.objects.bulk_create(_vehicles(owner, today))


def _chance(number: int, many: int) -> list[float]:
    return [float(one) for one in uniform(Stream.EQUIPMENT, number, np.arange(many))]


def _siting(station: Station, number: int, owner: Organisation | None) -> StationSiting:
    height, road, since = _chance(number, 3)
    is_micro = station.station_class == StationClass.MICRO
    built = date(2023, 3, 1) + timedelta(days=int(since * 700))
    return StationSiting(
        station=station,
        address=f"{station.name}（演示地址）",
        intake_height_m=round(3 + 2 * height if is_micro else 5 + 15 * height, 1),
        road_distance_m=round(10 + 90 * road),
        surroundings="周边 50 米内无高大遮挡" if road > 0.3 else "东侧 20 米有树木",
        nearby_sources=NEARBY[number % len(NEARBY)],
        access="楼顶有固定爬梯，须向门卫登记" if is_micro else "站房门禁卡进入，可停车",
        power=Power.SOLAR if is_micro and since > 0.5 else Power.MAINS,
        carrier="移动" if number % 2 else "联通",
        sim=f"898600DEMO{number:08d}" if is_micro else "",
        board=f"MB-2 / {number:05d}" if is_micro else "",
        spare_units=0 if is_micro else 1,
        built=built,
        accepted=built + timedelta(days=30),
        maintainer=owner,
        keeper="吴长风",
    )


def _inside(
    station: Station, number: int, *, owner: Organisation | None, today: date
) -> Iterator[Equipment]:
    if station.station_class == StationClass.WEATHER:
        return
    is_micro = station.station_class == StationClass.MICRO
    kinds = SENSORS if is_micro else tuple((*one, 96) for one in ANALYSERS)
    for order, (name, measures, life) in enumerate(kinds):
        age, checked = _chance(1000 + number * 10 + order, 2)
        calibrated = today - timedelta(days=int(checked * 200))
        yield Equipment(
            name=name,
            kind=EquipmentKind.SENSOR if is_micro else EquipmentKind.ANALYSER,
            measures=measures,
            maker="演示仪器厂",
            model="S-100" if is_micro else "A-500",
            serial=f"{station.code}-{order + 1}",
            station=station,
            district_id=station.district_id,
            owner=owner,
            keeper="吴长风",
            installed=today - timedelta(days=int(age * life * 28)),
            life_months=life,
            calibrated=calibrated,
            calibration_due=calibrated + timedelta(days=HALF_YEAR),
        )


def _carried(owner: Organisation | None, today: date) -> Iterator[Equipment]:
    kinds = [(name, EquipmentKind.PORTABLE, measures, many) for name, measures, many in PORTABLE]
    kinds += [("巡查无人机", EquipmentKind.DRONE, "航拍、PM2.5", 2)]
    kinds += [("动态校准仪", EquipmentKind.CALIBRATOR, "SO2、NO2、CO", 1)]
    number = 0
    for name, kind, measures, many in kinds:
        for order in range(many):
            number += 1
            (checked,) = _chance(9000 + number, 1)
            calibrated = today - timedelta(days=int(checked * 400))
            yield Equipment(
                name=f"{name}{order + 1}号",
                kind=kind,
                measures=measures,
                maker="演示仪器厂",
                model="P-20",
                serial=f"DEMO-{number:04d}",
                district_id=COUNTY,
                owner=owner,
                keeper="孙若溪",
                installed=date(2024, 5, 1),
                calibrated=calibrated,
                calibration_due=calibrated + timedelta(days=365),
                state=EquipmentState.REPAIR if number == 4 else EquipmentState.IN_USE,
            )


def _vehicles(owner: Organisation | None, today: date) -> Iterator[Vehicle]:
    for number, (plate, kind, model) in enumerate(VEHICLES):
        yield Vehicle(
            plate=plate,
            kind=kind,
            model=model,
            district_id=COUNTY,
            owner=owner,
            keeper="吴长风",
            terminal=f"BDS-DEMO-{number + 1:03d}",
            inspection_due=today + timedelta(days=20 + 70 * number),
        )
