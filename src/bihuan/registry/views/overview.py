"""Overviews of lists: who does what, what is missing (职责矩阵、站点覆盖、档案缺项)."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from bihuan.accounts.views.access import person
from bihuan.registry.queries.coverage import township_coverage
from bihuan.registry.queries.duty_matrix import duty_matrix
from bihuan.registry.queries.siting import siting_review
from bihuan.registry.views.access import business_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest


@business_page
def duties(request: PageRequest) -> HttpResponse:
    """Who leads, assists and answers locally in each matter today (职责矩阵)."""
    rows = duty_matrix(on=localdate(request.now), user=person(request))
    return render_page(request, "registry/duty_matrix.html", {"rows": rows})


@business_page
def coverage(request: PageRequest) -> HttpResponse:
    """Which townships have their station, and which lack one (站点覆盖)."""
    found = township_coverage(person(request))
    return render_page(request, "registry/coverage.html", {"coverage": found})


@business_page
def siting_gaps(request: PageRequest) -> HttpResponse:
    """Which stations' siting files are complete, and what the others lack (建设档案缺项)."""
    review = siting_review(person(request))
    return render_page(request, "registry/siting_gaps.html", {"review": review})
