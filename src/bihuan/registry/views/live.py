"""The live board (实时监测)."""

from django.http import HttpResponse

from bihuan.accounts.views.access import person
from bihuan.registry.forms.board import BoardForm
from bihuan.registry.queries.live import live_screen
from bihuan.registry.standing import TONES, Standing
from bihuan.registry.views.access import business_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest


@business_page
def live(request: PageRequest) -> HttpResponse:
    """Every point with its newest values and how it stands (实时监测)."""
    form = BoardForm(request.GET, user=person(request))
    query = form.query()
    page = request.GET.get("page")
    context = {
        "form": form,
        "query": query,
        "screen": live_screen(person(request), query, page=page, now=request.now),
        "states": [(one.value, one.label, TONES[one]) for one in Standing],
    }
    parts = {"board": "registry/part/board.html"}
    return render_page(request, "registry/live.html", context, parts=parts)
