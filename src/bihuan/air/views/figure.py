"""The analysts' figures (分析图) and the worst places and hours (污染热区)."""

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate

from bihuan.accounts.views.access import person
from bihuan.air.figure.gathered import gather
from bihuan.air.figure.option import option
from bihuan.air.figure.picture import picture
from bihuan.air.forms.figure import FigureForm
from bihuan.air.forms.hot_spot import HotSpotForm
from bihuan.air.queries.hot_spot import hot_spot_screen
from bihuan.air.series.values import values_at
from bihuan.air.site import CLASSES, sites_of
from bihuan.air.views.access import air_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

PARTS = {"figure": "air/part/figure.html"}
SPOT_PARTS = {"spots": "air/part/hot_spots.html"}


def _form(request: PageRequest) -> FigureForm:
    sites = sites_of(person(request), request.now)
    ordered = sorted(sites, key=lambda site: (CLASSES.index(site.station_class), site.code))
    return FigureForm(request.GET, today=localdate(request.now), sites=ordered)


@air_page
def show(request: PageRequest) -> HttpResponse:
    """One figure of one station, drawn in the page."""
    form = _form(request)
    context: dict[str, object] = {"form": form, "span": form.span}
    if (site := form.site_chosen) is not None:
        values = values_at(request.now)
        data = gather(values, site, form.span, form.item_chosen, form.other_chosen)
        made = option(form.kind_chosen, data)
        context |= {"site": site, "title": data.title, "note": made.pop("note"), "option": made}
    return render_page(request, "air/figures.html", context, parts=PARTS)


@air_page
def image(request: PageRequest) -> HttpResponse:
    """The same figure as a picture for documents (PNG)."""
    form = _form(request)
    site = form.site_chosen
    if site is None:
        raise Http404("您的范围内没有空气站点")
    values = values_at(request.now)
    data = gather(values, site, form.span, form.item_chosen, form.other_chosen)
    answer = HttpResponse(picture(form.kind_chosen, data), content_type="image/png")
    name = f"{form.kind_chosen}-{site.code}-{form.span.last}.png"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@air_page
def hot_spots(request: PageRequest) -> HttpResponse:
    """Places and hours that stand out significantly (污染热区与高值时段)."""
    form = HotSpotForm(request.GET)
    sites = sites_of(person(request), request.now)
    screen = hot_spot_screen(
        values_at(request.now),
        sites,
        form.station_class_chosen,
        form.item_chosen,
        days=form.days_chosen,
        now=request.now,
    )
    context = {"form": form, "screen": screen}
    return render_page(request, "air/hot_spots.html", context, parts=SPOT_PARTS)
