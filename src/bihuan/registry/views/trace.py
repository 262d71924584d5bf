"""From a value on a curve to who said so, and to the packet (数据溯源)."""

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.accounts.views.access import person
from bihuan.registry.forms.trace import DatumForm
from bihuan.registry.models import MonitoringPoint
from bihuan.registry.packet_view import packet_view
from bihuan.registry.queries.trace import packet_of, value_trace
from bihuan.registry.views.access import business_page, visible
from bihuan.ui.request import PageRequest

WRONG = "地址中的因子、数据类型或时间不正确，请从曲线或数据表重新点选。"


@business_page
def value(request: PageRequest, pk: int) -> HttpResponse:
    """Every version of one value: what it was, since when, from whom and why (数据版本)."""
    point = visible(MonitoringPoint.objects.all(), person(request), pk)
    form = DatumForm(request.GET)
    if not form.is_valid():
        return HttpResponse(WRONG, status=400, content_type="text/plain")
    trace = value_trace(point, form.key(pk))
    return render(request, "registry/part/value.html", {"point": point, "trace": trace})


@business_page
def packet(request: PageRequest, pk: int) -> HttpResponse:
    """The raw packet that a version of a value came in, explained (原始报文)."""
    point = visible(MonitoringPoint.objects.all(), person(request), pk)
    form = DatumForm(request.GET)
    if not form.is_valid():
        return HttpResponse(WRONG, status=400, content_type="text/plain")
    found = packet_of(form.key(pk), form.cleaned_data["version"] or 0)
    shown = packet_view(found) if found else None
    context = {"point": point, "packet": shown, "back": request.GET.urlencode()}
    return render(request, "registry/part/packet.html", context)
