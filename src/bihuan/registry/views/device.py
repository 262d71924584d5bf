"""Devices: the list, one of them, its packets and commands (设备)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from bihuan.accounts.views.access import person
from bihuan.registry.forms.listing import DeviceForm
from bihuan.registry.forms.trace import PacketForm
from bihuan.registry.models import Device
from bihuan.registry.outcome import balance
from bihuan.registry.packet_view import packet_view
from bihuan.registry.permission import MAY_COMMAND
from bihuan.registry.queries import device_detail, device_list
from bihuan.registry.queries.packet import newest_packets, packet_from
from bihuan.registry.quirk import quirk_counts
from bihuan.registry.views.access import business_page, visible
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

PARTS = {"commands": "registry/part/commands.html", "state": "registry/part/device_state.html"}


@business_page
def devices(request: PageRequest) -> HttpResponse:
    """The devices within this person's scope (设备列表)."""
    form = DeviceForm(request.GET)
    listing = device_list(form.filter(), user=person(request))
    page = page_of(listing, request)
    context = {"form": form, "page": page}
    parts = {"list": "registry/part/device_list.html"}
    return render_page(request, "registry/devices.html", context, parts=parts)


@business_page
def device(request: PageRequest, pk: int) -> HttpResponse:
    """One device: state, packets, deviations, points, commands (设备页)."""
    mn = visible(Device.objects.all(), person(request), pk).mn
    detail = device_detail(mn, user=person(request))
    if detail is None:
        raise Http404
    state = detail.state
    context = {
        "detail": detail,
        "may_command": person(request).data_scope.holds(*MAY_COMMAND),
        "balance": balance(state.counters if state else {}),
        "quirks": quirk_counts(state.quirks if state else {}),
        "packets": newest_packets(mn, last=state.last_seen if state else None),
    }
    return render_page(request, "registry/device.html", context, parts=PARTS)


@business_page
def packet(request: PageRequest, pk: int) -> HttpResponse:
    """One packet of a device, explained (原始报文)."""
    mn = visible(Device.objects.all(), person(request), pk).mn
    form = PacketForm(request.GET)
    found = packet_from(mn, **form.cleaned_data) if form.is_valid() else None
    context = {"packet": packet_view(found) if found else None}
    return render(request, "registry/part/packet.html", context)
