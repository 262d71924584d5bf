"""Procedures in use (业务流程)."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.page import Page, PageQuery, page_of
from bihuan.accounts.api.problem import PROBLEMS
from bihuan.accounts.permission import require
from bihuan.accounts.token.scope import Scope
from bihuan.cases.menu import may_see_procedures
from bihuan.cases.models import ProcedureVersion, VersionState
from bihuan.registry.api.asked import who

router = Router(tags=["闭环事项"], auth=bearer(Scope.READ_CASES))
WHEN = "2026-11-20T08:00:00+08:00"
COLUMNS = ("id", "code", "title", "number", "published_at", "digest", "document")


class ProcedureOut(Schema):
    """A procedure in use (业务流程), as data."""

    id: int = Field(description="流程版本编号（平台）", examples=[3])
    code: str = Field(description="流程代码", examples=["exceedance_task"])
    title: str = Field(description="流程名称", examples=["超标异常任务"])
    number: int = Field(description="版本号", examples=[1])
    published_at: datetime | None = Field(description="发布时间", examples=[WHEN])
    digest: str = Field(description="流程定义的 SHA-256")
    document: dict[str, Any] = Field(
        description="流程定义：办理人、环节、步骤、期限", examples=[{}]
    )


class ProcedurePage(Page):
    """A page of procedures."""

    items: list[ProcedureOut] = Field(description="本页的流程")


@router.get(
    "/procedures",
    response={200: ProcedurePage, **PROBLEMS},
    summary="业务流程列表",
    description="使用中的流程版本及其定义；事项按创建时的版本办理。",
)
def procedures(request: HttpRequest, asked: Query[PageQuery]) -> dict[str, Any]:
    """The procedures in use."""
    require(may_see_procedures(who(request)), "令牌所属人的岗位不能查看业务流程")
    rows = ProcedureVersion.objects.filter(state=VersionState.PUBLISHED)
    return page_of(rows.values(*COLUMNS), asked)
