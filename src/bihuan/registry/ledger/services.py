"""Acts of daily work on the ledger: register, change, set for many (台账登记与变更)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.registry.acts import Act
from bihuan.registry.error import RegistryError
from bihuan.registry.ledger.difference import differences, words_of
from bihuan.registry.ledger.ledger import Ledger
from bihuan.registry.models import ChangeWay
from bihuan.registry.queries.history import newest_change
from bihuan.registry.search.registered import kind_of
from bihuan.registry.search.upkeep import refresh
from bihuan.registry.services.directory import bump_directory
from bihuan.registry.services.history import (
    Because,
    FieldChange,
    ObjectChange,
    record_birth,
    record_change,
    record_changes,
)

MOST_AT_ONCE = 1000


class ChangedMeanwhile(RegistryError):
    """Somebody else changed the object while the form was open."""

    def __init__(self) -> None:
        super().__init__(
            "在您填写期间该记录已被他人修改；您填写的内容仍保留在下方，请核对后再次保存"
        )


class TooMany(RegistryError):
    """More rows than one act may change."""

    def __init__(self, count: int) -> None:
        super().__init__(f"选中了 {count} 条，一次最多修改 {MOST_AT_ONCE} 条，请分批处理")


@transaction.atomic
def register_object(ledger: Ledger, row: Model, *, reason: str, by: User, now: datetime) -> Model:
    """Register an object (登记台账对象).

    Args:
        ledger: its list.
        row: not saved yet.
        reason: why.
        by: whose act.
        now: time of the act. [aware]

    Raises:
        NotYours: the new object is out of this person's reach; nothing was written.
        NoReason: nobody said why.
    """
    row.save(force_insert=True)
    _require_within(ledger, [row.pk], by)
    record_birth(row, Because(by, now, reason, ChangeWay.FORM))
    _told(ledger, row, Act.REGISTER_OBJECT, {"list": ledger.title, "reason": reason}, by, now)
    _make_known(ledger, [row.pk])
    return row


@transaction.atomic
def change_object(
    ledger: Ledger, row: Model, *, seen: int, reason: str, by: User, now: datetime
) -> int:
    """Change an object (修改台账对象); every field that differs enters its history.

    Args:
        ledger: its list.
        row: with the new values, not saved yet.
        seen: number of the newest record of its history that the person saw.
        reason: why.
        by: whose act.
        now: time of the act. [aware]

    Returns:
        How many fields changed.

    Raises:
        ChangedMeanwhile: somebody was faster; nothing was written.
        NotYours: the object is, or would come, out of this person's reach.
        NoReason: nobody said why.
    """
    model: Any = ledger.sheet.model
    before = model._default_manager.order_by().select_for_update(of=("self",)).get(pk=row.pk)
    if newest_change(before) != seen:
        raise ChangedMeanwhile
    _require_within(ledger, [row.pk], by)
    names = [*ledger.fields, *({"datum"} & {one.name for one in model._meta.fields})]
    changes = differences(before, row, names)
    if not changes:
        return 0
    row.save()
    _require_within(ledger, [row.pk], by)
    record_change(row, changes, Because(by, now, reason, ChangeWay.FORM))
    detail = {"list": ledger.title, "fields": [one.title for one in changes], "reason": reason}
    _told(ledger, row, Act.CHANGE_OBJECT, detail, by, now)
    _make_known(ledger, [row.pk])
    return len(changes)


@transaction.atomic
def change_many(
    ledger: Ledger,
    keys: Collection[Any],
    *,
    field: str,
    value: str,
    reason: str,
    by: User,
    now: datetime,
) -> int:
    """Set one field of many objects (批量修改); those that hold the value already stay untouched.

    Returns:
        How many objects changed.

    Raises:
        TooMany: more than one act may change.
        NotYours: an object is out of this person's reach; nothing was written.
        NoReason: nobody said why.
    """
    if len(keys) > MOST_AT_ONCE:
        raise TooMany(len(keys))
    _require_within(ledger, keys, by)
    model: Any = ledger.sheet.model
    column = model._meta.get_field(field)
    rows = list(model._default_manager.order_by().filter(pk__in=keys).exclude(**{field: value}))
    label = str(dict(column.choices)[value])
    changes = [
        ObjectChange(
            model._meta.label_lower,
            row.pk,
            str(row),
            [FieldChange(field, str(column.verbose_name), words_of(row, column), label)],
        )
        for row in rows
    ]
    model._default_manager.filter(pk__in=[row.pk for row in rows]).update(**{field: value})
    record_changes(changes, Because(by, now, reason, ChangeWay.FORM))
    detail = {"list": ledger.title, "field": field, "value": value, "rows": len(rows)}
    record_act(user=by, action=Act.CHANGE_MANY, object=None, now=now, detail=detail)
    _make_known(ledger, [row.pk for row in rows])
    return len(rows)


def _require_within(ledger: Ledger, keys: Collection[Any], by: User) -> None:
    within = ledger.sheet.rows(by, roles=ledger.writers).order_by().filter(pk__in=keys)
    if not ledger.may_write(by) or within.count() != len(set(keys)):
        raise NotYours(f"所填的{ledger.title}不在您的管理范围内")


def _told(
    ledger: Ledger, row: Model, act: Act, detail: dict[str, Any], by: User, now: datetime
) -> None:
    record_act(user=by, action=act, object=row, now=now, detail=detail)
    if ledger.sheet.directory:
        bump_directory()


def _make_known(ledger: Ledger, keys: Collection[int]) -> None:
    if kind := kind_of(ledger.sheet.model):
        refresh(kind, keys)
