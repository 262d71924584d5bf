"""A person's own notices, and who is on call, for programs (通知接口)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.page import Page, PageQuery, page_of
from bihuan.accounts.api.problem import PROBLEMS
from bihuan.accounts.token.scope import Scope
from bihuan.notify.models import Roster, Shift
from bihuan.notify.queries.inbox import inbox
from bihuan.notify.queries.roster import SHOWN
from bihuan.notify.severity import Severity
from bihuan.registry.api.asked import Code, who

router = Router(tags=["通知"], auth=bearer(Scope.READ_NOTICES))
WHEN = "2026-11-20T08:00:00+08:00"


class NoticeOut(Schema):
    """A message in the list of the token's person (站内消息)."""

    id: int = Field(description="消息编号", examples=[3001])
    kind: str = Field(description="消息类型", examples=["watch.event"])
    severity: Severity = Field(description="紧急程度")
    title: str = Field(description="标题", examples=["1#排口二氧化硫小时均值超标"])
    text: str = Field(description="正文")
    link: str = Field(description="平台内地址", examples=["/watch/events/901/"])
    created_at: datetime = Field(description="生成时间", examples=[WHEN])
    read_at: datetime | None = Field(description="阅读时间；未读为 null")


class NoticePage(Page):
    """A page of notices."""

    items: list[NoticeOut] = Field(description="本页的消息")


class ShiftOut(Schema):
    """One person's turn on call (值班班次)."""

    person: str = Field(description="值班人员", examples=["王科员"])
    start: datetime = Field(description="开始时间", examples=[WHEN])
    end: datetime = Field(description="结束时间")


class RosterOut(Schema):
    """A team that takes turns on call (值班组) with what runs or begins within a fortnight."""

    id: int = Field(description="值班组编号", examples=[1])
    name: str = Field(description="名称", examples=["巩义市值班组"])
    district: str = Field(description="行政区划代码", examples=["410181"])
    shifts: list[ShiftOut] = Field(description="正在进行和两周内开始的班次")


class RosterPage(Page):
    """A page of rosters."""

    items: list[RosterOut] = Field(description="本页的值班组")


class NoticeQuery(PageQuery):
    """Which notices."""

    unread: bool = Field(default=False, description="只要未读的")
    kind: Code = Field(default="", description="消息类型", examples=["watch.event"])


@router.get(
    "/notices",
    response={200: NoticePage, **PROBLEMS},
    summary="站内消息",
    description="令牌所属人自己的消息，按编号排列；读取不改变已读状态。",
)
def notices(request: HttpRequest, asked: Query[NoticeQuery]) -> dict[str, Any]:
    """The notices of the token's person."""
    names = ("severity", "title", "text", "link", "created_at")
    told = {name: F(f"message__{name}") for name in names}
    rows = inbox(who(request), unread=asked.unread, kind=asked.kind).select_related(None)
    return page_of(rows.values("id", "kind", "read_at", **told), asked)


@router.get(
    "/rosters",
    response={200: RosterPage, **PROBLEMS},
    summary="值班安排",
    description="数据范围内的值班组，以及正在进行和两周内开始的班次。",
)
def rosters(request: HttpRequest, asked: Query[PageQuery]) -> dict[str, Any]:
    """The rosters that this person sees."""
    rows = Roster.objects.visible_to(who(request)).values("id", "name", "district")
    now: datetime = request.now  # type: ignore[attr-defined]
    return page_of(rows, asked, partial(_with_shifts, now))


def _with_shifts(now: datetime, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rosters with their shifts: one statement for the whole page."""
    shifts: dict[int, list[dict[str, Any]]] = defaultdict(list)
    keys = [row["id"] for row in rows]
    found = Shift.objects.filter(roster__in=keys, end__gt=now, start__lte=now + SHOWN)
    values = found.order_by("start", "pk").values("roster", "start", "end", name=F("person__name"))
    for one in values:
        shifts[one["roster"]].append(
            {"person": one["name"], "start": one["start"], "end": one["end"]}
        )
    return [{**row, "shifts": shifts[row["id"]]} for row in rows]
