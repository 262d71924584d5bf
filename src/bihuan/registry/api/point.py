"""Stations, monitoring points with their factors, and limits."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.page import Page, page_of
from bihuan.accounts.api.problem import PROBLEMS
from bihuan.accounts.models import User
from bihuan.accounts.token.scope import Scope
from bihuan.registry.api.asked import ALL, ONE, Code, Key, ListQuery, inside, only, who
from bihuan.registry.models import (
    Averaging,
    FactorLimit,
    Medium,
    MonitoringPoint,
    PointFactor,
    Station,
    StationClass,
)
from bihuan.registry.queries import station_counts, townships_without_station
from bihuan.registry.queries.words import containing

router = Router(tags=["台账"], auth=bearer(Scope.READ_REGISTRY))


class StationOut(Schema):
    """A station of the ambient network (站点)."""

    id: int = Field(description="站点编号（平台）", examples=[5])
    code: str = Field(description="站点编码", examples=["GY-T-05"])
    name: str = Field(description="名称", examples=["大峪沟镇站"])
    station_class: StationClass = Field(description="站点类别")
    functional_area: str = Field(description="环境空气功能区：class1、class2 或空")
    district: str = Field(description="行政区划代码", examples=["410181105"])
    district_name: str = Field(description="行政区划")
    owner_name: str | None = Field(description="产权单位")
    longitude: float | None = Field(description="经度（°）")
    latitude: float | None = Field(description="纬度（°）")


class StationPage(Page):
    """A page of stations."""

    items: list[StationOut] = Field(description="本页的站点")


class TownshipOut(Schema):
    """A township without a station (缺站乡镇)."""

    code: str = Field(description="区划代码", examples=["410181105"])
    name: str = Field(description="名称", examples=["大峪沟镇"])


class CountsOut(Schema):
    """Stations by class, and where one is missing."""

    counts: dict[str, int] = Field(
        description="各类站点数", examples=[{"provincial": 2, "township": 18, "micro": 70}]
    )
    townships_without_station: list[TownshipOut] = Field(description="没有乡镇站的乡镇")


class FactorOut(Schema):
    """A factor that a point measures (监测因子)."""

    factor: str = Field(description="因子编码", examples=["a34004"])
    name: str = Field(description="因子名称", examples=["细颗粒物"])
    unit: str = Field(description="单位", examples=["µg/m³"])
    decimals: int = Field(description="小数位数", examples=[0])
    minimum: float | None = Field(description="量程下限")
    maximum: float | None = Field(description="量程上限")


class PointOut(Schema):
    """A monitoring point (监测点) with its factors; `id` is what values refer to."""

    id: int = Field(description="监测点编号", examples=[77])
    name: str = Field(description="名称", examples=["大峪沟镇站"])
    medium: Medium = Field(description="监测类别")
    district: str = Field(description="行政区划代码", examples=["410181105"])
    station: int | None = Field(description="所属站点编号")
    outlet: int | None = Field(description="所属排放口编号")
    enterprise: int | None = Field(description="所属企业编号")
    is_active: bool = Field(description="是否启用")
    factors: list[FactorOut] = Field(description="监测因子")


class PointPage(Page):
    """A page of points."""

    items: list[PointOut] = Field(description="本页的监测点")


class LimitOut(Schema):
    """A limit of a factor at a point (限值), for days from `start` until before `end`."""

    id: int = Field(description="限值编号", examples=[3])
    point: int = Field(description="监测点编号", examples=[77])
    factor: str = Field(description="因子编码", examples=["a21026"])
    averaging: Averaging = Field(description="数据类型")
    upper: str | None = Field(description="上限（十进制文字，不失精度）", examples=["35.000000"])
    lower: str | None = Field(description="下限（十进制文字）")
    source: str = Field(description="限值依据", examples=["GB 4915-2013"])
    start: date = Field(description="执行日期")
    end: date | None = Field(description="停止日期（不含）")


class LimitPage(Page):
    """A page of limits."""

    items: list[LimitOut] = Field(description="本页的限值")


class StationQuery(ListQuery):
    """Which stations."""

    station_class: StationClass | None = Field(default=None, description="站点类别")


class PointQuery(ListQuery):
    """Which points."""

    medium: Medium | None = Field(default=None, description="监测类别")
    station: Code = Field(default="", description="站点编码")
    enterprise: Key | None = Field(default=None, description="企业编号")
    is_active: bool | None = Field(default=None, description="是否启用")


class LimitQuery(ListQuery):
    """Which limits."""

    point: Key | None = Field(default=None, description="监测点编号")
    on: date | None = Field(default=None, description="只要在这一天有效的限值")


def _stations(user: User) -> Any:
    columns = (
        "id",
        "code",
        "name",
        "station_class",
        "functional_area",
        "district",
        "longitude",
        "latitude",
    )
    return Station.objects.visible_to(user).values(
        *columns, district_name=F("district__name"), owner_name=F("owner__name")
    )


def _points(user: User) -> Any:
    columns = ("id", "name", "medium", "district", "station", "outlet", "is_active")
    return MonitoringPoint.objects.visible_to(user).values(
        *columns, enterprise=F("outlet__enterprise")
    )


def _with_factors(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The points with what they measure: one statement for the whole page."""
    factors: dict[int, list[dict[str, Any]]] = defaultdict(list)
    found = PointFactor.objects.filter(point__in=[row["id"] for row in rows]).order_by(
        "point", "order", "factor"
    )
    columns = ("point", "factor", "unit", "decimals", "minimum", "maximum")
    for one in found.values(*columns, name=F("name_zh")):
        factors[one.pop("point")].append(one)
    return [{**row, "factors": factors[row["id"]]} for row in rows]


