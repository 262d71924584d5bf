"""What the histories of devices, points and pushing programs keep of an act (设备变更记录).

A secret is told as set or not, never as it is.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from bihuan.accounts.models import User
from bihuan.registry.acts import Act
from bihuan.registry.models import ChangeWay, Device, MonitoringPoint
from bihuan.registry.services.history import BORN, Because, FieldChange, record_change

POINT, DEVICE, PASSWORD, KEY = "关联监测点", "数采设备", "平台侧访问密码", "推送密钥"
KEPT, NONE = "已设置（不显示）", "不校验"


def because(act: Act, by: User | None, now: datetime) -> Because:
    """An act of a service as the cause of a change."""
    return Because(by, now, str(act.label), ChangeWay.PLATFORM)


def tell_registered(device: Device, points: Iterable[MonitoringPoint], cause: Because) -> None:
    """A device began, serving these points."""
    record_change(device, [FieldChange("", BORN, after=str(device))], cause)
    for point in points:
        tell_assigned(device, point, cause)


def tell_assigned(
    device: Device, point: MonitoringPoint, cause: Because, *, codes: Iterable[str] = ("",)
) -> None:
    """A device's data belong to a point from now on; both remember it."""
    for code in codes:
        record_change(device, [FieldChange("points", POINT, after=_with(point, code))], cause)
        record_change(point, [FieldChange("devices", DEVICE, after=_with(device, code))], cause)


def tell_ended(
    device: Device, point: MonitoringPoint, cause: Because, *, codes: Iterable[str] = ("",)
) -> None:
    """A device's data belong to a point no longer; both remember it."""
    for code in codes:
        record_change(device, [FieldChange("points", POINT, before=_with(point, code))], cause)
        record_change(point, [FieldChange("devices", DEVICE, before=_with(device, code))], cause)


def tell_password(device: Device, before: str, after: str, cause: Because) -> None:
    """Another password is expected of a device, or none."""
    told = (KEPT if one else NONE for one in (before, after))
    record_change(device, [FieldChange("password_hash", PASSWORD, *told)], cause)


def tell_key(source: Model, cause: Because) -> None:
    """A pushing program has a new key."""
    record_change(source, [FieldChange("key_hash", KEY, after="已更换（不显示）")], cause)


def _with(row: Model, code: str) -> str:
    return f"{row}（系统编码 {code}）" if code else str(row)
