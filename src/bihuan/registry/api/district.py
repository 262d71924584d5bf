"""Districts."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.page import Page, page_of
from bihuan.accounts.api.problem import PROBLEMS
from bihuan.accounts.models import District, User
from bihuan.accounts.token.scope import Scope
from bihuan.registry.api.asked import ONE, DistrictCode, ListQuery, inside, only, who
from bihuan.registry.queries.words import containing

router = Router(tags=["台账"], auth=bearer(Scope.READ_REGISTRY))


class DistrictOut(Schema):
    """An administrative division (行政区划)."""

    id: str = Field(description="区划代码（GB/T 2260）", examples=["410181"])
    name: str = Field(description="名称", examples=["巩义市"])
    level: str = Field(description="级别：province、city、county、township", examples=["county"])
    parent: str | None = Field(description="上级区划代码", examples=["4101"])
    longitude: float | None = Field(description="经度（°）", examples=[112.98])
    latitude: float | None = Field(description="纬度（°）", examples=[34.75])


class DistrictPage(Page):
    """A page of districts."""

    items: list[DistrictOut] = Field(description="本页的行政区划")


def _rows(user: User) -> Any:
    columns = ("id", "name", "level", "parent", "longitude", "latitude")
    return District.objects.visible_to(user).annotate(id=F("code")).values(*columns)


@router.get(
    "/districts",
    response={200: DistrictPage, **PROBLEMS},
    summary="行政区划列表",
    description="令牌所属人数据范围内的行政区划，按代码排列。",
)
def districts(request: HttpRequest, asked: Query[ListQuery]) -> dict[str, Any]:
    """The districts that this person sees."""
    rows = _rows(who(request)).filter(containing(asked.text, "name", "code"))
    return page_of(rows.filter(inside("code", asked.district)), asked)


@router.get(
    "/districts/{code}",
    response={200: DistrictOut, **PROBLEMS},
    summary="一个行政区划",
    description=ONE,
)
def district(request: HttpRequest, code: Path[DistrictCode]) -> dict[str, Any]:
    """One district."""
    return only(_rows(who(request)), code=code)
