"""Acts on accounts, and the audit trail of every room's acts."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, TextChoices

from bihuan.accounts.acts import Act
from bihuan.accounts.error import NotYours, PostsConflict
from bihuan.accounts.models import AuditEntry, Post, User
from bihuan.accounts.roles import Role


def record_act(
    *,
    user: User | AnonymousUser | None,
    action: TextChoices,
    object: Model | None,
    now: datetime,
    detail: dict[str, Any] | None = None,
    address: str | None = None,
) -> AuditEntry:
    """Append one act to the audit trail (留痕), in the caller's transaction.

    Args:
        user: who did it; None is the platform itself.
        action: member of the room's own list of acts; code and Chinese name are both kept.
        object: what was acted on; None where nothing can be named.
        now: when. [aware]
        detail: what a reader needs later; JSON values only, never a password.
        address: where from; what the middleware noted on the user where left out.
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
    )


@transaction.atomic
def give_post(post: Post, *, by: User | None, now: datetime) -> Post:
    """Give a person a post (授予岗位).

    The three administrators (系统、安全、审计) hold no other post, so that nobody watches himself.

    Args:
        post: not saved yet.
        by: whose act, a security administrator; None is the platform itself.
        now: time of the act. [aware]

    Raises:
        PostsConflict: the person holds it already, or posts that exclude it.
        NotYours: `by` is no security administrator, or gives the post to himself.
    """
    _require_security(post.user, by)
    User.objects.select_for_update().get(pk=post.user_id)
    try:
        post.full_clean()
    except ValidationError as error:
        raise PostsConflict("；".join(error.messages)) from error
    post.save(force_insert=True)
    _forget_scope(post.user)
    record_act(user=by, action=Act.GIVE_POST, object=post.user, now=now, detail=_detail(post))
    return post


@transaction.atomic
def take_post(post: Post, *, by: User | None, now: datetime) -> None:
    """Switch a person's post off (停用岗位); it stays in the records.

    Raises:
        NotYours: `by` is no security administrator, or acts on himself.
    """
    _require_security(post.user, by)
    Post.objects.filter(pk=post.pk).update(is_active=False)
    _forget_scope(post.user)
    record_act(user=by, action=Act.TAKE_POST, object=post.user, now=now, detail=_detail(post))


@transaction.atomic
def change_profile(user: User, *, phone: str, now: datetime) -> None:
    """Change one's own telephone number (修改个人资料); the number itself is not put on record."""
    user.phone = phone
    user.save(update_fields=["phone"])
    record_act(user=user, action=Act.CHANGE_PROFILE, object=user, now=now)


def _require_security(person: User, by: User | None) -> None:
    if by is None:
        return
    if not by.is_active or not by.data_scope.holds(Role.SECURITY_ADMIN):
        raise NotYours("只有安全管理员可以授予或停用岗位")
    if by.pk == person.pk:
        raise NotYours("不能变更本人的岗位")


def _forget_scope(user: User) -> None:
    user.__dict__.pop("data_scope", None)


def _detail(post: Post) -> dict[str, Any]:
    return {"role": post.role, "district": post.district_id, "organisation": post.organisation_id}


def _name(user: User | AnonymousUser | None) -> str:
    if user is None:
        return "平台"
    return str(user) if isinstance(user, User) else "未登录"
