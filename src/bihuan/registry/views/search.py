"""The one search box: its answers while typing, and a page of them."""

from django.http import HttpResponse

from bihuan.accounts.views.access import person
from bihuan.registry.search.query import search
from bihuan.registry.views.access import business_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

MOST_WORDS = 100
PAGE_HITS = 50


@business_page
def results(request: PageRequest) -> HttpResponse:
    """What holds the words, by kind (全局检索); the box under the bar shows a few of each."""
    words = request.GET.get("q", "")[:MOST_WORDS]
    kind = request.GET.get("kind", "")
    in_box = bool(request.htmx) and request.htmx.target == "search-hits"
    most = 5 if in_box else PAGE_HITS
    groups = search(words, user=person(request), kind=kind, most=most)
    context = {"groups": groups, "words": words, "kind": kind}
    parts = {"search-hits": "registry/part/search_hits.html"}
    return render_page(request, "registry/search.html", context, parts=parts)
