"""The audit trail of every room's acts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, TextChoices

from bihuan.accounts.models import AuditEntry, User


def record_act(
    *,
    user: User | AnonymousUser | None,
    action: TextChoices,
    object: Model | None,
    now: datetime,
    detail: dict[str, Any] | None = None,
    address: str | None = None,
    succeeded: bool = True,
) -> AuditEntry:
    """Append one act to the audit trail (留痕), in the caller's transaction.

    Args:
        user: who did it; None is the platform itself.
        action: member of the room's own list of acts; code and Chinese name are both kept.
        object: what was acted on; None where nothing can be named.
        now: when. [aware]
        detail: what a reader needs later; JSON values only, never a password.
        address: where from; what the middleware noted on the user where left out.
        succeeded: false for what was tried and refused.
    """
    entry = _entry(user, action, object, now)
    entry.detail, entry.succeeded = detail or {}, succeeded
    entry.address = address or entry.address
    entry.save()
    return entry


def record_acts(
    *, user: User | None, action: TextChoices, objects: Sequence[Model], now: datetime
) -> None:
    """Append the same act on many objects (批量留痕), in the caller's transaction."""
    entries = [_entry(user, action, one, now) for one in objects]
    AuditEntry.objects.bulk_create(entries, batch_size=500)


def _entry(
    user: User | AnonymousUser | None, action: TextChoices, object: Model | None, now: datetime
) -> AuditEntry:
    return AuditEntry(
        at=now,
        user=user if isinstance(user, User) else None,
        user_name=_name(user),
        action=action.value,
        action_name=action.label,
        object_kind=object._meta.label_lower if object else "",
        object_id=str(object.pk) if object else "",
        object_name=str(object)[:200] if object else "",
        address=getattr(user, "request_address", None),
    )


def _name(user: User | AnonymousUser | None) -> str:
    if user is None:
        return "平台"
    return str(user) if isinstance(user, User) else "未登录"
