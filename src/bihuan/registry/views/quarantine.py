"""Devices that nobody has registered (未登记设备)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.registry.error import RegistryError
from bihuan.registry.forms.quarantine import RefusalForm, RegistrationForm
from bihuan.registry.models import Device, QuarantinedDevice
from bihuan.registry.permission import MAY_REGISTER
from bihuan.registry.queries import quarantine_list
from bihuan.registry.queries.candidate import candidates
from bihuan.registry.services import refuse_quarantined, register_quarantined
from bihuan.registry.views.access import business_page
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

PANEL = "registry/part/registration.html"


def _require_registrar(request: PageRequest) -> None:
    if not person(request).data_scope.holds(*MAY_REGISTER):
        raise PermissionDenied("您的岗位不能登记设备")


@business_page
def quarantine(request: PageRequest) -> HttpResponse:
    """Unknown MNs that sent packets, for those who may register devices (未登记设备)."""
    _require_registrar(request)
    listing = quarantine_list(user=person(request))
    page = page_of(listing, request)
    parts = {"list": "registry/part/quarantine_list.html"}
    return render_page(request, "registry/quarantine.html", {"page": page}, parts=parts)


@business_page
def register(request: PageRequest, mn: str) -> HttpResponse:
    """Register one of them for a point with what its packets said (一键登记)."""
    _require_registrar(request)
    waiting = get_object_or_404(QuarantinedDevice, mn=mn)
    form = RegistrationForm(request.POST or None, user=person(request))
    if request.method == "POST" and form.is_valid():
        device = _registered(request, form, mn)
        if device is not None:
            address = reverse("registry:device", args=[device.pk])
            return HttpResponse(status=204, headers={"HX-Redirect": address})
    words = request.GET.get("text", "")
    context = {"waiting": waiting, "form": form, "text": words}
    context["candidates"] = candidates(person(request), system_code=waiting.system_code, text=words)
    return render(request, PANEL, context)


def _registered(request: PageRequest, form: RegistrationForm, mn: str) -> Device | None:
    point = form.cleaned_data["point"]
    try:
        device = register_quarantined(mn, point=point, by=person(request), now=request.now)
    except RegistryError as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, f"设备 {mn} 已登记到“{point}”。")
    return device


@require_POST
@business_page
def refuse(request: PageRequest, mn: str) -> HttpResponse:
    """Decide that one of them will not be registered (拒绝登记)."""
    form = RefusalForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写拒绝登记的原因。")
        return redirect("registry:quarantine")
    try:
        reason = form.cleaned_data["reason"]
        refuse_quarantined(mn, reason=reason, by=person(request), now=request.now)
        messages.success(request, f"已拒绝登记 {mn}。")
    except RegistryError as error:
        messages.error(request, str(error))
    return redirect("registry:quarantine")
