"""Settings: what holds, how it came about, change and roll back (配置管理)."""

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bihuan.accounts.forms.setting import ReasonForm, SettingForm
from bihuan.accounts.models import SettingValue
from bihuan.accounts.queries.setting import setting_history, setting_row, setting_rows
from bihuan.accounts.roles import Role
from bihuan.accounts.services.setting import change_setting, roll_back
from bihuan.accounts.setting import SettingKind, WrongValue, kind_of
from bihuan.accounts.views.access import person, post_page
from bihuan.ui.request import PageRequest

READERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


@post_page(*READERS)
def settings(request: PageRequest) -> HttpResponse:
    """Every setting with its present value (配置管理)."""
    context = {"sections": setting_rows(request.now), "holds": person(request).data_scope.roles}
    return render(request, "accounts/settings.html", context)


@post_page(*READERS)
def setting(request: PageRequest, key: str) -> HttpResponse:
    """One setting: its history, and for its administrator the next value (配置项)."""
    kind = _kind(key)
    row = setting_row(kind, request.now)
    form = SettingForm(request.POST or None, kind=kind, value=row.value, now=request.now)
    may_change = person(request).may_act_as({kind.changed_by})
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied(f"{kind.label}由{kind.changed_by.label}修改")
        if form.is_valid() and _changed(request, kind, form):
            return redirect("accounts:setting", key)
    history = setting_history(kind, request.now)
    context = {"row": row, "form": form, "history": history, "may_change": may_change}
    context["default"] = kind.words(kind.default)
    return render(request, "accounts/setting.html", {**context, "reason": ReasonForm()})


@require_POST
@post_page(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
def take_back(request: PageRequest, pk: int) -> HttpResponse:
    """Give a setting an earlier value again (回退)."""
    change = get_object_or_404(SettingValue, pk=pk)
    form = ReasonForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        roll_back(change, reason=reason, by=person(request), now=request.now)
        messages.success(request, "已回退。")
    except WrongValue as error:
        messages.error(request, str(error))
    return redirect("accounts:setting", change.key)


def _changed(request: PageRequest, kind: SettingKind, form: SettingForm) -> bool:
    told = form.cleaned_data
    try:
        change_setting(
            kind,
            told["value"],
            reason=told["reason"],
            by=person(request),
            now=request.now,
            start=cast(datetime | None, told["start"]),
        )
    except WrongValue as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, f"“{kind.label}”已修改。")
    return True


def _kind(key: str) -> SettingKind:
    kind = kind_of(key)
    if kind is None:
        raise Http404(f"没有配置项 {key}")
    return kind
