"""The service worker of the forms (断网可用), served where its scope asks: the room's address."""

from importlib import resources

from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from bihuan.registry.views.access import business_page
from bihuan.ui.request import PageRequest


@never_cache
@business_page
def worker(request: PageRequest) -> HttpResponse:
    """The script that opens a step's form again without a line."""
    file = resources.files("bihuan.cases").joinpath("static", "cases", "offline.js")
    return HttpResponse(file.read_bytes(), content_type="text/javascript; charset=utf-8")
