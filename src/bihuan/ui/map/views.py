"""The map's page and what its script asks for."""

from typing import Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page

from bihuan.ui.map import boundary
from bihuan.ui.map.layer import (
    MapLayer,
    events_route,
    home_of,
    layer_for,
    layers_for,
    may_see_map,
)
from bihuan.ui.map.wire import columns, described, placed
from bihuan.ui.request import PageRequest


def _require(request: PageRequest) -> None:
    if not may_see_map(request.user):
        raise PermissionDenied("您的岗位没有可在地图上查看的数据")


def _layer(request: PageRequest, key: str) -> MapLayer:
    _require(request)
    layer = layer_for(request.user, key)
    if layer is None:
        raise Http404(f"没有图层 {key}")
    return layer


def page(request: PageRequest) -> HttpResponse:
    """One map of everything that this person may see (一张图)."""
    _require(request)
    context = {"island": island(request), "events": _events_address()}
    return render(request, "ui/map.html", context)


def island(request: PageRequest, *, small: bool = False) -> dict[str, Any]:
    """What the script needs to know before it asks for anything."""
    asked = request.GET.get("layers")
    chosen = None if asked is None or small else asked.split(",")
    home = home_of(request.user)
    return {
        "layers": [described(one, chosen=chosen) for one in layers_for(request.user)],
        "home": home,
        "boundaries": reverse("map:boundaries", args=[home or "0"]),
        "places": reverse("map:places", args=["-"]),
        "card": reverse("map:card", args=["-", 0]),
        "tiles": settings.TIANDITU_KEY or "",
    }


def _events_address() -> str:
    route = events_route()
    return reverse(route) if route else ""


@cache_control(private=True, max_age=86400)
def boundaries(request: PageRequest, code: str) -> HttpResponse:
    """Boundaries of a home and its surroundings (行政区划界线), for whoever sees a map."""
    _require(request)
    body = boundary.packed("" if code == "0" else code)
    response = HttpResponse(body, content_type="application/json")
    response["Content-Encoding"] = "gzip"
    return response


@gzip_page
@cache_control(private=True, no_store=True)
def places(request: PageRequest, key: str) -> HttpResponse:
    """The columns of one layer, or the names of its objects (图层数据)."""
    found = _layer(request, key).places(request.user, request.now)
    here = placed(found, _around(request))
    if request.GET.get("part") == "names":
        return JsonResponse({"names": list(here.names)}, json_dumps_params=COMPACT)
    unplaced = sum(one is None for one in found.longitudes)
    answer = columns(here, known=request.GET.get("known", ""), unplaced=unplaced)
    return JsonResponse(answer, json_dumps_params=COMPACT)


COMPACT: dict[str, Any] = {"separators": (",", ":"), "ensure_ascii": False}


def _around(request: PageRequest) -> tuple[float, float] | None:
    try:
        east, north = (float(one) for one in request.GET.get("around", "").split(","))
    except ValueError:
        return None
    return east, north


def card(request: PageRequest, key: str, pk: int) -> HttpResponse:
    """What a click on an object shows (地图卡片)."""
    found = _layer(request, key).card(request.user, pk, request.now)
    if found is None:
        raise Http404("该对象不存在，或不在您的管理范围内")
    return render(request, "ui/part/map_card.html", {"card": cast(Any, found)})
