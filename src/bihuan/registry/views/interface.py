"""The register of ways in and out (接口台账), and one adapter with what it did."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.registry.error import RegistryError
from bihuan.registry.interface.forms import InterfaceForm
from bihuan.registry.interface.gap import gap_report
from bihuan.registry.interface.queries import (
    interface_effect,
    interface_list,
    runs_of,
    state_of,
)
from bihuan.registry.interface.services import run_now, save_interface
from bihuan.registry.models import Interface
from bihuan.registry.permission import MAY_REGISTER
from bihuan.registry.views.access import business_page, visible
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest


@business_page
def interfaces(request: PageRequest) -> HttpResponse:
    """Every way in and out with owner, health and effect (接口台账)."""
    user = person(request)
    context = {
        "rows": interface_list(user=user, now=request.now),
        "may_register": user.may_act_as(MAY_REGISTER),
        "now": request.now,
    }
    parts = {"interfaces": "registry/part/interface_list.html"}
    return render_page(request, "registry/interfaces.html", context, parts=parts)


@business_page
def interface(request: PageRequest, pk: int) -> HttpResponse:
    """One adapter: state, runs, and what is missing (拉取接口)."""
    user = person(request)
    found = visible(Interface.objects.select_related("owner", "district"), user, pk)
    context = {
        "interface": found,
        "state": state_of(found),
        "effect": interface_effect(found, now=request.now),
        "page": page_of(runs_of(found, user=user), request, size=20),
        "gaps": gap_report(found, now=request.now),
        "may_run": user.may_act_as(MAY_REGISTER),
        "now": request.now,
    }
    parts = {"runs": "registry/part/interface_runs.html"}
    return render_page(request, "registry/interface.html", context, parts=parts)


@require_POST
@business_page
def run(request: PageRequest, pk: int) -> HttpResponse:
    """Let an adapter run at once (立即运行)."""
    found = visible(Interface.objects.all(), person(request), pk)
    try:
        run_now(found, by=person(request), now=request.now)
        messages.success(request, "已安排运行，结果稍后出现在运行记录中。")
    except RegistryError as error:
        messages.error(request, str(error))
    return redirect("registry:interface", found.pk)


@business_page
def edit(request: PageRequest, pk: int | None = None) -> HttpResponse:
    """Set an adapter up or change it (设置拉取接口)."""
    user = person(request)
    if not user.may_act_as(MAY_REGISTER):
        raise PermissionDenied("您的岗位不能设置接口")
    found = Interface() if pk is None else visible(Interface.objects.all(), user, pk)
    form = InterfaceForm(request.POST or None, instance=found, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_interface(form.save(commit=False), by=user, now=request.now)
            messages.success(request, f"接口“{saved.name}”已保存，将在一分钟内运行。")
            return redirect("registry:interface", saved.pk)
        except ValidationError as error:
            form.add_error(None if not hasattr(error, "error_dict") else "settings", error.messages)
    return render(request, "registry/interface_edit.html", {"form": form, "interface": found})
