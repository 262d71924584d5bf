"""Devices and how they are heard; passwords and keys are never told."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.page import Page, PageQuery, page_of
from bihuan.accounts.api.problem import PROBLEMS
from bihuan.accounts.models import User
from bihuan.accounts.token.scope import Scope
from bihuan.registry.api.asked import ALL, ONE, Key, Words, only, who
from bihuan.registry.models import Device, DeviceEdition
from bihuan.registry.queries.words import containing

router = Router(tags=["台账"], auth=bearer(Scope.READ_REGISTRY))


class DeviceOut(Schema):
    """A data collector (数采仪) with its last known state."""

    id: int = Field(description="设备编号（平台）", examples=[9])
    mn: str = Field(description="设备唯一标识 MN", examples=["410181A8900016F0"])
    name: str = Field(description="名称")
    edition: DeviceEdition = Field(description="HJ 212 版本")
    system_code: str = Field(description="系统编码 ST", examples=["31"])
    carrier: str = Field(description="通信运营商")
    realtime_interval_s: int = Field(description="实时数据间隔（秒）", examples=[60])
    minute_interval_min: int = Field(description="分钟数据间隔（分钟）", examples=[10])
    is_active: bool = Field(description="是否启用")
    connected: bool | None = Field(description="是否在线，从未上线为 null")
    last_packet_at: datetime | None = Field(description="最后有效报文时间")
    last_data_time: datetime | None = Field(description="最新数据时间")


class DevicePage(Page):
    """A page of devices."""

    items: list[DeviceOut] = Field(description="本页的设备")


class DeviceQuery(PageQuery):
    """Which devices."""

    text: Words = Field(default="", description="名称或 MN 中包含的一段")
    connected: bool | None = Field(default=None, description="是否在线")


def _devices(user: User) -> Any:
    columns = (
        "id",
        "mn",
        "name",
        "edition",
        "system_code",
        "carrier",
        "realtime_interval_s",
        "minute_interval_min",
        "is_active",
    )
    return Device.objects.visible_to(user).values(
        *columns,
        connected=F("state__connected"),
        last_packet_at=F("state__last_packet_at"),
        last_data_time=F("state__last_data_time"),
    )


@router.get("/devices", response={200: DevicePage, **PROBLEMS}, summary="设备列表", description=ALL)
def devices(request: HttpRequest, asked: Query[DeviceQuery]) -> dict[str, Any]:
    """The devices that this person sees."""
    rows = _devices(who(request)).filter(containing(asked.text, "name", "mn"))
    if asked.connected is not None:
        rows = rows.filter(state__connected=asked.connected)
    return page_of(rows, asked)


@router.get(
    "/devices/{key}", response={200: DeviceOut, **PROBLEMS}, summary="一台设备", description=ONE
)
def device(request: HttpRequest, key: Path[Key]) -> dict[str, Any]:
    """One device."""
    return only(_devices(who(request)), pk=key)
