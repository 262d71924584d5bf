"""What every template finds (页面上下文): product, menu of the reader, age of the data."""

from typing import Any, cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bihuan.ui import bell, freshness, menu, search_box
from bihuan.ui.request import PageRequest

PRODUCT = "碧环"
SUBTITLE = "生态环境智慧监管平台"


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor that the settings name; costs nothing until a template asks."""
    ours = cast(PageRequest, request)
    return {
        "product": PRODUCT,
        "subtitle": SUBTITLE,
        "menu": SimpleLazyObject(lambda: menu.entries(request.user, request.path)),
        "search_address": SimpleLazyObject(lambda: search_box.address_for(request.user)),
        "freshness": SimpleLazyObject(lambda: freshness.freshness(ours.now)),
        "bell": SimpleLazyObject(lambda: bell.bell_for(request.user)),
        "now": getattr(request, "now", None),
    }
