"""Staff of the contractor: head count, changes with notice, liaisons of both sides."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from bihuan.accounts.forms.staff import ChangeForm, DecisionForm, LiaisonForm, RequirementForm
from bihuan.accounts.policy import NOTICE_DAYS
from bihuan.accounts.queries.setting import setting_at
from bihuan.accounts.queries.staff import is_current, liaisons, roster, staff_changes
from bihuan.accounts.roles import AUTHORITIES, Role
from bihuan.accounts.services.staff import (
    MAY_KEEP_BOOKS,
    MAY_REPORT,
    ChangeRefused,
    decide_change,
    report_change,
    set_liaison,
    set_requirement,
)
from bihuan.accounts.views.access import person, post_page
from bihuan.ui.pages import page_of
from bihuan.ui.request import PageRequest

READERS = (*MAY_KEEP_BOOKS, Role.SUPERVISOR)


@post_page(*READERS)
def staff(request: PageRequest) -> HttpResponse:
    """Head count against the contract, changes, liaisons (团队与变更)."""
    user, today = person(request), localtime(request.now).date()
    listed = liaisons(today)
    context = {
        "roster": roster(user),
        "page": page_of(staff_changes(user), request, size=20),
        "liaisons": [(row, is_current(row, today)) for row in listed],
        "may_report": user.may_act_as(MAY_REPORT),
        "may_decide": user.may_act_as(AUTHORITIES),
        "may_keep": user.may_act_as(MAY_KEEP_BOOKS),
        "notice_days": setting_at(NOTICE_DAYS, request.now),
    }
    return render(request, "accounts/staff.html", context)


@post_page(*MAY_REPORT)
def new_change(request: PageRequest) -> HttpResponse:
    """Give notice of a change (报备人员变更)."""
    form = ChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change = report_change(form.planned(), by=person(request), now=request.now)
            said = "提前不足，请附书面说明并电话告知甲方。" if change.is_short else "等待甲方审批。"
            messages.success(request, f"已报备，提前 {change.notice_days} 个工作日；{said}")
            return redirect("accounts:staff")
        except ChangeRefused as error:
            form.add_error(None, str(error))
    return _form(request, form, "报备人员变更", "提交")


@require_POST
@post_page(*AUTHORITIES)
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Agree to a change or not (审批人员变更)."""
    change = get_object_or_404(staff_changes(person(request)), pk=pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        agree, note = form.cleaned_data["agree"] == "yes", form.cleaned_data["note"]
        try:
            decide_change(change, agree=agree, note=note, by=person(request), now=request.now)
            messages.success(request, "审批意见已记录。")
        except ChangeRefused as error:
            messages.error(request, str(error))
    return redirect("accounts:staff")


@post_page(*AUTHORITIES)
def new_requirement(request: PageRequest) -> HttpResponse:
    """Say how many there must be (设置编制要求)."""
    form = RequirementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_requirement(form.requirement(), by=person(request), now=request.now)
            messages.success(request, "编制要求已保存。")
            return redirect("accounts:staff")
        except ValidationError as error:
            form.add_error(None, error.messages)
    return _form(request, form, "设置编制要求", "保存")


@post_page(*MAY_KEEP_BOOKS)
def new_liaison(request: PageRequest) -> HttpResponse:
    """Enter who speaks for a side (登记对口联系人)."""
    form = LiaisonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_liaison(form.save(commit=False), by=person(request), now=request.now)
        messages.success(request, "对口联系人已登记。")
        return redirect("accounts:staff")
    return _form(request, form, "登记对口联系人", "保存")


def _form(request: PageRequest, form: object, title: str, submit: str) -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit}
    return render(request, "accounts/staff_form.html", context)
