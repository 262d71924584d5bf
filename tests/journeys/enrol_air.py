"""A county's air for the analyst's day; called inside the platform's own process."""

import json
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import polars as pl
from django.utils import timezone
from django.utils.timezone import localdate

from bihuan import telemetry
from bihuan.accounts.models import District, Post, User
from bihuan.accounts.roles import Role
from bihuan.air.models import Measure, Target, TargetItem
from bihuan.air.series.block import midnight
from bihuan.air.services.doubt import mark_doubts
from bihuan.air.services.measure import approve_beforehand, ship_measures
from bihuan.registry.models import MonitoringPoint, Station, StationClass
from tests.journeys.enrol import PASSWORD

DAYS = 40
STATIONS = (
    ("一号省控站", "S-1", StationClass.PROVINCIAL, "410181105", 113.00),
    ("二号省控站", "S-2", StationClass.PROVINCIAL, "410181106", 113.01),
    ("大峪沟站", "T-1", StationClass.TOWNSHIP, "410181105", 113.02),
    ("河洛站", "T-2", StationClass.TOWNSHIP, "410181106", 113.03),
    ("米河站", "T-3", StationClass.TOWNSHIP, "410181107", 113.04),
)
LEVELS = {"a21026": 9, "a21004": 30, "a21005": 0.8, "a05024": 60, "a34002": 70, "a34004": 40}
HOUR = timedelta(hours=1)
Hours = npt.NDArray[np.float64]


def air() -> str:
    """孙 the analyst, five stations with forty days; smoke at 河洛, a dead NO2 cell at 一号."""
    now = timezone.now()
    for code, name in (("105", "大峪沟镇"), ("106", "河洛镇"), ("107", "米河镇")):
        place = {"level": "township", "parent_id": "410181"}
        District.objects.create(code=f"410181{code}", name=name, **place)
    sun = User.objects.create(username="sun", name="孙分析")
    sun.set_password(PASSWORD)
    sun.save()
    Post.objects.create(user=sun, role=Role.ANALYST, district_id="410181")
    points = [_point(*row) for row in STATIONS]
    telemetry.store("journey-air").append(_rows(points, now), now=now)
    ship_measures()
    wang = User.objects.get(username="wang")
    approve_beforehand(Measure.objects.get(code="CS-02"), by=wang, now=now)
    Target.objects.create(
        district_id="410181",
        year=localdate(now).year,
        item=TargetItem.PM25,
        value=Decimal(45),
        source="年度目标任务书",
        by=wang,
        at=now,
    )
    mark_doubts(now=now)
    return json.dumps({"points": points})


def _point(name: str, code: str, kind: str, district: str, longitude: float) -> int:
    station = Station.objects.create(
        name=name,
        code=code,
        station_class=kind,
        district_id=district,
        longitude=longitude,
        latitude=34.75,
    )
    point = MonitoringPoint.objects.create(
        name=name, medium="air", station=station, district_id=district
    )
    return point.pk


def _rows(points: list[int], now: datetime) -> object:
    """Hours up to the last full one."""
    start = midnight(localdate(now) - timedelta(days=DAYS))
    hours = int((now - start) / HOUR)
    chance = np.random.default_rng(5)
    wave = 1 + 0.3 * np.sin(np.arange(hours) / 24 * 2 * np.pi)
    frames = []
    for factor, level in LEVELS.items():
        for place, point in enumerate(points):
            values = level * wave * np.exp(chance.normal(0, 0.05, hours))
            _plant(values, factor, place, yesterday=24 * (DAYS - 1))
            frames.append(_frame(point, factor, start, np.round(values, 3)))
    return pl.concat(frames).to_arrow().cast(telemetry.APPEND_SCHEMA)


def _plant(values: Hours, factor: str, place: int, *, yesterday: int) -> None:
    if STATIONS[place][1] == "T-2" and factor in {"a34002", "a34004", "a21005"}:
        values[yesterday + 8 : yesterday + 18] *= 2.6
    if STATIONS[place][1] == "S-1" and factor == "a21004":
        values[yesterday + 2 : yesterday + 20] = 77.7


def _frame(
    point: int,
    factor: str,
    start: datetime,
    values: Hours,
) -> pl.DataFrame:
    starts = [start + n * HOUR for n in range(len(values))]
    return pl.DataFrame({"start": starts, "value": values}).select(
        pl.lit(point, pl.Int32).alias("point"),
        pl.lit(factor).alias("factor"),
        pl.lit("hour").alias("kind"),
        pl.lit(0, pl.Int8).alias("statistic"),
        "start",
        (pl.col("start") + HOUR).alias("end"),
        "value",
        pl.lit("N").alias("flag"),
        pl.lit(0, pl.Int16).alias("marks"),
        pl.lit("demo").alias("source"),
        pl.lit(-1, pl.Int32).alias("raw_index"),
    )
