"""Monitoring points (监测点)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from bihuan.accounts.models import User
from bihuan.registry.exchange.lookup import Lookup, folded
from bihuan.registry.exchange.parser import Text, YesNo
from bihuan.registry.exchange.reference import (
    district_column,
    enterprise_columns,
    key_column,
    settle_district,
    settle_enterprise,
)
from bihuan.registry.exchange.sheet import Column, Draft, Sheet, Values
from bihuan.registry.exchange.sheets.outlet import medium_column
from bihuan.registry.forms.listing import PointForm
from bihuan.registry.models import MonitoringPoint
from bihuan.registry.queries import point_list


def _narrow(query: QueryDict, user: User) -> QuerySet[MonitoringPoint]:
    chosen = PointForm(query, user=user).filter()
    return MonitoringPoint.objects.filter(pk__in=point_list(chosen, user=user).keys())


def _settle(draft: Draft, look: Lookup) -> None:
    settle_district(draft, look)
    station = draft.take("station")
    enterprise = settle_enterprise(draft, look)
    code, name = draft.take("outlet_code") or "", draft.take("outlet_name") or ""
    if station and enterprise is not None:
        draft.bad("station", "监测点只能属于一个排放口或一个站点，不能同时填写企业和站点")
    elif station:
        _at_station(draft, look, station)
    elif enterprise is not None:
        _at_outlet(draft, look, enterprise, code=code, name=name)


def _at_station(draft: Draft, look: Lookup, code: str) -> None:
    if code not in look.stations:
        draft.bad("station", f"站点编码“{code}”不在台账中，或不在您的管理范围内")
        return
    station, district = look.stations[code]
    draft.values |= {"station_id": station, "outlet_id": None}
    draft.values.setdefault("district_id", district)


def _at_outlet(draft: Draft, look: Lookup, enterprise: int, *, code: str, name: str) -> None:
    if not (code or name):
        draft.bad("outlet_code", "污染源监测点须填写排放口编号或排放口名称")
        return
    found = look.outlet(enterprise, code, name)
    if len(found) != 1:
        many = f"有 {len(found)} 个同名排放口，请填写排放口编号" if found else "没有此排放口"
        draft.bad("outlet_code", f"该企业{many}：“{code or name}”")
        return
    draft.values |= {"outlet_id": found[0], "station_id": None}
    draft.values.setdefault("district_id", look.enterprises[enterprise][2])


def _review(drafts: Sequence[Draft], known: Mapping[Any, Values], look: Lookup) -> None:
    for draft in drafts:
        values = draft.merged(known)
        if not (values.get("outlet_id") or values.get("station_id") or draft.is_bad):
            draft.bad("outlet_code", "须填写企业和排放口，或填写站点编码")


def _name(values: Values) -> Any:
    place = (values.get("outlet_id"), values.get("station_id"))
    if "name" not in values or not any(place):
        return None
    return *place, folded(values["name"])


POINTS = Sheet(
    key="points",
    title="监测点",
    note="每行一个监测点，属于一个排放口或一个站点；监测因子和限值另有数据表。",
    model=MonitoringPoint,
    rows=MonitoringPoint.objects.visible_to,
    columns=(
        key_column("监测点编号"),
        Column(
            field="name",
            title="监测点名称",
            parser=Text(120),
            path="name",
            required=True,
            example="1#窑尾排放口",
            synonyms=("点位名称", "名称", "监测点"),
        ),
        medium_column(),
        Column(
            field="station",
            title="站点编码",
            parser=Text(40),
            path="station__code",
            help="空气和气象监测点填写；与企业、排放口二选一",
            synonyms=("所属站点", "站点编号"),
        ),
        *enterprise_columns("outlet__enterprise", required=False),
        Column(
            field="outlet_code",
            title="排放口编号",
            parser=Text(40),
            path="outlet__code",
            example="DA001",
            help="污染源监测点填写",
            synonyms=("排口编号", "排污口编号"),
        ),
        Column(
            field="outlet_name",
            title="排放口名称",
            parser=Text(80),
            path="outlet__name",
            help="没有编号的排放口凭名称识别",
            synonyms=("排口名称", "排放口", "排污口名称"),
        ),
        district_column(required=False),
        Column(
            field="is_active",
            title="启用",
            parser=YesNo(),
            path="is_active",
            example="是",
            synonyms=("是否启用", "状态"),
        ),
    ),
    fields=("name", "medium", "outlet_id", "station_id", "district_id", "is_active"),
    keys=(_name,),
    settle=_settle,
    review=_review,
    narrow=_narrow,
    directory=True,
)
