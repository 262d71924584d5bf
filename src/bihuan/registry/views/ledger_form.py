"""Registering and changing objects of the ledger in daily work (台账登记)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect

from bihuan.accounts.error import NotYours
from bihuan.accounts.views.access import person
from bihuan.registry.error import RegistryError
from bihuan.registry.ledger.form import ObjectForm, object_form
from bihuan.registry.ledger.ledger import Ledger, ledger_of
from bihuan.registry.ledger.query import may_change
from bihuan.registry.ledger.services import ChangedMeanwhile, change_object, register_object
from bihuan.registry.queries.history import newest_change
from bihuan.registry.views.access import business_page
from bihuan.registry.views.ledger import visible_object
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

PAGE = "registry/ledger/form.html"


@business_page
def new(request: PageRequest, key: str) -> HttpResponse:
    """The form of a new object; the address may name what it belongs to (登记)."""
    ledger = _writable(request, key)
    given = {name: request.GET[name] for name in ledger.fields if name in request.GET}
    initial = {name: int(one) if one.isdecimal() else one for name, one in given.items()}
    data = request.POST if request.method == "POST" else None
    form = object_form(ledger, data, user=person(request), initial=initial)
    if data is not None and form.is_valid():
        row = _registered(request, ledger, form)
        if row is not None:
            return redirect(f"registry:ledger_{key}_one", row.pk)
    return _page(request, ledger, form, None)


def _registered(request: PageRequest, ledger: Ledger, form: ObjectForm) -> Model | None:
    row: Model = form.instance
    reason = form.cleaned_data["change_reason"]
    try:
        register_object(ledger, row, reason=reason, by=person(request), now=request.now)
    except (RegistryError, NotYours) as error:
        row.pk = None
        form.add_error(None, str(error))
        return None
    messages.success(request, f"已登记{ledger.title}“{row}”。")
    return row


@business_page
def change(request: PageRequest, key: str, pk: int) -> HttpResponse:
    """The form of an object that exists (修改)."""
    ledger = _writable(request, key)
    row = visible_object(request, ledger, pk)
    if not may_change(ledger, person(request), row):
        raise PermissionDenied(f"您的岗位不能修改该{ledger.title}")
    newest = newest_change(row)
    data = request.POST if request.method == "POST" else None
    form = object_form(ledger, data, user=person(request), instance=row, initial={"seen": newest})
    if data is not None and form.is_valid() and _changed(request, ledger, form):
        return redirect(f"registry:ledger_{key}_one", pk)
    return _page(request, ledger, form, newest)


def _changed(request: PageRequest, ledger: Ledger, form: ObjectForm) -> bool:
    told: dict[str, Any] = {"seen": form.cleaned_data["seen"] or 0}
    told["reason"] = form.cleaned_data["change_reason"]
    try:
        count = change_object(ledger, form.instance, **told, by=person(request), now=request.now)
    except ChangedMeanwhile as error:
        form.add_error(None, str(error))
        form.data = {**request.POST.dict(), "seen": str(newest_change(form.instance))}
        return False
    except (RegistryError, NotYours) as error:
        form.add_error(None, str(error))
        return False
    messages.success(
        request, f"已保存，{count} 项有变更。" if count else "内容没有变化，未写入记录。"
    )
    return True


def _writable(request: PageRequest, key: str) -> Ledger:
    ledger = ledger_of(key)
    if not ledger.may_write(person(request)) or not ledger.fields:
        raise PermissionDenied(f"您的岗位不能登记{ledger.title}")
    return ledger


def _page(
    request: PageRequest, ledger: Ledger, form: ObjectForm, newest: int | None
) -> HttpResponse:
    context = {"ledger": ledger, "form": form, "is_new": newest is None}
    context["object"] = None if newest is None else form.instance
    return render_page(request, PAGE, context)
