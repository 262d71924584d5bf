"""The manual's pages; everybody who has logged in may read all of them."""

from django.http import Http404, HttpResponse

from bihuan.ui.manual.book import CONTENTS, listed, manual_page
from bihuan.ui.manual.figure import styles
from bihuan.ui.manual.search import passages
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

MOST_WORDS = 60


def contents(request: PageRequest) -> HttpResponse:
    """The first page of the manual (用户手册), or what holds the words that are searched."""
    words = request.GET.get("q", "")[:MOST_WORDS]
    pages = listed()
    context = {
        "pages": pages,
        "page": manual_page(CONTENTS),
        "words": words,
        "passages": passages(pages, words),
    }
    return render_page(request, "ui/manual.html", context, parts={"manual": "ui/part/manual.html"})


def page(request: PageRequest, key: str) -> HttpResponse:
    """One page of the manual (手册页)."""
    found = manual_page(key)
    if found is None:
        raise Http404(f"手册中没有“{key}”这一页")
    context = {
        "pages": listed(),
        "page": found,
        "words": "",
        "passages": [],
        "styles": styles(),
    }
    return render_page(request, "ui/manual.html", context, parts={"manual": "ui/part/manual.html"})
