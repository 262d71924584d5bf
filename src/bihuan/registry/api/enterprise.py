"""Enterprises and their outlets."""

from datetime import date
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Field, Path, Query, Router, Schema

from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.page import Page, page_of
from bihuan.accounts.api.problem import PROBLEMS
from bihuan.accounts.models import User
from bihuan.accounts.token.scope import Scope
from bihuan.registry.api.asked import ALL, ONE, Key, ListQuery, inside, only, who
from bihuan.registry.identifier import CreditCodeState
from bihuan.registry.models import Enterprise, KeyList, Medium, Outlet
from bihuan.registry.queries import find_enterprises, key_units_on
from bihuan.registry.queries.words import containing

router = Router(tags=["台账"], auth=bearer(Scope.READ_REGISTRY))


class EnterpriseOut(Schema):
    """An enterprise (企业, 排污单位); a wrong credit code is given as it was entered."""

    id: int = Field(description="企业编号", examples=[12])
    name: str = Field(description="单位名称", examples=["巩义市某水泥有限公司"])
    credit_code: str = Field(
        description="统一社会信用代码（原文）", examples=["91410181MA0000000X"]
    )
    credit_code_clean: str = Field(description="清理后的信用代码，无法清理时为空")
    credit_code_state: CreditCodeState = Field(description="信用代码状态")
    district: str = Field(description="行政区划代码", examples=["410181"])
    district_name: str = Field(description="行政区划", examples=["巩义市"])
    industry: str = Field(description="行业", examples=["水泥制造"])
    address: str = Field(description="地址")
    longitude: float | None = Field(description="经度（°，CGCS2000）", examples=[112.98])
    latitude: float | None = Field(description="纬度（°，CGCS2000）", examples=[34.75])
    is_key: bool = Field(description="是否重点单位")


class EnterprisePage(Page):
    """A page of enterprises."""

    items: list[EnterpriseOut] = Field(description="本页的企业")


class OutletOut(Schema):
    """An outlet of an enterprise (排放口)."""

    id: int = Field(description="排放口编号（平台）", examples=[31])
    enterprise: int = Field(description="企业编号", examples=[12])
    enterprise_name: str = Field(description="企业名称")
    name: str = Field(description="名称", examples=["窑尾排放口"])
    code: str = Field(description="排放口编号（许可证）", examples=["DA001"])
    medium: Medium = Field(description="监测类别")
    longitude: float | None = Field(description="经度（°）")
    latitude: float | None = Field(description="纬度（°）")


class OutletPage(Page):
    """A page of outlets."""

    items: list[OutletOut] = Field(description="本页的排放口")


class EnterpriseQuery(ListQuery):
    """Which enterprises."""

    is_key: bool | None = Field(default=None, description="只要重点单位（true）或非重点（false）")
    key_list: KeyList | None = Field(
        default=None, description="只要 on 那天（不填为今天）在此重点单位名录中的企业"
    )
    on: date | None = Field(default=None, description="名录日期", examples=["2026-11-21"])


class OutletQuery(ListQuery):
    """Which outlets."""

    enterprise: Key | None = Field(default=None, description="企业编号")


def _enterprises(user: User) -> Any:
    columns = (
        "id",
        "name",
        "credit_code",
        "credit_code_clean",
        "credit_code_state",
        "district",
        "industry",
        "address",
        "longitude",
        "latitude",
        "is_key",
    )
    rows = Enterprise.objects.visible_to(user)
    return rows.values(*columns, district_name=F("district__name"))


def _outlets(user: User) -> Any:
    columns = ("id", "enterprise", "name", "code", "medium", "longitude", "latitude")
    return Outlet.objects.visible_to(user).values(*columns, enterprise_name=F("enterprise__name"))


@router.get(
    "/enterprises",
    response={200: EnterprisePage, **PROBLEMS},
    summary="企业列表",
    description="按编号排列；text 为名称的一段，或信用代码（多余的空格、括号会先清理）。",
)
def enterprises(request: HttpRequest, asked: Query[EnterpriseQuery]) -> dict[str, Any]:
    """The enterprises that this person sees."""
    user = who(request)
    rows = _enterprises(user).filter(inside("district_id", asked.district))
    if asked.text:
        rows = rows.filter(pk__in=find_enterprises(asked.text, user=user).keys())
    if asked.key_list is not None:
        day = asked.on or localdate(request.now)  # type: ignore[attr-defined]
        rows = rows.filter(pk__in=key_units_on(day, kind=asked.key_list, user=user))
    if asked.is_key is not None:
        rows = rows.filter(is_key=asked.is_key)
    return page_of(rows, asked)


@router.get(
    "/enterprises/{key}",
    response={200: EnterpriseOut, **PROBLEMS},
    summary="一家企业",
    description=ONE,
)
def enterprise(request: HttpRequest, key: Path[Key]) -> dict[str, Any]:
    """One enterprise."""
    return only(_enterprises(who(request)), pk=key)


@router.get(
    "/outlets", response={200: OutletPage, **PROBLEMS}, summary="排放口列表", description=ALL
)
def outlets(request: HttpRequest, asked: Query[OutletQuery]) -> dict[str, Any]:
    """The outlets that this person sees."""
    rows = _outlets(who(request)).filter(
        containing(asked.text, "name", "code"), inside("enterprise__district_id", asked.district)
    )
    return page_of(rows.filter(enterprise=asked.enterprise) if asked.enterprise else rows, asked)


@router.get(
    "/outlets/{key}", response={200: OutletOut, **PROBLEMS}, summary="一个排放口", description=ONE
)
def outlet(request: HttpRequest, key: Path[Key]) -> dict[str, Any]:
    """One outlet."""
    return only(_outlets(who(request)), pk=key)
