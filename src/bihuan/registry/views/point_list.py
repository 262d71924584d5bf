"""The list of points (监测点位)."""

from django.http import HttpResponse

from bihuan.accounts.views.access import person
from bihuan.registry.forms.listing import PointForm
from bihuan.registry.queries import point_list
from bihuan.registry.views.access import business_page
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest


@business_page
def points(request: PageRequest) -> HttpResponse:
    """The points within this person's scope with their devices (监测点位)."""
    form = PointForm(request.GET, user=person(request))
    listing = point_list(form.filter(), user=person(request))
    page = page_of(listing, request)
    context = {"form": form, "page": page}
    parts = {"list": "registry/part/point_list.html"}
    return render_page(request, "registry/points.html", context, parts=parts)
