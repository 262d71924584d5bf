"""The design system's own pages: the age of the data in the bar, and the showcase of components."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from bihuan.ui import showcase
from bihuan.ui.pages import page_of
from bihuan.ui.request import PageRequest
from bihuan.ui.templatetags.ui import TONE_ICONS


def freshness(request: PageRequest) -> HttpResponse:
    """The age of the newest data (数据时效) for the top bar."""
    return render(request, "ui/part/freshness.html")


def components(request: PageRequest) -> HttpResponse:
    """Every component once (组件样例), for those who build pages."""
    if not request.user.is_staff:
        raise PermissionDenied("组件样例供开发和管理人员使用")
    page = page_of(range(1, 400), request, size=20)
    context = {
        **showcase.surroundings(request.now),
        "tones": list(TONE_ICONS),
        "form": showcase.SampleForm(),
        "page": page,
        "chart": showcase.chart(request.now),
    }
    return render(request, "ui/showcase.html", context)
