"""My desk and the list of cases."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.cases.export import export_cases
from bihuan.cases.forms.listing import CaseForm, kinds
from bihuan.cases.models import Case
from bihuan.cases.queries.desk import TABS, desk_listing, desk_tabs
from bihuan.cases.queries.listing import case_list
from bihuan.cases.queries.raising import raisable
from bihuan.cases.services.bulk import BULK, bulk_choices, take_in_bulk
from bihuan.registry.views.access import business_page
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest


@business_page
def desk(request: PageRequest) -> HttpResponse:
    """What waits for me, my unit, and others (我的事项)."""
    tab = request.GET.get("tab", "mine")
    tab = tab if tab in TABS else "mine"
    listing = desk_listing(tab, user=person(request), now=request.now)
    context = {
        "tab": tab,
        "tabs": desk_tabs(user=person(request), now=request.now),
        "page": page_of(listing, request, size=30),
        "kinds": dict(kinds()),
        "raisable": raisable(person(request), now=request.now),
    }
    return render_page(request, "cases/desk.html", context, parts={"desk": "cases/part/desk.html"})


@business_page
def cases(request: PageRequest) -> HttpResponse:
    """The list of cases within this person's scope (事项列表)."""
    form = CaseForm(request.GET, user=person(request))
    listing = case_list(form.filter(), user=person(request), now=request.now)
    context: dict[str, Any] = {
        "form": form,
        "page": page_of(listing, request),
        "listing": listing,
        "kinds": dict(kinds()),
        "bulk": bulk_choices(str(form.told.get("kind", "")), now=request.now),
    }
    return render_page(request, "cases/list.html", context, parts={"list": "cases/part/list.html"})


@business_page
def export(request: PageRequest, form: str) -> FileResponse:
    """The list as it is filtered, as a file (导出)."""
    asked = CaseForm(request.GET, user=person(request))
    listing = case_list(asked.filter(), user=person(request), now=request.now)
    return export_cases(listing, form, by=person(request), now=request.now)


@require_POST
@business_page
def bulk(request: PageRequest) -> HttpResponse:
    """Take one step on many cases (批量办理); each is judged by itself."""
    keys = [int(key) for key in request.POST.getlist("case") if key.isdigit()][:BULK]
    chosen = list(Case.objects.visible_to(person(request)).filter(pk__in=keys))
    done, refused = take_in_bulk(
        chosen,
        request.POST.get("step", ""),
        note=request.POST.get("note", ""),
        by=person(request),
        now=request.now,
    )
    if done:
        messages.success(request, f"已办理 {done} 件。")
    for sentence in refused[:10]:
        messages.error(request, sentence)
    if not keys:
        messages.error(request, "请先勾选要办理的事项。")
    return redirect(_back(request))


def _back(request: PageRequest) -> str:
    address = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return "/cases/list/"
