"""Outlets of enterprises (排放口)."""

from collections.abc import Mapping, Sequence
from typing import Any

from bihuan.registry.exchange.lookup import Lookup, folded
from bihuan.registry.exchange.parser import Choice, Text
from bihuan.registry.exchange.reference import (
    doubt_place,
    enterprise_columns,
    key_column,
    place_columns,
    settle_enterprise,
)
from bihuan.registry.exchange.sheet import Column, Draft, Sheet, Unique, Values
from bihuan.registry.models import Medium, Outlet

MEDIUM = Choice(
    dict(Medium.choices), {"大气": Medium.GAS, "水": Medium.WATER, "噪音": Medium.NOISE}
)


def medium_column() -> Column:
    """What is measured in."""
    return Column(
        field="medium",
        title="监测类别",
        parser=MEDIUM,
        path="medium",
        required=True,
        example="废气",
        synonyms=("类别", "排放口类型", "污染物类别", "类型"),
    )


def _settle(draft: Draft, look: Lookup) -> None:
    enterprise = settle_enterprise(draft, look)
    if enterprise is not None:
        draft.values["enterprise_id"] = enterprise


def _review(drafts: Sequence[Draft], known: Mapping[Any, Values], look: Lookup) -> None:
    for draft in drafts:
        values = draft.merged(known)
        doubt_place(draft, values)
        if "code" in draft.given and not values.get("code"):
            draft.doubt("code", "没有排放口编号，今后只能凭名称识别")


def _code(values: Values) -> Any:
    if not values.get("code") or "enterprise_id" not in values:
        return None
    return values["enterprise_id"], values["code"]


def _name(values: Values) -> Any:
    if values.get("code") or "name" not in values or "enterprise_id" not in values:
        return None
    return values["enterprise_id"], folded(values["name"])


OUTLETS = Sheet(
    key="outlets",
    title="排放口",
    note="每行一个排放口；先导入企业，再导入排放口。",
    model=Outlet,
    rows=Outlet.objects.visible_to,
    columns=(
        key_column("排放口平台编号"),
        *enterprise_columns(),
        Column(
            field="code",
            title="排放口编号",
            parser=Text(40),
            path="code",
            example="DA001",
            help="许可证上的编号，同一企业内不重复",
            synonyms=("编号", "排口编号", "排污口编号"),
        ),
        Column(
            field="name",
            title="排放口名称",
            parser=Text(80),
            path="name",
            required=True,
            example="窑尾排放口",
            synonyms=("名称", "排口名称", "排污口名称", "outlet_name"),
        ),
        medium_column(),
        *place_columns(),
    ),
    fields=("enterprise_id", "code", "name", "medium", "longitude", "latitude", "datum"),
    keys=(_code, _name),
    uniques=(Unique("同一企业的排放口编号", "code", _code),),
    settle=_settle,
    review=_review,
)
