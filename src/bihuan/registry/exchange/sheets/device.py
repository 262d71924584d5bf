"""Devices (数采设备)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import QueryDict

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.registry.device_password import password_hash
from bihuan.registry.exchange.lookup import Lookup
from bihuan.registry.exchange.parser import Addresses, Choice, Text, Whole, YesNo
from bihuan.registry.exchange.reference import point_columns, settle_point
from bihuan.registry.exchange.sheet import Column, Draft, Made, Sheet, Unique, Values
from bihuan.registry.forms.listing import DeviceForm
from bihuan.registry.models import Device, DeviceAssignment, DeviceEdition
from bihuan.registry.queries import device_list
from bihuan.registry.services.new_device import BEFORE_ALL_DATA


def _rows(user: User, *, roles: Collection[Role] | None = None) -> QuerySet[Device]:
    running = DeviceAssignment.objects.filter(device=OuterRef("pk"), end__isnull=True)
    first = running.order_by("system_code", "pk")
    return Device.objects.visible_to(user, roles=roles).annotate(
        serving_key=Subquery(first.values("point_id")[:1]),
        serving_name=Subquery(first.values("point__name")[:1]),
    )


def _narrow(query: QueryDict, user: User) -> QuerySet[Device]:
    chosen = DeviceForm(query).filter()
    return _rows(user).filter(pk__in=device_list(chosen, user=user).keys())


def _settle(draft: Draft, look: Lookup) -> None:
    point, password, mn = settle_point(draft, look), draft.take("password"), draft.values.get("mn")
    if password and mn:
        draft.values["password_hash"] = password_hash(mn, password)
    if point is not None:
        draft.extra["point"] = point


def _review(drafts: Sequence[Draft], known: Mapping[Any, Values], look: Lookup) -> None:
    for draft in drafts:
        point, mn = draft.extra.get("point"), draft.merged(known).get("mn", "")
        if draft.known is None:
            if point is None and not draft.is_bad:
                draft.bad("point_name", "新设备须写明监测点编号或名称，数据才有归属")
        elif point is not None and point not in look.served.get(mn, ()):
            draft.doubt(
                "point_name", "与设备当前关联的监测点不同；更换关联请在设备页办理，导入不改"
            )


def _mn(values: Values) -> Any:
    return values.get("mn") or None


def _assigned(rows: list[Any], look: Lookup, now: datetime) -> Made:
    """Each new device serves its point; from the beginning where the point never had another."""
    points = {row.written: row.extra["point"] for row in rows}
    before = DeviceAssignment.objects.filter(point_id__in=set(points.values()))
    taken = set(before.values_list("point_id", flat=True))
    spells = []
    for device, point in points.items():
        start = now if point in taken else BEFORE_ALL_DATA
        spells.append(DeviceAssignment(device_id=device, point_id=point, start=start))
        taken.add(point)
    DeviceAssignment.objects.bulk_create(spells, batch_size=1000)
    return [(DeviceAssignment._meta.label, [spell.pk for spell in spells])]


DEVICES = Sheet(
    key="devices",
    title="数采设备",
    note="每行一台数采仪，凭 MN 识别；新设备须写明它服务的监测点。",
    model=Device,
    rows=_rows,
    columns=(
        Column(
            field="mn",
            title="MN",
            parser=Text(40),
            path="mn",
            required=True,
            example="GYSN0000000000000000001A",
            help="设备唯一标识；请存为文本",
            synonyms=("设备唯一标识", "设备唯一标识MN", "MN号", "数采仪编号", "设备编号"),
        ),
        Column(
            field="name",
            title="设备名称",
            parser=Text(120),
            path="name",
            required=True,
            example="窑尾数采仪",
            synonyms=("名称", "数采仪名称"),
        ),
        *point_columns("serving_key", "serving_name"),
        Column(
            field="edition",
            title="协议版本",
            parser=Choice(
                dict(DeviceEdition.choices),
                {"HJ212-2005": "2005", "HJ212-2017": "2017", "HJ212-2025": "2025"},
            ),
            path="edition",
            example="HJ 212-2017",
            synonyms=("版本", "通信协议"),
        ),
        Column(
            field="system_code",
            title="系统编码",
            parser=Text(4),
            path="system_code",
            example="31",
            synonyms=("ST", "系统编码ST"),
        ),
        Column(
            field="password",
            title="访问密码",
            parser=Text(20),
            help="平台侧访问密码；加密保存，不导出；留空则不改",
            synonyms=("密码", "PW"),
            secret=True,
        ),
        Column(
            field="allowed_addresses",
            title="允许的来源地址",
            parser=Addresses(),
            path="allowed_addresses",
            help="留空表示不限制",
            synonyms=("IP", "来源地址"),
        ),
        Column(
            field="carrier",
            title="通信运营商",
            parser=Text(40),
            path="carrier",
            example="中国移动",
            synonyms=("运营商", "线路"),
        ),
        Column(field="time_out_s", title="超时时间（秒）", parser=Whole(1, 99), path="time_out_s"),
        Column(field="repeats", title="重发次数", parser=Whole(1, 99), path="repeats"),
        Column(
            field="realtime_interval_s",
            title="实时数据间隔（秒）",
            parser=Whole(1, 32767),
            path="realtime_interval_s",
        ),
        Column(
            field="minute_interval_min",
            title="分钟数据间隔（分钟）",
            parser=Whole(1, 32767),
            path="minute_interval_min",
        ),
        Column(
            field="is_active",
            title="启用",
            parser=YesNo(),
            path="is_active",
            example="是",
            synonyms=("是否启用",),
        ),
    ),
    fields=(
        "mn",
        "name",
        "edition",
        "system_code",
        "password_hash",
        "allowed_addresses",
        "carrier",
        "time_out_s",
        "repeats",
        "realtime_interval_s",
        "minute_interval_min",
        "is_active",
    ),
    keys=(_mn,),
    uniques=(Unique("MN", "mn", _mn),),
    settle=_settle,
    review=_review,
    narrow=_narrow,
    after=_assigned,
    directory=True,
)
