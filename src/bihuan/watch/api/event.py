"""Events (报警)."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.page import Page, page_of
from bihuan.accounts.api.problem import PROBLEMS
from bihuan.accounts.models import User
from bihuan.accounts.token.scope import Scope
from bihuan.cases.models import Case
from bihuan.notify.severity import Severity
from bihuan.registry.api.asked import ALL, ONE, Code, Key, ListQuery, Moment, inside, only, who
from bihuan.registry.queries.words import containing
from bihuan.watch.models import Event, EventState

router = Router(tags=["监测预警"], auth=bearer(Scope.READ_EVENTS))
WHEN = "2026-11-20T08:00:00+08:00"


class EventOut(Schema):
    """One continuous spell that a rule found at a point (报警)."""

    id: int = Field(description="报警编号", examples=[901])
    rule: str = Field(description="规则", examples=["limit.hour"])
    rule_version: int = Field(description="规则版本号", examples=[1])
    point: int = Field(description="监测点编号", examples=[77])
    point_name: str = Field(description="监测点", examples=["1#排口"])
    district: str = Field(description="行政区划代码", examples=["410181"])
    enterprise: int | None = Field(description="企业编号", examples=[12])
    factor: str = Field(description="因子编码；与因子无关时为空", examples=["a21026"])
    begin: datetime = Field(description="开始时间", examples=[WHEN])
    end: datetime = Field(description="结束时间（进行中的为最近判定到的时间）")
    worst: float | None = Field(description="最不利值", examples=[52.3])
    periods: int = Field(description="周期数", examples=[3])
    because: str = Field(description="判定依据", examples=["小时均值 52.3，超过限值 35"])
    severity: Severity = Field(description="紧急程度")
    state: EventState = Field(description="状态")
    found_at: datetime = Field(description="发现时间", examples=[WHEN])
    judged_at: datetime = Field(description="最近判定时间", examples=[WHEN])
    suppression: int | None = Field(description="报警屏蔽编号；未屏蔽时为 null")
    finding: str = Field(description="研判结论：true、device、false、watch，未研判为空")
    finding_note: str = Field(description="研判说明")
    finding_at: datetime | None = Field(description="研判时间")
    case: int | None = Field(description="事项编号；未转事项，或事项不在数据范围内时为 null")


class EventPage(Page):
    """A page of events."""

    items: list[EventOut] = Field(description="本页的报警")


class EventQuery(ListQuery):
    """Which events."""

    rule: Code = Field(default="", description="规则", examples=["limit.hour"])
    state: EventState | None = Field(
        default=None, description="状态；不填时不含已撤销的", examples=["open"]
    )
    point: Key | None = Field(default=None, description="监测点编号")
    begin: Moment | None = Field(default=None, description="结束时间不早于", examples=[WHEN])
    end: Moment | None = Field(default=None, description="开始时间早于")


EVENT = (
    "id",
    "rule",
    "point",
    "factor",
    "begin",
    "end",
    "worst",
    "periods",
    "because",
    "severity",
    "state",
    "found_at",
    "judged_at",
    "suppression",
    "finding",
    "finding_note",
    "finding_at",
    "case",
)


def _events(user: User) -> Any:
    return Event.objects.visible_to(user).values(
        *EVENT,
        rule_version=F("version__number"),
        point_name=F("point__name"),
        district=F("point__district_id"),
        enterprise=F("point__outlet__enterprise_id"),
    )


def _with_cases_seen(user: User, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without cases that lie outside the person's scope."""
    named = {row["case"] for row in rows} - {None}
    seen = set(Case.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True))
    return [{**row, "case": row["case"] if row["case"] in seen else None} for row in rows]


@router.get("/events", response={200: EventPage, **PROBLEMS}, summary="报警列表", description=ALL)
def events(request: HttpRequest, asked: Query[EventQuery]) -> dict[str, Any]:
    """The events that this person sees."""
    user = who(request)
    rows = _events(user).filter(
        containing(asked.text, "point__name", "point__outlet__enterprise__name"),
        inside("point__district_id", asked.district),
    )
    exact = {
        "rule": asked.rule or None,
        "state": asked.state,
        "point": asked.point,
        "end__gte": asked.begin,
        "begin__lt": asked.end,
    }
    rows = rows.filter(**{path: value for path, value in exact.items() if value is not None})
    if asked.state is None:
        rows = rows.exclude(state=EventState.WITHDRAWN)
    return page_of(rows, asked, lambda found: _with_cases_seen(user, list(found)))


@router.get(
    "/events/{key}", response={200: EventOut, **PROBLEMS}, summary="一条报警", description=ONE
)
def event(request: HttpRequest, key: Path[Key]) -> dict[str, Any]:
    """One event."""
    user = who(request)
    return _with_cases_seen(user, [only(_events(user), pk=key)])[0]
