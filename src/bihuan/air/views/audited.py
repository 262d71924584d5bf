"""Audited values of the upper level (审核后数据导入)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.air.error import AirError
from bihuan.air.forms.audited import AuditedForm
from bihuan.air.jobs import take_audited
from bihuan.air.models import AuditedImport, AuditedState
from bihuan.air.permission import may_review
from bihuan.air.queries.target import county_of
from bihuan.air.services.audited import check_audited, decide_audited
from bihuan.air.site import sites_of
from bihuan.air.views.access import air_page, row_of
from bihuan.documents.error import DocumentsError
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest


@air_page
def imports(request: PageRequest) -> HttpResponse:
    """The imports so far, and a form for the next."""
    return _list(request, AuditedForm())


@require_POST
@air_page
def check(request: PageRequest) -> HttpResponse:
    """Compare a file with our values; nothing changes yet."""
    form, user = AuditedForm(request.POST, request.FILES), person(request)
    district = county_of(user, sites_of(user, request.now))
    if district is None:
        raise PermissionDenied("您的管理范围内没有评价点位，不能导入审核后数据")
    if not form.is_valid():
        return _list(request, form, status=400)
    try:
        made = check_audited(**form.said, district=district, by=user, now=request.now)
    except (AirError, DocumentsError) as error:
        form.add_error("file", str(error))
        return _list(request, form, status=400)
    return redirect("air:audited_one", pk=made.pk)


@air_page
def one(request: PageRequest, pk: int) -> HttpResponse:
    """One import: what differs, and why as far as it can be told."""
    made = row_of(AuditedImport.objects.select_related("by", "file"), request, pk)
    is_open = made.state == AuditedState.CHECKED
    context = {"made": made, "may_decide": is_open and may_review(person(request))}
    return render_page(request, "air/audited_one.html", context)


@require_POST
@air_page
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Confirm or drop an import."""
    made, take = row_of(AuditedImport.objects.all(), request, pk), "take" in request.POST
    try:
        decide_audited(made, take=take, by=person(request), now=request.now)
    except AirError as error:
        messages.error(request, str(error))
    else:
        if take:
            take_audited.enqueue(pk)
        messages.success(request, "已提交后台写入。" if take else "已放弃，没有改动任何数据。")
    return redirect("air:audited_one", pk=pk)


def _list(request: PageRequest, form: AuditedForm, status: int = 200) -> HttpResponse:
    rows = AuditedImport.objects.visible_to(person(request)).select_related("by")
    context = {
        "form": form,
        "page": page_of(rows, request, size=30),
        "may_review": may_review(person(request)),
    }
    return render_page(request, "air/audited.html", context, status=status)
