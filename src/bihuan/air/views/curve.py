"""Comparison of means and curves of any selection (对比与曲线)."""

from django.http import HttpResponse, JsonResponse
from django.utils.timezone import localdate

from bihuan.accounts.views.access import person
from bihuan.air.forms.curve import CurveForm
from bihuan.air.queries.curve import class_curves, class_means, site_curves
from bihuan.air.series.values import values_at
from bihuan.air.site import sites_of
from bihuan.air.views.access import air_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

PARTS = {"curves": "air/part/curves.html"}


@air_page
def show(request: PageRequest) -> HttpResponse:
    """Means of 2, 18 and 70 stations beside each other, or the stations that were chosen."""
    sites = sites_of(person(request), request.now)
    form = CurveForm(request.GET, today=localdate(request.now), sites=sites)
    values, chosen = values_at(request.now), form.sites_chosen
    if chosen:
        chart = site_curves(values, chosen, form.query())
    else:
        chart = class_curves(values, sites, form.query())
    context = {
        "form": form,
        "sites": sites,
        "chosen": chosen,
        "chart": chart.as_json(),
        "means": class_means(chart, sites),
        "query": form.query(),
    }
    return render_page(request, "air/curves.html", context, parts=PARTS)


@air_page
def data(request: PageRequest) -> HttpResponse:
    """The same curves as JSON; a wrong question is answered in words."""
    sites = sites_of(person(request), request.now)
    form = CurveForm(request.GET, today=localdate(request.now), sites=sites)
    if form.sentences:
        return HttpResponse("；".join(form.sentences), status=400, content_type="text/plain")
    draw, shown = (site_curves, form.sites_chosen) if form.sites_chosen else (class_curves, sites)
    return JsonResponse(draw(values_at(request.now), shown, form.query()).as_json())
