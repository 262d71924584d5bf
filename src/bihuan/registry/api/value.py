"""Values of points: the newest, series, every version."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Any

import polars as pl
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import Field as Bound

from bihuan import telemetry
from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.page import cursor_after, key_of, wrong_cursor
from bihuan.accounts.api.problem import PROBLEMS, Refused
from bihuan.accounts.models import User
from bihuan.accounts.token.scope import Scope
from bihuan.registry.api.asked import Code, Key, Moment, who
from bihuan.registry.models import Averaging, MonitoringPoint
from bihuan.telemetry import DatumKey, Kind, SeriesQuery

router = Router(tags=["监测数据"], auth=bearer(Scope.READ_VALUES))

MOST_POINTS = 100
MOST_ROWS = 10_000
LONGEST = {
    Averaging.REALTIME: timedelta(days=7),
    Averaging.MINUTE: timedelta(days=31),
    Averaging.HOUR: timedelta(days=366),
    Averaging.DAY: timedelta(days=3660),
}
COLUMNS = ("point", "factor", "kind", "start", "end", "value", "flag", "version", "arrival")
Points = Annotated[list[Key], Bound(min_length=1, max_length=MOST_POINTS)]
Factors = Annotated[list[Code], Bound(max_length=50)]


class ValueOut(Schema):
    """One value (监测值) of a factor in the period from `start` until before `end`."""

    point: int = Field(description="监测点编号", examples=[77])
    factor: str = Field(description="因子编码", examples=["a34004"])
    kind: str = Field(
        description="数据类型；hour_rolled、day_rolled 为平台统计值", examples=["hour"]
    )
    start: datetime = Field(description="时段开始", examples=["2026-11-21T08:00:00+08:00"])
    end: datetime = Field(description="时段结束（不含）")
    value: float | None = Field(description="监测值；缺测为 null", examples=[35.5])
    flag: str = Field(description="数据标记，如 N 正常、D 故障", examples=["N"])
    version: int = Field(description="版本，1 为首次上报", examples=[1])
    arrival: datetime = Field(description="入库时间")


class VersionOut(ValueOut):
    """One version of a value, with who changed it and why."""

    source: str = Field(description="来源", examples=["hj212"])
    author: str | None = Field(description="修正人")
    reason: str | None = Field(description="修正原因")


class LatestOut(Schema):
    """The newest values."""

    items: list[ValueOut] = Field(description="每个监测点、因子、数据类型的最新一条")


class SeriesOut(Schema):
    """Values in order."""

    items: list[ValueOut] = Field(description="按监测点、因子、时间排列")
    next: str | None = Field(description="下一页的游标，没有下一页时为 null")


class VersionsOut(Schema):
    """Versions of one value."""

    items: list[VersionOut] = Field(description="从首次上报到最新")


class LatestAsked(Schema):
    """Whose newest values."""

    point: Points = Field(description=f"监测点编号，可重复，最多 {MOST_POINTS} 个", examples=[[77]])
    kind: Averaging | None = Field(default=None, description="数据类型，不填为全部")


class SeriesAsked(Schema):
    """Which series."""

    point: Points = Field(description=f"监测点编号，可重复，最多 {MOST_POINTS} 个", examples=[[77]])
    factor: Factors = Field(default=[], description="因子编码，可重复，不填为全部")
    kind: Averaging = Field(description="数据类型")
    start: Moment = Field(
        description="开始时间；不写时区按北京时间", examples=["2026-11-20T00:00:00+08:00"]
    )
    end: Moment = Field(
        description="结束时间（不含）；跨度最长：实时 7 天、分钟 31 天、小时 366 天、日 10 年",
        examples=["2026-11-21T00:00:00+08:00"],
    )
    cursor: str = Field(default="", max_length=60, description="游标：上一页答复里的 next")
    limit: int = Field(default=1000, ge=1, le=MOST_ROWS, description=f"最多 {MOST_ROWS} 条")


class VersionsAsked(Schema):
    """Which value."""

    point: Key = Field(description="监测点编号")
    factor: Code = Field(description="因子编码", min_length=1)
    kind: Averaging = Field(description="数据类型")
    start: Moment = Field(description="时段开始时间")


@router.get(
    "/latest",
    response={200: LatestOut, **PROBLEMS},
    summary="最新值",
    description="各监测点各因子最新一条数据；没有数据的监测点不出现。",
)
def latest(request: HttpRequest, asked: Query[LatestAsked]) -> dict[str, Any]:
    """The newest values of some points."""
    seen = visible_points(who(request), asked.point)
    kind = Kind(asked.kind.value) if asked.kind else None
    rows = pl.DataFrame(telemetry.store().latest(seen, kind=kind))
    values = rows.filter(pl.col("statistic") == 0).select(COLUMNS)
    return {"items": values.to_dicts()}


@router.get(
    "/series",
    response={200: SeriesOut, **PROBLEMS},
    summary="时间序列",
    description="每条数据取最新版本；没有上报的小时值、日值以平台统计值补充（kind 会写明）。",
)
def series(request: HttpRequest, asked: Query[SeriesAsked]) -> dict[str, Any]:
    """Values of some points over a span."""
    seen = visible_points(who(request), asked.point)
    require_span(asked.kind, asked.start, asked.end)
    after = _place(asked.cursor)
    query = SeriesQuery(
        sorted(seen), asked.factor or None, Kind(asked.kind.value), asked.start, asked.end
    )
    rows = telemetry.store().series(query)
    shown = pl.DataFrame(rows.slice(after, asked.limit)).select(COLUMNS)
    until = after + asked.limit
    is_more = until < rows.num_rows
    return {"items": shown.to_dicts(), "next": cursor_after(until) if is_more else None}


@router.get(
    "/versions",
    response={200: VersionsOut, **PROBLEMS},
    summary="历次版本",
    description="一条数据自首次上报以来的全部版本；数据只追加，不覆盖。",
)
def versions(request: HttpRequest, asked: Query[VersionsAsked]) -> dict[str, Any]:
    """Every version of one value."""
    visible_points(who(request), [asked.point])
    key = DatumKey(asked.point, asked.factor, Kind(asked.kind.value), asked.start)
    rows = pl.DataFrame(telemetry.store().versions(key))
    return {"items": rows.select(*COLUMNS, "source", "author", "reason").to_dicts()}


def visible_points(user: User, wanted: Sequence[int]) -> list[int]:
    """The points, if this person sees all of them.

    Raises:
        Refused: one does not exist or lies outside.
    """
    found = MonitoringPoint.objects.visible_to(user).filter(pk__in=set(wanted))
    seen = set(found.values_list("pk", flat=True))
    if strange := sorted(set(wanted) - seen):
        shown = "、".join(str(one) for one in strange[:10])
        raise Refused(HTTPStatus.NOT_FOUND, f"监测点 {shown} 不存在，或不在令牌所属人的数据范围内")
    return sorted(seen)


def require_span(kind: Averaging, start: datetime, end: datetime) -> None:
    """Let pass a span that ends after it starts and is not too long.

    Raises:
        Refused: it is neither.
    """
    problem = ""
    if end <= start:
        problem = "结束时间须晚于开始时间"
    elif end - start > LONGEST[kind]:
        problem = f"{kind.label}数据一次最多 {LONGEST[kind].days} 天，请分段读取"
    if problem:
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY, "请改正时间范围后重试", faults=[("end", problem)]
        )


def _place(cursor: str) -> int:
    place = key_of(cursor) if cursor else "0"
    if not place.isdigit() or len(place) > 9:
        raise wrong_cursor()
    return int(place)
