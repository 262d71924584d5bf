"""Who may open the room's pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpResponseBase

from bihuan.accounts.scope import ScopedQuerySet
from bihuan.accounts.views.access import person
from bihuan.air.permission import may_see_air
from bihuan.air.site import Site, all_sites, sites_of
from bihuan.ui.request import PageRequest

M = TypeVar("M", bound=Model)
View = Callable[..., HttpResponseBase]


def air_page(view: View) -> View:
    """Let in only people whose posts reach a district: firms and administrators have no air."""

    @wraps(view)
    def guarded(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_air(person(request)):
            raise PermissionDenied("您的岗位没有空气质量数据的查看范围")
        return view(request, *args, **kwargs)

    return guarded


def the_site(request: PageRequest, pk: int) -> Site:
    """The station of that key.

    Raises:
        Http404: there is none.
        PermissionDenied: it lies outside the person's scope.
    """
    for site in sites_of(person(request), request.now):
        if site.station == pk:
            return site
    if any(site.station == pk for site in all_sites(request.now)):
        raise PermissionDenied("该站点不在您的管理范围内")
    raise Http404(f"没有编号为 {pk} 的站点")


def row_of(rows: ScopedQuerySet[M], request: PageRequest, pk: int) -> M:
    """The row of that key, if it lies within the person's scope.

    Raises:
        Http404: there is none.
        PermissionDenied: it lies outside.
    """
    found = rows.visible_to(person(request)).filter(pk=pk).first()
    if found is not None:
        return found
    name = rows.model._meta.verbose_name
    if rows.filter(pk=pk).exists():
        raise PermissionDenied(f"该{name}不在您的管理范围内")
    raise Http404(f"没有编号为 {pk} 的{name}")
