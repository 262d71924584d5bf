"""The province that the pages are measured with."""

from datetime import date, datetime, timedelta
from itertools import islice

import numpy as np
import pyarrow as pa

from bihuan import telemetry
from bihuan.accounts.models import District, Post, User
from bihuan.accounts.roles import Role
from bihuan.registry.models import (
    Device,
    DeviceAssignment,
    DeviceState,
    Enterprise,
    FactorLimit,
    MonitoringPoint,
    Outlet,
    PointFactor,
)

CITIES, COUNTIES = 21, 10
UNITS, POINTS = 40_000, 12_000
FACTORS = ("w01018", "w21003", "w21011", "w21001", "w00000", "w01001", "w01010", "w01009")
INDUSTRIES = ("火力发电", "水泥制造", "造纸", "污水处理", "生活垃圾焚烧", "印染", "化工", "电镀")
BATCH = 5_000


def enrol(now: datetime) -> User:
    """Districts, units, points with factors and limits, devices; and an officer of the province."""
    counties = _districts()
    units = Enterprise.objects.bulk_create(
        [
            Enterprise(
                name=f"第{n}排污单位有限公司",
                district_id=counties[n % len(counties)],
                industry=INDUSTRIES[n % len(INDUSTRIES)],
                credit_code=f"91440101MA{n:07d}X",
                address=f"工业路 {n} 号",
                is_key=n % 3 == 0,
            )
            for n in range(UNITS)
        ],
        BATCH,
    )
    points = _points(units)
    _factors(points, now.date())
    _devices(points, now)
    officer = User.objects.create(username="province", name="省厅处长")
    Post.objects.create(user=officer, role=Role.PROVINCE, district_id="44")
    return officer


def _districts() -> list[str]:
    cities = [f"44{n:02}" for n in range(1, CITIES + 1)]
    counties = [f"{city}{n:02}" for city in cities for n in range(1, COUNTIES + 1)]
    District.objects.create(code="44", name="广东省", level="province")
    District.objects.bulk_create(
        District(code=code, name=f"{code}市", level="city", parent_id="44") for code in cities
    )
    District.objects.bulk_create(
        District(code=code, name=f"{code}区", level="county", parent_id=code[:4])
        for code in counties
    )
    return counties


def _points(units: list[Enterprise]) -> list[MonitoringPoint]:
    outlets = Outlet.objects.bulk_create(
        [
            Outlet(enterprise=units[n % UNITS], name=f"{n // UNITS + 1}#排放口", medium="water")
            for n in range(POINTS)
        ],
        BATCH,
    )
    return MonitoringPoint.objects.bulk_create(
        [
            MonitoringPoint(
                name=f"{outlet.enterprise.name}{outlet.name}",
                medium="water",
                outlet=outlet,
                district_id=outlet.enterprise.district_id,
            )
            for outlet in outlets
        ],
        BATCH,
    )


def _factors(points: list[MonitoringPoint], day: date) -> None:
    rows = (
        PointFactor(point=point, factor=code, name_zh=code, unit="mg/L", decimals=2, order=n)
        for point in points
        for n, code in enumerate(FACTORS)
    )
    while part := list(islice(rows, BATCH)):
        made = PointFactor.objects.bulk_create(part)
        FactorLimit.objects.bulk_create(
            FactorLimit(
                point_factor=row,
                averaging="hour",
                upper=50,
                source="GB 18918-2002",
                start=day - timedelta(days=365),
            )
            for row in made
        )


def _devices(points: list[MonitoringPoint], now: datetime) -> None:
    devices = Device.objects.bulk_create(
        [Device(mn=f"BENCH{point.pk:08}", name=f"{point.name}数采仪") for point in points], BATCH
    )
    DeviceAssignment.objects.bulk_create(
        [
            DeviceAssignment(device=device, point=point, start=now - timedelta(days=365))
            for device, point in zip(devices, points, strict=True)
        ],
        BATCH,
    )
    DeviceState.objects.bulk_create(
        [
            DeviceState(
                device=device,
                connected=n % 20 != 0,
                gateway="gateway-1",
                address=f"10.{n // 250 % 250}.{n % 250}.7",
                last_packet_at=now - timedelta(hours=2 if n % 20 == 0 else 0),
            )
            for n, device in enumerate(devices)
        ],
        BATCH,
    )


def values_at(moment: datetime, kind: telemetry.Kind, seed: int) -> pa.Table:
    """One value of every factor of every point."""
    points = np.array(MonitoringPoint.objects.order_by("pk").values_list("pk", flat=True), np.int32)
    count = len(points) * len(FACTORS)
    values = np.random.default_rng(seed).gamma(4.0, 8.0, count).round(2)
    moment = moment.replace(microsecond=0)
    length = timedelta(hours=1) if kind == telemetry.Kind.HOUR else timedelta(0)
    return pa.table(
        {
            "point": np.repeat(points, len(FACTORS)),
            "factor": pa.array(FACTORS * len(points)),
            "kind": pa.array([str(kind)] * count),
            "statistic": pa.array(np.zeros(count, np.int8)),
            "start": pa.array([moment - length] * count),
            "end": pa.array([moment] * count),
            "value": values,
            "flag": pa.array(["N"] * count),
            "marks": pa.array(np.zeros(count, np.int16)),
            "source": pa.array(["hj212"] * count),
            "raw_index": pa.array(np.full(count, -1, np.int32)),
        }
    ).cast(telemetry.APPEND_SCHEMA)