@router.get(
    "/stations",
    response={200: StationPage, **PROBLEMS},
    summary="站点列表",
    description="类别：provincial 省控、township 乡镇、micro 微型、weather 气象。",
)
def stations(request: HttpRequest, asked: Query[StationQuery]) -> dict[str, Any]:
    """The stations that this person sees."""
    rows = _stations(who(request)).filter(
        containing(asked.text, "name", "code"), inside("district_id", asked.district)
    )
    chosen = asked.station_class
    return page_of(rows.filter(station_class=chosen) if chosen else rows, asked)


@router.get(
    "/stations/counts",
    response={200: CountsOut, **PROBLEMS},
    summary="各类站点数",
    description="数据范围内各类站点的个数，以及没有乡镇站的乡镇。",
)
def counts(request: HttpRequest) -> dict[str, Any]:
    """Stations by class."""
    user = who(request)
    missing = townships_without_station(user=user)
    return {
        "counts": {one.value: number for one, number in station_counts(user=user).items()},
        "townships_without_station": [{"code": one.code, "name": one.name} for one in missing],
    }


@router.get(
    "/stations/{key}", response={200: StationOut, **PROBLEMS}, summary="一个站点", description=ONE
)
def station(request: HttpRequest, key: Path[Key]) -> dict[str, Any]:
    """One station."""
    return only(_stations(who(request)), pk=key)


@router.get("/points", response={200: PointPage, **PROBLEMS}, summary="监测点列表", description=ALL)
def points(request: HttpRequest, asked: Query[PointQuery]) -> dict[str, Any]:
    """The points that this person sees, with their factors."""
    rows = _points(who(request)).filter(
        containing(asked.text, "name"), inside("district_id", asked.district)
    )
    exact = {
        "medium": asked.medium,
        "station__code": asked.station or None,
        "outlet__enterprise": asked.enterprise,
        "is_active": asked.is_active,
    }
    given = {path: value for path, value in exact.items() if value is not None}
    return page_of(rows.filter(**given), asked, _with_factors)


@router.get(
    "/points/{key}", response={200: PointOut, **PROBLEMS}, summary="一个监测点", description=ONE
)
def point(request: HttpRequest, key: Path[Key]) -> dict[str, Any]:
    """One point with its factors."""
    return _with_factors([only(_points(who(request)), pk=key)])[0]


@router.get(
    "/limits",
    response={200: LimitPage, **PROBLEMS},
    summary="限值列表",
    description="各监测点各因子的限值及依据，含已停止执行的；on 只取某日有效的。",
)
def limits(request: HttpRequest, asked: Query[LimitQuery]) -> dict[str, Any]:
    """The limits of the points that this person sees."""
    factors = PointFactor.objects.visible_to(who(request)).filter(
        containing(asked.text, "name_zh", "factor"), inside("point__district_id", asked.district)
    )
    if asked.point:
        factors = factors.filter(point=asked.point)
    rows = FactorLimit.objects.filter(point_factor__in=factors.order_by().values("pk"))
    if asked.on is not None:
        rows = rows.filter(Q(end__isnull=True) | Q(end__gt=asked.on), start__lte=asked.on)
    columns = ("id", "averaging", "upper", "lower", "source", "start", "end")
    values = rows.values(*columns, point=F("point_factor__point"), factor=F("point_factor__factor"))
    return page_of(values, asked, _as_texts)


def _as_texts(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    bounds = ("upper", "lower")
    return [
        {**row, **{one: None if row[one] is None else str(row[one]) for one in bounds}}
        for row in rows
    ]
