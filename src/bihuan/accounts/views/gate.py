"""Pages of the gates after login: the second factor, the secrecy agreement."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import login as otp_login

from bihuan.accounts.forms.gate import CodeForm, SignatureForm
from bihuan.accounts.queries.agreement import agreement_due, agreement_in_force
from bihuan.accounts.services.agreement import NotSigned, sign_agreement
from bihuan.accounts.services.second_factor import (
    begin_enrolment,
    confirm_enrolment,
    has_factor,
    pass_factor,
)
from bihuan.accounts.session import AGREEMENT, SECOND_FACTOR, pass_gate
from bihuan.accounts.views.access import person
from bihuan.ui.request import PageRequest


def second_factor(request: PageRequest) -> HttpResponse:
    """Ask for the code of the authenticator (动态口令验证), or lead to binding one."""
    if not has_factor(person(request)):
        return _enrol(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = pass_factor(person(request), form.cleaned_data["code"], now=request.now)
        if device is not None:
            person(request).otp_device = None  # type: ignore[attr-defined]
            otp_login(request, device)
            pass_gate(request.session, SECOND_FACTOR)
            return redirect(_next(request))
        form.add_error("code", "动态口令不正确或已使用，请等下一个口令后再试。")
    return render(request, "accounts/second_factor.html", {"form": form})


def _enrol(request: PageRequest) -> HttpResponse:
    """Bind an authenticator; the recovery codes are shown once (绑定动态口令)."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = confirm_enrolment(person(request), form.cleaned_data["code"], now=request.now)
        if codes is not None:
            pass_gate(request.session, SECOND_FACTOR)
            context = {"codes": codes, "next": _next(request)}
            return render(request, "accounts/recovery_codes.html", context)
        form.add_error("code", "动态口令不正确，请核对手机时间后重新输入。")
    shown = {"form": form, "enrolment": begin_enrolment(person(request))}
    return render(request, "accounts/enrol_factor.html", shown)


def agreement(request: PageRequest) -> HttpResponse:
    """The secrecy agreement, to be signed with one's name before anything else (保密协议)."""
    due = agreement_due(person(request))
    form = SignatureForm(request.POST or None)
    if due and request.method == "POST" and form.is_valid():
        try:
            name, address = form.cleaned_data["name"], request.META.get("REMOTE_ADDR")
            sign_agreement(due, name=name, by=person(request), now=request.now, address=address)
            pass_gate(request.session, AGREEMENT)
            messages.success(request, "保密协议已签署。")
            return redirect(_next(request))
        except NotSigned as error:
            form.add_error("name", str(error))
    context = {"agreement": due or agreement_in_force(), "is_due": bool(due), "form": form}
    return render(request, "accounts/agreement.html", context)


def _next(request: PageRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure())
    return wanted if is_ours else reverse("home")
