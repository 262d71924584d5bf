"""The wall screen (值班大屏)."""

from django.http import HttpResponse

from bihuan.accounts.views.access import person
from bihuan.registry.queries.wall import wall as wall_of
from bihuan.registry.standing import TONES, Standing
from bihuan.registry.views.access import business_page
from bihuan.ui.map.views import island
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest


@business_page
def wall(request: PageRequest) -> HttpResponse:
    """Slides for a large screen that change and refresh by themselves (实时监测大屏)."""
    context = {
        "wall": wall_of(person(request), request.now),
        "states": [(one.value, one.label, TONES[one]) for one in Standing],
        "levels": LEVELS,
        "island": island(request),
    }
    return render_page(request, "registry/wall.html", context, parts={"wall": PART})


PART = "registry/part/wall.html"
LEVELS = [(1, "优"), (2, "良"), (3, "轻度"), (4, "中度"), (5, "重度"), (6, "严重"), (0, "缺项")]
