"""Giving and taking posts."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from bihuan.accounts.acts import Act
from bihuan.accounts.error import NotYours, PostsConflict
from bihuan.accounts.models import Post, User
from bihuan.accounts.roles import Role
from bihuan.accounts.services.audit import record_act


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
    require_security(post.user, by)
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
    require_security(post.user, by)
    Post.objects.filter(pk=post.pk).update(is_active=False)
    _forget_scope(post.user)
    record_act(user=by, action=Act.TAKE_POST, object=post.user, now=now, detail=_detail(post))


def require_security(person: User, by: User | None) -> None:
    """Let the platform itself pass (by None), and security administrators, not on themselves.

    Raises:
        NotYours: anybody else.
    """
    if by is None:
        return
    if not by.is_active or not by.data_scope.holds(Role.SECURITY_ADMIN):
        raise NotYours("只有安全管理员可以管理账号与岗位")
    if by.pk == person.pk:
        raise NotYours("不能变更本人的账号与岗位")


def _forget_scope(user: User) -> None:
    user.__dict__.pop("data_scope", None)


def _detail(post: Post) -> dict[str, Any]:
    detail: dict[str, Any] = {
        "role": post.role,
        "district": post.district_id,
        "organisation": post.organisation_id,
    }
    if post.systems:
        detail["systems"] = post.systems
    for name in ("start", "end"):
        if moment := getattr(post, name):
            detail[name] = moment.isoformat()
    return detail
