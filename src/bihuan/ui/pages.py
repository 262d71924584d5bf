"""Rendering (页面与局部): the part that HTMX fetches is the template that the page includes."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from bihuan.ui.request import PageRequest


def render_page(
    request: PageRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    parts: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or the part whose element HTMX wants to replace (局部刷新).

    Args:
        request: tells through HTMX's headers which element is the target.
        template: the whole page; it includes the templates of its parts.
        context: for either.
        parts: id of the element to the template of what stands inside it.
        status: of the answer.
    """
    htmx = request.htmx
    wants_part = bool(htmx) and not htmx.boosted and not htmx.history_restore_request
    part = (parts or {}).get(htmx.target or "") if wants_part else None
    response = render(request, part or template, dict(context), status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def page_of(rows: Any, request: PageRequest, *, size: int = 50) -> Page[Any]:
    """The page of a list that the address asks for (分页); a wrong number gives the nearest page.

    Args:
        rows: anything that can be counted and sliced.
        request: its query string may say ``page``.
        size: rows a page.
    """
    return Paginator(rows, size).get_page(request.GET.get("page"))
