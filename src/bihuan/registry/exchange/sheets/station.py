"""Stations of the air network (站点)."""

from collections.abc import Mapping, Sequence
from typing import Any

from bihuan.registry.exchange.lookup import Lookup, folded
from bihuan.registry.exchange.parser import Choice, Text
from bihuan.registry.exchange.reference import (
    district_column,
    doubt_place,
    key_column,
    place_columns,
    settle_district,
)
from bihuan.registry.exchange.sheet import Column, Draft, Sheet, Unique, Values
from bihuan.registry.models import FunctionalArea, Station, StationClass

SHORT = {"省控": "provincial", "乡镇站": "township", "乡镇": "township", "微站": "micro"}


def _settle(draft: Draft, look: Lookup) -> None:
    settle_district(draft, look)
    owner = draft.take("owner")
    if owner is None:
        return
    found = look.organisations.get(folded(owner), [])
    if owner and len(found) != 1:
        draft.doubt("owner", f"单位“{owner}”不在单位名录中或有重名，产权单位未填写")
    elif found:
        draft.values["owner_id"] = found[0]


def _review(drafts: Sequence[Draft], known: Mapping[Any, Values], look: Lookup) -> None:
    for draft in drafts:
        doubt_place(draft, draft.merged(known))


def _code(values: Values) -> Any:
    return values.get("code") or None


def _township(values: Values) -> Any:
    is_one = values.get("station_class") == StationClass.TOWNSHIP
    return values.get("district_id") if is_one else None


STATIONS = Sheet(
    key="stations",
    title="站点",
    note="每行一个空气或气象站点；每个乡镇（街道）至多一个乡镇站。",
    model=Station,
    rows=Station.objects.visible_to,
    columns=(
        key_column("站点平台编号"),
        Column(
            field="code",
            title="站点编码",
            parser=Text(40),
            path="code",
            required=True,
            example="GY-T-05",
            help="全平台不重复，再次导入时凭它识别",
            synonyms=("编码", "站点编号", "站号", "点位编码"),
        ),
        Column(
            field="name",
            title="站点名称",
            parser=Text(80),
            path="name",
            required=True,
            example="大峪沟站",
            synonyms=("名称", "站名", "点位名称"),
        ),
        Column(
            field="station_class",
            title="站点类别",
            parser=Choice(dict(StationClass.choices), SHORT),
            path="station_class",
            required=True,
            example="乡镇（街道）站",
            synonyms=("类别", "站点类型", "级别"),
        ),
        Column(
            field="functional_area",
            title="环境空气功能区",
            parser=Choice(dict(FunctionalArea.choices), {"一类": "class1", "二类": "class2"}),
            path="functional_area",
            example="二类区",
            synonyms=("功能区", "功能区类别"),
        ),
        district_column(),
        Column(
            field="owner",
            title="产权单位",
            parser=Text(120),
            path="owner__name",
            help="单位名录中的全称",
            synonyms=("所属单位", "建设单位"),
        ),
        *place_columns(),
    ),
    fields=(
        "code",
        "name",
        "station_class",
        "functional_area",
        "district_id",
        "owner_id",
        "longitude",
        "latitude",
        "datum",
    ),
    keys=(_code,),
    uniques=(
        Unique("站点编码", "code", _code),
        Unique("乡镇（街道）站，每个乡镇（街道）一个", "district", _township),
    ),
    settle=_settle,
    review=_review,
)
