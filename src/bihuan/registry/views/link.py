"""The link monitor (链路监控)."""

from django.core.paginator import Paginator
from django.http import HttpResponse

from bihuan.accounts.views.access import person
from bihuan.registry.forms.listing import LinkForm
from bihuan.registry.link import LinkCause
from bihuan.registry.queries import LinkRow, link_report
from bihuan.registry.queries.link_list import matching, recent_gaps
from bihuan.registry.tables import LinkTable
from bihuan.registry.views.access import business_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

PAGE_SIZE = 50


@business_page
def links(request: PageRequest) -> HttpResponse:
    """Who is heard, who is silent since when and probably why (链路监控)."""
    form = LinkForm(request.GET)
    report = link_report(user=person(request), now=request.now)
    context = {"form": form, "report": report, "view": request.GET.get("view", "")}
    if context["view"] == "gaps":
        context["gaps"] = recent_gaps(person(request), request.now)
    else:
        context["table"] = _table(request, matching(report.rows, **form.told))
    context["causes"] = [(one, report.causes.get(one, 0)) for one in LinkCause]
    parts = {"links": "registry/part/links.html"}
    return render_page(request, "registry/links.html", context, parts=parts)


def _table(request: PageRequest, rows: list[LinkRow]) -> LinkTable:
    table = LinkTable(rows, order_by=request.GET.get("sort", ()))
    number = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")).number
    table.paginate(page=number, per_page=PAGE_SIZE)
    return table
