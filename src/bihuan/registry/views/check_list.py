"""Review of the random-check list (清单复核)."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from bihuan.accounts.views.access import person
from bihuan.registry.forms.check_list import ReviewForm
from bihuan.registry.queries.check_list import check_review
from bihuan.registry.views.access import business_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

PARTS = {"review": "registry/part/check_review.html"}


@business_page
def review(request: PageRequest) -> HttpResponse:
    """What came onto the list, left it or changed its grade between two days (清单复核)."""
    form = ReviewForm(request.GET, today=localdate(request.now))
    since, until = form.days()
    found = check_review(since=since, until=until, user=person(request))
    context = {"form": form, "review": found}
    return render_page(request, "registry/check_review.html", context, parts=PARTS)
