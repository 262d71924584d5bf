"""The archive: list, export, a new draft (报告台账)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render

from bihuan.accounts.views.access import person
from bihuan.registry.views.access import business_page
from bihuan.reports.export import export_reports
from bihuan.reports.figure import Reading
from bihuan.reports.forms.listing import ReportForm
from bihuan.reports.forms.writing import DraftForm
from bihuan.reports.permission import may_compose, may_see_reports
from bihuan.reports.queries.listing import kind_titles, reports_of
from bihuan.reports.services.drafting import draft_report
from bihuan.reports.views.access import REFUSED
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest


def _require_reader(request: PageRequest) -> None:
    if not may_see_reports(request.user):
        raise PermissionDenied("您的岗位不能查看报告")


@business_page
def reports(request: PageRequest) -> HttpResponse:
    """The documents within my scope (报告台账)."""
    _require_reader(request)
    form = ReportForm(request.GET, user=person(request))
    rows = reports_of(person(request), form.filter(), request.now)
    context = {
        "form": form,
        "page": page_of(rows, request),
        "kinds": kind_titles(),
        "may_compose": may_compose(request.user),
    }
    return render_page(
        request, "reports/list.html", context, parts={"list": "reports/part/list.html"}
    )


@business_page
def export(request: PageRequest) -> FileResponse:
    """The list as it is filtered, as Excel (导出台账)."""
    _require_reader(request)
    form = ReportForm(request.GET, user=person(request))
    rows = reports_of(person(request), form.filter(), request.now)
    return export_reports(rows, by=person(request), now=request.now)


@business_page
def new(request: PageRequest) -> HttpResponse:
    """Draft a document (拟稿)."""
    if not may_compose(request.user):
        raise PermissionDenied("您的岗位不能编制报告")
    asked = request.POST if request.method == "POST" else request.GET
    bound = asked if request.method == "POST" else None
    form = DraftForm(
        bound, user=person(request), reading=Reading(request.now), initial=asked.dict()
    )
    if request.method == "POST" and form.is_valid():
        try:
            report = draft_report(form.wanted(), by=person(request), now=request.now)
        except REFUSED as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已编制《{report}》，请核对后提交审核。")
            return redirect(report)
    return render(request, "reports/new.html", {"form": form})
