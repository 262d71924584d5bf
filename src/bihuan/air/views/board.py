"""The board (空气质量看板)."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from bihuan.accounts.views.access import person
from bihuan.air.forms.board import BoardForm
from bihuan.air.queries.board import board
from bihuan.air.queries.county import county_figures, month_so_far, year_so_far
from bihuan.air.queries.reading import HEADS
from bihuan.air.series.values import values_at
from bihuan.air.site import sites_of
from bihuan.air.views.access import air_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

PARTS = {"board": "air/part/board.html"}


@air_page
def show(request: PageRequest) -> HttpResponse:
    """The newest hour of every station, and how the month and the year stand."""
    user, now = person(request), request.now
    form = BoardForm(request.GET)
    screen = board(user, form.station_class_chosen, form.metric_chosen, now=now)
    context = {"form": form, "screen": screen, "heads": HEADS, "now": now}
    sites, values, today = sites_of(user, now), values_at(now), localdate(now)
    for name, span in (("month", month_so_far(today)), ("year", year_so_far(today))):
        context[name] = county_figures(values, sites, span) if span and sites else None
    return render_page(request, "air/board.html", context, parts=PARTS)
