"""The history of what the registry says: one way in for forms, imports and administration."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from bihuan.accounts.models import User
from bihuan.registry.models import ChangeRecord, ChangeWay

BATCH = 2000
BORN, GONE = "登记", "删除"


@dataclass(frozen=True, slots=True)
class Because:
    """Who changes something, when, why and by which door (变更缘由); by None: the platform."""

    by: User | AnonymousUser | None
    now: datetime
    reason: str
    way: ChangeWay


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field in words before and after; `field` is empty where an object began or ended."""

    field: str
    title: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """What happened to one object."""

    kind: str
    key: object
    name: str
    fields: Sequence[FieldChange]


class NoReason(ValueError):
    """A change without a reason."""

    def __init__(self) -> None:
        super().__init__("请填写变更原因")


def record_change(row: Model, fields: Sequence[FieldChange], because: Because) -> int:
    """Put a change of one object into its history (记入变更记录), in the caller's transaction.

    Raises:
        NoReason: nobody said why.
    """
    change = ObjectChange(row._meta.label_lower, row.pk, str(row), fields)
    return record_changes([change], because)


def record_birth(row: Model, because: Because) -> int:
    """Put the beginning of an object into its history (登记)."""
    return record_change(row, [FieldChange("", BORN, after=str(row))], because)


def record_changes(changes: Iterable[ObjectChange], because: Because) -> int:
    """Put changes of many objects into their histories, in a few statements.

    Returns:
        How many fields changed.

    Raises:
        NoReason: nobody said why.
    """
    if not because.reason.strip():
        raise NoReason
    rows = [_record(one, field, because) for one in changes for field in one.fields]
    ChangeRecord.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _record(change: ObjectChange, field: FieldChange, because: Because) -> ChangeRecord:
    person = because.by if isinstance(because.by, User) else None
    return ChangeRecord(
        object_kind=change.kind,
        object_id=str(change.key),
        object_name=change.name[:200],
        field=field.field,
        title=field.title[:60],
        before=field.before,
        after=field.after,
        way=because.way,
        reason=because.reason.strip()[:300],
        by=person,
        by_name=str(person) if person else "平台",
        at=because.now,
    )
