"""The small map as a template tag (小地图); load it with ``{% load map %}``."""

from typing import Any

from django import template

from bihuan.ui.map.layer import may_see_map
from bihuan.ui.map.views import island

register = template.Library()


@register.inclusion_tag("ui/part/small_map.html", takes_context=True)
def small_map(
    context: template.Context, longitude: float | None, latitude: float | None, title: str = ""
) -> dict[str, Any]:
    """One place with its neighbours of every layer that the reader may see (位置与周边).

    It brings its own style and script. Without coordinates it says so; to readers without any
    layer it shows nothing.
    """
    request = context["request"]
    if not may_see_map(request.user):
        return {"is_hidden": True}
    has_place = longitude is not None and latitude is not None
    facts = island(request, small=True) if has_place else None
    where = {"longitude": longitude, "latitude": latitude, "title": title}
    return {"island": facts, "has_place": has_place, **where}
