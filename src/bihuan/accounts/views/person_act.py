"""Acts on one account: posts, disable, enable, reset, unlock, unbind (账号操作)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from axes.utils import reset as reset_lock
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from bihuan.accounts.acts import Act
from bihuan.accounts.error import PostsConflict
from bihuan.accounts.forms.people import PostForm
from bihuan.accounts.forms.setting import ReasonForm
from bihuan.accounts.models import Post, User
from bihuan.accounts.roles import Role
from bihuan.accounts.services import give_post, record_act, take_post
from bihuan.accounts.services.person import disable_person, enable_person, reset_password
from bihuan.accounts.services.post import require_security
from bihuan.accounts.services.second_factor import remove_factor
from bihuan.accounts.views.access import person, post_page
from bihuan.accounts.views.people import first_password_page, visible_person
from bihuan.ui.request import PageRequest

Deed = Callable[..., HttpResponse | str]


def _act(deed: Deed) -> Callable[..., HttpResponse]:
    """A POST by a security administrator on one account, back to its file."""

    @require_POST
    @post_page(Role.SECURITY_ADMIN)
    @wraps(deed)
    def view(request: PageRequest, pk: int, **more: Any) -> HttpResponse:
        done = deed(request, visible_person(request, pk), **more)
        if isinstance(done, HttpResponse):
            return done
        messages.success(request, done)
        return redirect("accounts:person", pk)

    return view  # type: ignore[return-value]


def _reason(request: PageRequest) -> str:
    form = ReasonForm(request.POST)
    return form.cleaned_data["reason"] if form.is_valid() else ""


@_act
def give(request: PageRequest, found: User) -> HttpResponse | str:
    """Give a post (授予岗位); what is wrong is said on the person's file."""
    form = PostForm(request.POST)
    if form.is_valid():
        try:
            post = give_post(form.post(found), by=person(request), now=request.now)
            return f"已授予{post.get_role_display()}。"
        except PostsConflict as error:
            form.add_error(None, str(error))
    for name, sentences in form.errors.items():
        label = form.fields[name].label if name in form.fields else "岗位"
        messages.error(request, f"{label}：{'；'.join(map(str, sentences))}")
    return redirect("accounts:person", found.pk)


@_act
def take(request: PageRequest, found: User, post: int) -> str:
    """Switch a post off (停用岗位)."""
    held = get_object_or_404(Post, pk=post, user=found)
    take_post(held, by=person(request), now=request.now)
    return f"已停用{held.get_role_display()}。"


@_act
def disable(request: PageRequest, found: User) -> HttpResponse | str:
    """Close the account (停用账号)."""
    if not (reason := _reason(request)):
        messages.error(request, "请填写停用原因。")
        return redirect("accounts:person", found.pk)
    disable_person(found, reason=reason, by=person(request), now=request.now)
    return f"{found} 的账号已停用，其会话随即失效。"


@_act
def enable(request: PageRequest, found: User) -> HttpResponse | str:
    """Open it again (启用账号)."""
    if not (reason := _reason(request)):
        messages.error(request, "请填写启用原因。")
        return redirect("accounts:person", found.pk)
    enable_person(found, reason=reason, by=person(request), now=request.now)
    return f"{found} 的账号已启用。"


@_act
def reset(request: PageRequest, found: User) -> HttpResponse:
    """A new first password, shown once (重置密码)."""
    password = reset_password(found, by=person(request), now=request.now)
    return first_password_page(request, found, password)


@_act
def unlock(request: PageRequest, found: User) -> str:
    """Forget the failures that lock the account (解除锁定)."""
    by = person(request)
    require_security(found, by)
    reset_lock(username=found.username)
    record_act(user=by, action=Act.UNLOCK_PERSON, object=found, now=request.now)
    return f"{found} 的锁定已解除。"


@_act
def unbind(request: PageRequest, found: User) -> str:
    """Forget the authenticator (解除动态口令)."""
    remove_factor(found, by=person(request), now=request.now)
    return f"{found} 的动态口令已解除，下次登录时重新绑定。"
