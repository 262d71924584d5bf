"""What keeps rules quiet: suppression and maintenance (报警屏蔽、维护时段)."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.page import Page, PageQuery, page_of
from bihuan.accounts.api.problem import PROBLEMS
from bihuan.accounts.token.scope import Scope
from bihuan.registry.api.asked import Key, who
from bihuan.watch.models import Maintenance, Suppression

router = Router(tags=["监测预警"], auth=bearer(Scope.READ_EVENTS))
WHEN = "2026-11-20T08:00:00+08:00"


class SuppressionOut(Schema):
    """Alarms kept quiet (报警屏蔽); events are still recorded."""

    id: int = Field(description="屏蔽编号", examples=[5])
    rule: str = Field(description="规则；空为全部规则")
    factor: str = Field(description="因子编码；空为全部因子")
    point: int | None = Field(description="监测点编号")
    enterprise: int | None = Field(description="企业编号")
    district: str = Field(description="行政区划代码", examples=["410181"])
    reason: str = Field(description="原因", examples=["停产检修"])
    by_name: str = Field(description="屏蔽人", examples=["王科员"])
    start: datetime = Field(description="开始时间", examples=[WHEN])
    end: datetime = Field(description="结束时间")
    lifted_at: datetime | None = Field(description="解除时间")


class SuppressionPage(Page):
    """A page of suppressions."""

    items: list[SuppressionOut] = Field(description="本页的报警屏蔽")


class MaintenanceOut(Schema):
    """Maintenance of a point (维护时段), during which its values do not count."""

    id: int = Field(description="维护编号", examples=[8])
    point: int = Field(description="监测点编号", examples=[77])
    work: str = Field(description="维护内容", examples=["更换采样泵"])
    by_name: str = Field(description="维护人员", examples=["吴工"])
    start: datetime = Field(description="开始时间", examples=[WHEN])
    planned_end: datetime = Field(description="计划结束时间")
    end: datetime | None = Field(description="结束时间；维护中为 null")
    result: str = Field(description="维护结果：done、partly、failed，未结束为空")
    note: str = Field(description="结果说明")


class MaintenancePage(Page):
    """A page of maintenance."""

    items: list[MaintenanceOut] = Field(description="本页的维护时段")


class OfPoint(PageQuery):
    """Of which point."""

    point: Key | None = Field(default=None, description="监测点编号")


@router.get(
    "/suppressions",
    response={200: SuppressionPage, **PROBLEMS},
    summary="报警屏蔽列表",
    description="含已到期和已解除的；屏蔽期间的报警仍会记录。",
)
def suppressions(request: HttpRequest, asked: Query[PageQuery]) -> dict[str, Any]:
    """The suppressions that this person sees."""
    columns = ("id", "rule", "factor", "point", "enterprise", "district", "reason", "start", "end")
    rows = Suppression.objects.visible_to(who(request))
    return page_of(rows.values(*columns, "lifted_at", by_name=F("by__name")), asked)


@router.get(
    "/maintenance",
    response={200: MaintenancePage, **PROBLEMS},
    summary="维护时段列表",
    description="监测点的维护时段；其间的数据标记为 M，不参与评价。",
)
def maintenance(request: HttpRequest, asked: Query[OfPoint]) -> dict[str, Any]:
    """The maintenance that this person sees."""
    rows = Maintenance.objects.visible_to(who(request))
    if asked.point:
        rows = rows.filter(point=asked.point)
    columns = ("id", "point", "work", "start", "planned_end", "end", "result", "note")
    return page_of(rows.values(*columns, by_name=F("by__name")), asked)
