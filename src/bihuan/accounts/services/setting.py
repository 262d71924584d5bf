"""Changing settings, and taking a change back."""

from datetime import datetime

from django.db import transaction

from bihuan.accounts.acts import Act
from bihuan.accounts.error import NotYours
from bihuan.accounts.models import SettingValue, User
from bihuan.accounts.services.audit import record_act
from bihuan.accounts.setting import SettingKind, Value, WrongValue, checked, kind_of


@transaction.atomic
def change_setting(
    kind: SettingKind,
    value: Value,
    *,
    reason: str,
    by: User | None,
    now: datetime,
    start: datetime | None = None,
) -> SettingValue:
    """Give a setting a new value from a moment on (修改配置); the old ones stay.

    Args:
        kind: a registered setting.
        value: of its shape.
        reason: why, one sentence.
        by: whose act; None is the platform itself.
        now: time of the act. [aware]
        start: from when it counts; at once where left out. Never in the past.

    Raises:
        NotYours: the setting is another administrator's business.
        WrongValue: the value does not fit, the reason is empty or the start lies in the past.
    """
    require_administrator(kind, by)
    _require_told(reason, start, now)
    row = SettingValue.objects.create(
        key=kind.key,
        value=checked(kind, value),
        start=start or now,
        reason=reason,
        by=by,
        at=now,
    )
    detail = {
        "setting": kind.label,
        "before": kind.words(_before(kind, row)),
        "after": kind.words(value),
        "start": row.start.isoformat(),
        "reason": reason,
    }
    record_act(user=by, action=Act.CHANGE_SETTING, object=row, now=now, detail=detail)
    return row


def _require_told(reason: str, start: datetime | None, now: datetime) -> None:
    if not reason.strip():
        raise WrongValue("请填写修改原因")
    if start is not None and start < now:
        raise WrongValue("生效时间不能早于现在")


def roll_back(change: SettingValue, *, reason: str, by: User, now: datetime) -> SettingValue:
    """Give a setting the value that this change gave it, again (回退配置).

    Raises:
        NotYours: the setting is another administrator's business.
        WrongValue: the setting is gone, or can no longer take that value.
    """
    kind = kind_of(change.key)
    if kind is None:
        raise WrongValue(f"配置项 {change.key} 已不存在")
    return change_setting(kind, change.value, reason=reason, by=by, now=now)


def require_administrator(kind: SettingKind, by: User | None) -> None:
    """Let the platform itself pass (by None), and the administrator whose business it is.

    Raises:
        NotYours: anybody else.
    """
    if by is not None and not by.may_act_as({kind.changed_by}):
        raise NotYours(f"{kind.label}由{kind.changed_by.label}修改")


def _before(kind: SettingKind, row: SettingValue) -> Value:
    older = SettingValue.objects.filter(key=kind.key, start__lte=row.start).exclude(pk=row.pk)
    values = older.order_by("-start", "-id").values_list("value", flat=True)
    return next(iter(values[:1]), kind.default)
