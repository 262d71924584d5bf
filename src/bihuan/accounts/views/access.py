"""Who may open a page of this room: holders of certain posts."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.ui.request import PageRequest

View = Callable[..., HttpResponseBase]


def person(request: PageRequest) -> User:
    """Who asks; the middleware has let in nobody who is not logged in."""
    return cast(User, request.user)


def post_page(*roles: Role) -> Callable[[View], View]:
    """Let in only people who hold one of these posts, wherever."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not person(request).may_act_as(roles):
                wanted = "、".join(role.label for role in roles)
                raise PermissionDenied(f"本页供{wanted}使用")
            return view(request, *args, **kwargs)

        return guarded

    return guard
