"""Statistics of cases (统计)."""

from django.http import HttpResponse

from bihuan.accounts.views.access import person
from bihuan.cases.forms.statistics import StatisticsForm
from bihuan.cases.queries.statistics import GROUPS, spell_statistics, statistics
from bihuan.registry.views.access import business_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest


@business_page
def figures(request: PageRequest) -> HttpResponse:
    """Counts, on-time rates and hours; every number opens the list behind it (事项统计)."""
    form = StatisticsForm(request.GET, user=person(request), now=request.now)
    asked = form.asked()
    context = {"form": form, "asked": asked, "heading": GROUPS[asked.group]}
    if asked.group == "stage":
        context["spells"] = spell_statistics(asked, user=person(request))
    rows, total = statistics(asked, user=person(request), now=request.now)
    context |= {"rows": rows, "total": total}
    parts = {"figures": "cases/part/figures.html"}
    return render_page(request, "cases/statistics.html", context, parts=parts)
