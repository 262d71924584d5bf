"""Programs that push values over HTTP."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.registry.acts import Act
from bihuan.registry.models import MonitoringPoint, PushSource
from bihuan.registry.permission import MAY_REGISTER, require_points
from bihuan.registry.push_key import key_hash
from bihuan.registry.services.device_history import because, tell_key
from bihuan.registry.services.history import FieldChange, record_birth, record_change


@transaction.atomic
def create_push_source(
    name: str, *, points: Collection[MonitoringPoint], by: User | None, now: datetime
) -> tuple[PushSource, str]:
    """Let a program push values of certain points (新建推送来源).

    Returns:
        The source and its key in clear, which is shown once and kept nowhere.

    Raises:
        NotYours: a point is out of this person's reach.
    """
    require_points(points, by, MAY_REGISTER)
    key = _new_key()
    source = PushSource.objects.create(name=name, key_hash=key_hash(key), created_at=now)
    source.points.set(points)
    record_birth(source, because(Act.CREATE_PUSH_SOURCE, by, now))
    detail = {"points": sorted(point.pk for point in points)}
    record_act(user=by, action=Act.CREATE_PUSH_SOURCE, object=source, now=now, detail=detail)
    return source, key


@transaction.atomic
def renew_push_key(source: PushSource, *, by: User | None, now: datetime) -> str:
    """Give a source another key (更换推送密钥); the old one stops at once.

    Returns:
        The new key in clear, shown once.

    Raises:
        NotYours: one of its points is out of this person's reach.
    """
    require_points(list(source.points.all()), by, MAY_REGISTER)
    key = _new_key()
    PushSource.objects.filter(pk=source.pk).update(key_hash=key_hash(key))
    tell_key(source, because(Act.RENEW_PUSH_KEY, by, now))
    record_act(user=by, action=Act.RENEW_PUSH_KEY, object=source, now=now)
    return key


@transaction.atomic
def change_push_source(
    source: PushSource,
    *,
    points: Collection[MonitoringPoint],
    is_active: bool,
    by: User | None,
    now: datetime,
) -> None:
    """Change what a source may push, or switch it off (修改推送来源).

    Raises:
        NotYours: an old or new point is out of this person's reach.
    """
    before = list(source.points.all())
    require_points({*points, *before}, by, MAY_REGISTER)
    told = [
        FieldChange("points", "可推送的监测点", _named(before), _named(points)),
        FieldChange("is_active", "启用", _yes(source.is_active), _yes(is_active)),
    ]
    changes = [one for one in told if one.before != one.after]
    record_change(source, changes, because(Act.CHANGE_PUSH_SOURCE, by, now))
    PushSource.objects.filter(pk=source.pk).update(is_active=is_active)
    source.points.set(points)
    detail = {"points": sorted(point.pk for point in points), "is_active": is_active}
    record_act(user=by, action=Act.CHANGE_PUSH_SOURCE, object=source, now=now, detail=detail)


def _named(points: Collection[MonitoringPoint]) -> str:
    return "、".join(sorted(str(point) for point in points))


def _yes(is_active: bool) -> str:
    return "是" if is_active else "否"


def _new_key() -> str:
    return secrets.token_urlsafe(32)
