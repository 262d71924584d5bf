"""The design system's own pages: the age of the data in the bar, and the showcase of components."""

from django.contrib.auth.decorators import user_passes_test
from django.http import HttpResponse
from django.shortcuts import render

from bihuan.ui import showcase
from bihuan.ui.pages import page_of
from bihuan.ui.request import PageRequest


def freshness(request: PageRequest) -> HttpResponse:
    """The age of the newest data (数据时效) for the top bar."""
    return render(request, "ui/part/freshness.html")


@user_passes_test(lambda user: bool(user.is_staff))
def components(request: PageRequest) -> HttpResponse:
    """Every component once (组件样例), for those who build pages."""
    page = page_of(range(1, 400), request, size=20)
    context = {"form": showcase.SampleForm(), "page": page, "chart": showcase.chart(request.now)}
    return render(request, "ui/showcase.html", context)
