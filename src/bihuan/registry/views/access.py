"""Who may open a page: people with a business scope, and of a row those whose scope holds it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpResponseBase

from bihuan.accounts.models import User
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.accounts.views.access import person
from bihuan.ui.request import PageRequest

M = TypeVar("M", bound=Model)
View = Callable[..., HttpResponseBase]


def may_see_business(user: Any) -> bool:
    """Whether any business data are within this person's scope (有业务数据范围)."""
    if not user.is_authenticated:
        return False
    return (user.is_superuser and settings.DEMO) or not user.data_scope.is_empty


def require_business(user: Any) -> None:
    """Let pass only people with a business scope.

    Raises:
        PermissionDenied: an administrator's post, or none.
    """
    if not may_see_business(user):
        raise PermissionDenied("您的岗位没有业务数据的查看范围")


def business_page(view: View) -> View:
    """Let in only people with a business scope; administrators' posts have none."""

    @wraps(view)
    def guarded(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_business(person(request))
        return view(request, *args, **kwargs)

    return guarded


def visible(rows: ScopedQuerySet[M], user: User, pk: int) -> M:
    """The row, if it exists and lies within the person's scope.

    Raises:
        Http404: there is none.
        PermissionDenied: it lies outside.
    """
    found = rows.visible_to(user).filter(pk=pk).first()
    if found is not None:
        return found
    name = rows.model._meta.verbose_name
    if rows.filter(pk=pk).exists():
        raise PermissionDenied(f"该{name}不在您的管理范围内")
    raise Http404(f"没有编号为 {pk} 的{name}")
