"""The audit trail of every room's acts."""

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
    person = user if isinstance(user, User) else None
    return AuditEntry.objects.create(
        at=now,
        user=person,
        user_name=_name(user),
        action=action.value,
        action_name=action.label,
        object_kind=object._meta.label_lower if object else "",
        object_id=str(object.pk) if object else "",
        object_name=str(object)[:200] if object else "",
        detail=detail or {},
        address=address or getattr(user, "request_address", None),
        succeeded=succeeded,
    )


def _name(user: User | AnonymousUser | None) -> str:
    if user is None:
        return "平台"
    return str(user) if isinstance(user, User) else "未登录"
