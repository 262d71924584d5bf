"""Shifts that were handed over, and the rules in force (交接班、监测规则)."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.page import Page, PageQuery, page_of
from bihuan.accounts.api.problem import PROBLEMS
from bihuan.accounts.permission import require
from bihuan.accounts.token.scope import Scope
from bihuan.registry.api.asked import who
from bihuan.watch.models import HandOver, Policy
from bihuan.watch.permission import may_see_rules, may_watch
from bihuan.watch.queries.rule import RuleInForce, rules_in_force

router = Router(tags=["监测预警"], auth=bearer(Scope.READ_EVENTS))
WHEN = "2026-11-20T08:00:00+08:00"


class HandOverOut(Schema):
    """A shift handed over (交接班记录) with its signed brief."""

    id: int = Field(description="记录编号", examples=[2])
    district: str = Field(description="行政区划代码", examples=["410181"])
    since: datetime = Field(description="本班开始时间", examples=[WHEN])
    at: datetime = Field(description="交班时间", examples=[WHEN])
    by_name: str = Field(description="交班人", examples=["王科员"])
    note: str = Field(description="交班说明")
    brief: dict[str, Any] = Field(description="简报", examples=[{}])
    digest: str = Field(description="简报和说明的 SHA-256")
    taken_by_name: str | None = Field(description="接班人")
    taken_at: datetime | None = Field(description="接班时间")


class HandOverPage(Page):
    """A page of hand-overs."""

    items: list[HandOverOut] = Field(description="本页的交接班记录")


class RuleOut(Schema):
    """A rule with the version in force (监测规则)."""

    key: str = Field(description="规则", examples=["limit.hour"])
    label: str = Field(description="名称", examples=["小时均值超标"])
    system: str = Field(description="所属系统")
    description: str = Field(description="判定方法")
    source: str = Field(description="依据")
    is_on: bool = Field(description="是否启用")
    version: int | None = Field(description="现行版本号；未发布过时为 null", examples=[1])
    policy: Policy | None = Field(description="转事项方式")
    parameters: dict[str, dict[str, float]] = Field(
        description="现行参数，按适用范围；空范围为全部", examples=[{"": {"hours": 6}}]
    )


class RulesOut(Schema):
    """Every rule."""

    items: list[RuleOut] = Field(description="全部规则")


@router.get(
    "/hand-overs",
    response={200: HandOverPage, **PROBLEMS},
    summary="交接班记录",
    description="数据范围内的交接班记录，简报以签名时为准。",
)
def hand_overs(request: HttpRequest, asked: Query[PageQuery]) -> dict[str, Any]:
    """The hand-overs that this person sees."""
    require(may_watch(who(request)), "令牌所属人的岗位没有值班台")
    columns = ("id", "district", "since", "at", "note", "brief", "digest", "taken_at")
    rows = HandOver.objects.visible_to(who(request)).values(
        *columns, by_name=F("by__name"), taken_by_name=F("taken_by__name")
    )
    return page_of(rows, asked)


@router.get(
    "/watch-rules",
    response={200: RulesOut, **PROBLEMS},
    summary="监测规则",
    description="全部规则和现行参数；“依据”中写明待确认的尚未经主管部门确认。",
)
def rules(request: HttpRequest) -> dict[str, Any]:
    """Every rule as it runs."""
    require(may_see_rules(who(request)), "令牌所属人的岗位不能查看监测规则")
    return {"items": [_rule(one) for one in rules_in_force()]}


def _rule(one: RuleInForce) -> dict[str, Any]:
    rule, version = one.rule, one.version
    return {
        "key": rule.key,
        "label": rule.label,
        "system": rule.system,
        "description": rule.description,
        "source": rule.source,
        "is_on": one.is_on,
        "version": version.number if version else None,
        "policy": version.policy if version else None,
        "parameters": {scope: dict(numbers) for scope, numbers in one.parameters.scopes.items()},
    }
