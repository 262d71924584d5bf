"""Documents and versions that a person may open, and how refusals are told (可见与答复)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from bihuan.accounts.views.access import person
from bihuan.documents.error import DocumentsError
from bihuan.registry.views.access import visible
from bihuan.reports.error import ReportsError
from bihuan.reports.models import Report, ReportVersion
from bihuan.reports.permission import may_read_drafts
from bihuan.reports.queries.document import versions_for
from bihuan.ui.request import PageRequest

REFUSED = (ReportsError, DocumentsError)


def report_of(request: PageRequest, pk: int) -> Report:
    """The document of an address, if it lies within the person's scope.

    Raises:
        Http404: there is none.
        PermissionDenied: it lies outside, or was not issued yet.
    """
    return visible(Report.objects.select_related("district"), person(request), pk)


def version_of(request: PageRequest, pk: int, serial: int | None = None) -> ReportVersion:
    """A version of a document that the person may read; the newest one by default.

    Raises:
        Http404, PermissionDenied: there is none for this person.
    """
    report = report_of(request, pk)
    versions = versions_for(report, person(request))
    for version in versions:
        if serial is None or version.serial == serial:
            return version
    raise Http404("没有这个版本，或尚未印发")


def require_drafts(user: Any) -> None:
    """Let pass only people who work on documents.

    Raises:
        PermissionDenied: another post.
    """
    if not may_read_drafts(user):
        raise PermissionDenied("您的岗位不能查看文稿计划和编制情况")


def told(request: PageRequest, error: Exception) -> None:
    """Show a refusal's sentence on the next page."""
    messages.error(request, str(error) or "操作未被接受，请刷新页面后重试")


def back(version: ReportVersion, tab: str = "") -> HttpResponse:
    """To the page of a version."""
    query = f"?version={version.serial}" + (f"&tab={tab}" if tab else "")
    return redirect(f"{version.report.get_absolute_url()}{query}")
