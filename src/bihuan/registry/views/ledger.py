"""Lists of the ledger and their objects (台账列表与对象页)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate

from bihuan.accounts.views.access import person
from bihuan.registry.error import RegistryError
from bihuan.registry.ledger.form import LedgerFilterForm
from bihuan.registry.ledger.ledger import Ledger, ledger_of
from bihuan.registry.ledger.page import object_tab, tab_list
from bihuan.registry.ledger.query import heads, list_rows, may_change, visible_row
from bihuan.registry.ledger.services import change_many
from bihuan.registry.permission import MAY_REGISTER
from bihuan.registry.views.access import business_page
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

LIST_PARTS = {"list": "registry/ledger/part/list.html"}


@business_page
def rows(request: PageRequest, key: str) -> HttpResponse:
    """A list of the ledger as this person sees it; a post sets a field of the chosen rows."""
    ledger, typed = ledger_of(key).seen_by(person(request)), {}
    if request.method == "POST":
        typed = _bulk(request, ledger)
        if not typed:
            return redirect(request.get_full_path())
    return _list(request, ledger, typed)


def _list(request: PageRequest, ledger: Ledger, typed: dict[str, Any]) -> HttpResponse:
    user, today = person(request), localdate(request.now)
    form = LedgerFilterForm(request.GET, ledger=ledger, user=user)
    chosen = form.chosen()
    shown = heads(ledger, chosen)
    context = {
        "ledger": ledger,
        "form": form,
        "page": page_of(list_rows(ledger, chosen, user=user, today=today), request),
        "heads": shown,
        "shown": [one.field for one in shown],
        "may_write": ledger.may_write(user),
        "may_export": not ledger.sheet.personal or user.may_act_as(MAY_REGISTER),
        "may_import": user.may_act_as(MAY_REGISTER),
        "bulk": bulk_choices(ledger) if ledger.may_write(user) else [],
        "typed": typed,
        "ledger_links": [(label, reverse(route)) for label, route in ledger.links],
    }
    return render_page(request, "registry/ledger/list.html", context, parts=LIST_PARTS)


def bulk_choices(ledger: Ledger) -> list[tuple[str, list[tuple[str, str]]]]:
    """What may be set for many rows: title of the field, and each value as ``field=value``."""
    model: Any = ledger.sheet.model
    columns = [model._meta.get_field(name) for name in ledger.bulk]
    return [
        (str(one.verbose_name), [(f"{one.name}={value}", label) for value, label in one.choices])
        for one in columns
    ]


def _bulk(request: PageRequest, ledger: Ledger) -> dict[str, Any]:
    """Do what was asked; what was typed comes back when it could not be done."""
    typed: dict[str, Any] = {
        "chosen": {one for one in request.POST.getlist("chosen") if one.isdecimal()},
        "set": request.POST.get("set", ""),
        "reason": request.POST.get("reason", "").strip()[:300],
    }
    known = {value for _, values in bulk_choices(ledger) for value, _ in values}
    if not typed["chosen"] or typed["set"] not in known or not typed["reason"]:
        messages.error(request, "批量修改须勾选记录、选择修改内容并填写原因。")
        return typed
    field, value = typed["set"].split("=", 1)
    keys = {int(one) for one in typed["chosen"]}
    told = {"field": field, "value": value, "reason": typed["reason"]}
    try:
        count = change_many(ledger, keys, **told, by=person(request), now=request.now)
    except RegistryError as error:
        messages.error(request, str(error))
        return typed
    messages.success(request, f"已修改 {count} 条，其余 {len(keys) - count} 条原值相同。")
    return {}


@business_page
def one(request: PageRequest, key: str, pk: int) -> HttpResponse:
    """One object: facts, what belongs to it, its history (对象页)."""
    ledger = ledger_of(key).seen_by(person(request))
    row = visible_object(request, ledger, pk)
    tabs = tab_list(ledger)
    asked = request.GET.get("tab", "")
    tab = asked if asked in dict(tabs) else tabs[0][0]
    context = {
        "ledger": ledger,
        "object": row,
        "tabs": tabs,
        "tab": tab,
        "may_change": ledger.may_write(person(request))
        and may_change(ledger, person(request), row),
        **object_tab(request, ledger, row, tab),
    }
    parts = {"tab": "registry/ledger/part/tab.html"}
    return render_page(request, "registry/ledger/one.html", context, parts=parts)


def visible_object(request: PageRequest, ledger: Ledger, pk: int) -> Model:
    """The object, if it exists and lies within the person's scope.

    Raises:
        Http404: there is none.
        PermissionDenied: it lies outside.
    """
    found, exists = visible_row(ledger, person(request), pk)
    if found is not None:
        return found
    if exists:
        raise PermissionDenied(f"该{ledger.title}不在您的管理范围内")
    raise Http404(f"没有编号为 {pk} 的{ledger.title}")
