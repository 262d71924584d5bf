"""Statistics of events (报警统计)."""

from datetime import timedelta

from django.http import HttpResponse

from bihuan.accounts.views.access import person
from bihuan.registry.views.access import business_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest
from bihuan.watch.forms.statistics import StatisticsForm
from bihuan.watch.queries.statistics import GROUPS, event_statistics


@business_page
def statistics(request: PageRequest) -> HttpResponse:
    """Events by rule, unit, industry, factor, place or month (报警统计)."""
    form = StatisticsForm(request.GET, user=person(request), now=request.now)
    asked = form.asked()
    rows, total = event_statistics(asked, user=person(request))
    context = {
        "form": form,
        "asked": asked,
        "last": asked.end - timedelta(seconds=1),
        "heading": GROUPS[asked.group],
        "rows": rows,
        "total": total,
    }
    parts = {"figures": "watch/part/figures.html"}
    return render_page(request, "watch/statistics.html", context, parts=parts)
