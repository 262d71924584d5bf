"""The security administrator's lists: access reviews, the secrecy agreement."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bihuan.accounts.models import ReviewVerdict, User
from bihuan.accounts.policy import REVIEW_DAYS
from bihuan.accounts.queries.agreement import agreement_in_force, signatures_of, unsigned_people
from bihuan.accounts.queries.people import review_list
from bihuan.accounts.queries.setting import setting_at
from bihuan.accounts.roles import Role
from bihuan.accounts.services.agreement import publish_agreement
from bihuan.accounts.services.review import review_access
from bihuan.accounts.views.access import person, post_page
from bihuan.accounts.views.reveal import sensitive_page
from bihuan.ui.pages import page_of
from bihuan.ui.request import PageRequest


class ReviewForm(forms.Form):
    """What a review came to."""

    verdict = forms.ChoiceField(label="结论", choices=ReviewVerdict.choices)
    note = forms.CharField(label="说明", max_length=200, required=False)


class AgreementForm(forms.Form):
    """A new version of the secrecy agreement."""

    title = forms.CharField(label="标题", max_length=80)
    body = forms.CharField(label="正文", widget=forms.Textarea({"rows": 12}))


@post_page(Role.SECURITY_ADMIN, Role.AUDITOR)
def reviews(request: PageRequest) -> HttpResponse:
    """Who may see what, and when somebody last looked at it (权限复核)."""
    days = setting_at(REVIEW_DAYS, request.now)
    page = page_of(review_list(request.now, days=days), request)
    context = {"page": page, "days": days, "verdicts": ReviewVerdict.choices}
    context["may_review"] = person(request).may_act_as({Role.SECURITY_ADMIN})
    return render(request, "accounts/reviews.html", context)


@require_POST
@post_page(Role.SECURITY_ADMIN)
def review(request: PageRequest, pk: int) -> HttpResponse:
    """Say what a look came to (复核)."""
    found, form = get_object_or_404(User, pk=pk), ReviewForm(request.POST)
    if form.is_valid():
        verdict, note = ReviewVerdict(form.cleaned_data["verdict"]), form.cleaned_data["note"]
        review_access(found, verdict, note=note, by=person(request), now=request.now)
        messages.success(request, f"{found} 的权限已复核。")
    return redirect("accounts:reviews")


@post_page(Role.SECURITY_ADMIN, Role.AUDITOR)
@sensitive_page("保密协议签署记录")
def agreements(request: PageRequest) -> HttpResponse:
    """The agreement in force, who signed it, who has yet to (保密协议管理)."""
    now_in_force = agreement_in_force()
    context: dict[str, Any] = {"agreement": now_in_force, "signatures": [], "unsigned": []}
    if now_in_force:
        context["page"] = page_of(signatures_of(now_in_force), request)
        context["unsigned"] = unsigned_people(now_in_force)
    context["may_publish"] = person(request).may_act_as({Role.SECURITY_ADMIN})
    return render(request, "accounts/agreements.html", context)


@post_page(Role.SECURITY_ADMIN)
def new_agreement(request: PageRequest) -> HttpResponse:
    """Publish a new version (发布保密协议)."""
    before = agreement_in_force()
    initial = {"title": before.title, "body": before.body} if before else {}
    form = AgreementForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = publish_agreement(**form.cleaned_data, by=person(request), now=request.now)
        messages.success(request, f"{made} 已发布，各账号下次登录时签署。")
        return redirect("accounts:agreements")
    context = {"form": form, "title": "发布保密协议", "submit": "发布"}
    return render(request, "accounts/agreement_form.html", context)
