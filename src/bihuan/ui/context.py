"""What every template finds (页面上下文): product, menu of the reader, age of the data."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from bihuan.ui import bell, freshness, menu, search_box
from bihuan.ui.manual.book import files
from bihuan.ui.release import release_words
from bihuan.ui.request import PageRequest

PRODUCT = "碧环"
SUBTITLE = "生态环境智慧监管平台"
MENU_COOKIE = "bihuan_menu"
"""Set by the menu's button: "small" shows icons only."""


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor that the settings name; costs nothing until a template asks."""
    ours = cast(PageRequest, request)
    return {
        "product": PRODUCT,
        "subtitle": SUBTITLE,
        "release": release_words(),
        "menu": SimpleLazyObject(lambda: menu.entries(request.user, request.path)),
        "menu_is_small": request.COOKIES.get(MENU_COOKIE) == "small",
        "manual_address": SimpleLazyObject(lambda: manual_address(request)),
        "search_address": SimpleLazyObject(lambda: search_box.address_for(request.user)),
        "freshness": SimpleLazyObject(lambda: freshness.freshness(ours.now)),
        "bell": SimpleLazyObject(lambda: bell.bell_for(request.user)),
        "now": getattr(request, "now", None),
    }


def manual_address(request: HttpRequest) -> str:
    """The manual's page for this page (手册对应页): that of its menu entry, else the contents."""
    item = menu.item_at(request.user, request.path)
    names = menu.manual_names(item) if item else []
    here = files()
    key = next((name for name in names if name in here), "")
    return reverse("manual:page", args=[key]) if key else reverse("manual:contents")
