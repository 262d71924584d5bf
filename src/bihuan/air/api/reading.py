"""What stations say in the newest hour and on days (小时、日评价)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Field, Query, Router, Schema
from pydantic import AfterValidator

from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.problem import PROBLEMS, Refused
from bihuan.accounts.permission import require
from bihuan.accounts.token.scope import Scope
from bihuan.air.judge.span import DaySpan
from bihuan.air.permission import may_see_air
from bihuan.air.queries.board import newest_hour
from bihuan.air.queries.reading import Reading, readings
from bihuan.air.series.values import values_at
from bihuan.air.site import Site, sites_of
from bihuan.registry.api.asked import Key, who
from bihuan.registry.models import StationClass
from bihuan.regulations.air.pollutant import symbol

router = Router(tags=["空气质量评价"], auth=bearer(Scope.READ_AIR))
MOST_ROWS = 10_000
REFUSED = "令牌所属人的岗位没有空气质量数据的查看范围"
FIRST_YEAR, LAST_YEAR = 2017, 2199


def _judged_day(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("years outside those that can be judged")
    return day


Day = Annotated[date, AfterValidator(_judged_day)]
"""A day that an edition judges."""


class MeasuredOut(Schema):
    """One pollutant of a reading."""

    item: str = Field(description="项目", examples=["PM2.5"])
    unit: str = Field(description="单位", examples=["μg/m³"])
    value: str | None = Field(description="浓度（十进制文字）；缺测为 null", examples=["35"])
    level: int = Field(description="分指数级别 1 至 6，无分指数为 0", examples=[1])


class ReadingOut(Schema):
    """A station in one hour or on one day, judged (站点评价)."""

    station: int = Field(description="站点编号（平台）", examples=[5])
    code: str = Field(description="站点编码", examples=["GY-T-05"])
    name: str = Field(description="站点", examples=["大峪沟镇站"])
    station_class: StationClass = Field(description="站点类别")
    start: date | datetime = Field(
        description="小时的开始时间，或日期", examples=["2026-11-20T08:00:00+08:00"]
    )
    index: int | None = Field(description="AQI；缺项时为 null", examples=[68])
    category: str = Field(description="级别名称；缺项时为空", examples=["良"])
    primary: list[str] = Field(description="首要污染物", examples=[["PM2.5"]])
    reason: str = Field(description="无 AQI 的原因")
    values: list[MeasuredOut] = Field(description="六项污染物")


class ReadingsOut(Schema):
    """Readings with the version of the data that they are of."""

    data_version: str = Field(description="数据版本", examples=["v12"])
    items: list[ReadingOut] = Field(description="按站点、时间排列")


class NowQuery(Schema):
    """Which stations."""

    station_class: StationClass | None = Field(default=None, description="站点类别")


class DaysQuery(NowQuery):
    """Which days of which stations."""

    first: Day = Field(description="首日", examples=["2026-11-01"])
    last: Day = Field(description="末日（含）；今天及以后不评价", examples=["2026-11-20"])
    station: Key | None = Field(default=None, description="站点编号，不填为全部")


@router.get(
    "/now",
    response={200: ReadingsOut, **PROBLEMS},
    summary="最新一小时空气质量",
    description="数据范围内各站最新一小时的 AQI 和六项浓度（审核前数据，仅供内部参考）。",
)
def newest(request: HttpRequest, asked: Query[NowQuery]) -> dict[str, Any]:
    """The newest hour of the stations that this person sees."""
    require(may_see_air(who(request)), REFUSED)
    now: datetime = request.now  # type: ignore[attr-defined]
    sites = sites_of(who(request), now)
    found = newest_hour(sites, now)
    chosen = [pair for pair in found.readings if _is_asked(pair[0], asked)]
    rows = [_told(site, one, found.start) for site, one in chosen] if found.start else []
    return {"data_version": found.version, "items": rows}


@router.get(
    "/days",
    response={200: ReadingsOut, **PROBLEMS},
    summary="日评价",
    description=f"各站各日的 AQI 和浓度，按当日标准评价；一次最多 {MOST_ROWS} 行（站点×天）。",
)
def days(request: HttpRequest, asked: Query[DaysQuery]) -> dict[str, Any]:
    """Judged days of the stations that this person sees."""
    require(may_see_air(who(request)), REFUSED)
    now: datetime = request.now  # type: ignore[attr-defined]
    mine = [one for one in sites_of(who(request), now) if _is_asked(one, asked)]
    sites = [one for one in mine if asked.station in (None, one.station)]
    span = _span(asked, len(sites), localdate(now) - timedelta(days=1))
    values = values_at(now)
    rows = list(_days(values.days(span), values.day_indices(span), sites, span)) if sites else []
    return {"data_version": values.version.code, "items": rows}


def _span(asked: DaysQuery, sites: int, yesterday: date) -> DaySpan:
    """The days that are over; a refusal where they run backwards, lie ahead, or are too many."""
    problem = ""
    if asked.last < asked.first:
        problem = "末日不能早于首日"
    elif asked.first > yesterday:
        problem = "今天及以后尚不评价"
    span = DaySpan(asked.first, max(asked.first, min(asked.last, yesterday)))
    if span.days * max(1, sites) > MOST_ROWS:
        problem = f"一次最多 {MOST_ROWS} 行（站点×天），请缩短时段或指定站点"
    if problem:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        raise Refused(status, "请改正时段后重试", faults=[("last", problem)])
    return span


def _days(days: Any, table: Any, sites: Sequence[Site], span: DaySpan) -> Iterator[dict[str, Any]]:
    rows = [site.row for site in sites]
    by_day = [readings(days, table, rows, at) for at in range(span.days)]
    for place, site in enumerate(sites):
        for at, day in enumerate(span.each()):
            yield _told(site, by_day[at][place], day)


def _is_asked(site: Site, asked: NowQuery) -> bool:
    return asked.station_class in (None, site.station_class)


def _told(site: Site, one: Reading, start: date | datetime) -> dict[str, Any]:
    values = [
        {
            "item": head.symbol,
            "unit": head.unit,
            "value": None if value is None else str(value),
            "level": level,
        }
        for head, value, level in one.cells
    ]
    return {
        "station": site.station,
        "code": site.code,
        "name": site.name,
        "station_class": site.station_class,
        "start": start,
        "index": one.index,
        "category": one.category_words,
        "primary": [symbol(item) for item in one.primary],
        "reason": one.reason,
        "values": values,
    }
