"""Requests for controlled exports: make, decide (数据导出申请)."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from bihuan.accounts.export import Content, ExportAsk
from bihuan.accounts.forms.staff import DecisionForm
from bihuan.accounts.models import ExportRequest
from bihuan.accounts.queries.export import (
    APPROVERS,
    decided_requests,
    my_requests,
    requests_to_decide,
)
from bihuan.accounts.services.export import (
    ApprovalNeeded,
    RequestRefused,
    decide_export,
    request_export,
)
from bihuan.accounts.views.access import person, post_page
from bihuan.ui.pages import page_of
from bihuan.ui.request import PageRequest


class RequestForm(forms.Form):
    """What for (用途); the rest is carried from the export that was refused."""

    title = forms.CharField(max_length=120, widget=forms.HiddenInput)
    target = forms.CharField(max_length=1000, widget=forms.HiddenInput)
    rows = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    contents = forms.CharField(max_length=100, widget=forms.HiddenInput)
    purpose = forms.CharField(
        label="用途",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="写明用于什么工作、提供给谁、保存到何时",
    )

    def clean_contents(self) -> frozenset[Content]:
        """The grades, as the refused export named them."""
        given = self.cleaned_data["contents"].split(",")
        return frozenset(Content(one) for one in given if one in Content.values)

    def clean_target(self) -> str:
        """An address of the platform itself."""
        target: str = self.cleaned_data["target"]
        if not target.startswith("/") or not url_has_allowed_host_and_scheme(target, None):
            raise forms.ValidationError("导出地址不正确，请从原页面重新导出。")
        return target

    def ask(self) -> ExportAsk:
        """What the service takes."""
        told = self.cleaned_data
        return ExportAsk(told["title"], told["target"], told["contents"], told["rows"])


def lead_to_request(needed: ApprovalNeeded) -> HttpResponseRedirect:
    """Where an export goes that needs approval: to the form of its request."""
    ask = needed.ask
    told = {"title": ask.title, "target": ask.target, "contents": ",".join(sorted(needed.contents))}
    if ask.rows is not None:
        told["rows"] = str(ask.rows)
    return HttpResponseRedirect(f"{reverse('accounts:new_export')}?{urlencode(told)}")


def exports(request: PageRequest) -> HttpResponse:
    """My requests, and those that I decide (数据导出)."""
    user = person(request)
    decides = user.may_act_as(APPROVERS)
    context = {
        "page": page_of(my_requests(user), request, size=20),
        "waiting": requests_to_decide(user) if decides else [],
        "decided": decided_requests(user)[:20] if decides else [],
        "decides": decides,
    }
    return render(request, "accounts/exports.html", context)


def new_export(request: PageRequest) -> HttpResponse:
    """Say what for (申请数据导出)."""
    initial = {name: request.GET.get(name, "") for name in RequestForm.base_fields}
    form = RequestForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            request_export(
                form.ask(),
                purpose=form.cleaned_data["purpose"],
                by=person(request),
                now=request.now,
            )
            messages.success(request, "申请已提交，批准后在本页导出。")
            return redirect("accounts:exports")
        except RequestRefused as error:
            form.add_error("purpose", str(error))
    context = {
        "form": form,
        "asked": {**initial, **request.POST.dict()} if form.is_bound else initial,
    }
    return render(request, "accounts/export_form.html", context)


@require_POST
@post_page(*APPROVERS)
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Approve a request or turn it down (审批)."""
    asked = get_object_or_404(ExportRequest, pk=pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        agree, note = form.cleaned_data["agree"] == "yes", form.cleaned_data["note"]
        try:
            decide_export(asked, agree=agree, note=note, by=person(request), now=request.now)
            messages.success(request, "审批意见已记录。")
        except RequestRefused as error:
            messages.error(request, str(error))
    return redirect("accounts:exports")
