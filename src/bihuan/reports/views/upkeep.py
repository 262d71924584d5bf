"""Affected documents, batches and templates (受影响文稿, 批量生成, 报告模板)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.documents.error import NotStored
from bihuan.documents.fonts import substitutes
from bihuan.documents.services.file import open_file
from bihuan.registry.views.access import business_page, visible
from bihuan.reports.definition import ReportKind, all_kinds, kind_of
from bihuan.reports.error import ReportsError, UnknownDefinition
from bihuan.reports.forms.listing import AffectedForm
from bihuan.reports.forms.planning import BatchForm, TemplateForm
from bihuan.reports.forms.writing import ReasonForm
from bihuan.reports.jobs import make_batch
from bihuan.reports.models import Affected, Batch, BatchState, TemplateVersion
from bihuan.reports.permission import may_compose, may_publish, may_see_templates
from bihuan.reports.queries.affected import affected_of
from bihuan.reports.queries.files import template_in_force
from bihuan.reports.queries.listing import kind_titles
from bihuan.reports.services.batch import start_batch
from bihuan.reports.services.lineage import leave_uncorrected
from bihuan.reports.services.template import publish_template, take_back
from bihuan.reports.views.access import require_drafts, told
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest


@business_page
def affected(request: PageRequest) -> HttpResponse:
    """Issued documents whose numbers would be others today (受影响文稿)."""
    require_drafts(request.user)
    form = AffectedForm(request.GET)
    rows = affected_of(person(request), form.told.get("state", ""))
    context = {
        "form": form,
        "page": page_of(rows, request, size=20),
        "may_compose": may_compose(request.user),
        "reason_form": ReasonForm(),
    }
    parts = {"list": "reports/part/affected.html"}
    return render_page(request, "reports/affected.html", context, parts=parts)


@require_POST
@business_page
def leave(request: PageRequest, pk: int) -> HttpResponse:
    """Decide that nothing is corrected (不更正)."""
    rows = Affected.objects.select_related("version__report__district", "draft")
    found = visible(rows, person(request), pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        leave_uncorrected(found, reason=reason, by=person(request), now=request.now)
        messages.success(request, "已登记不更正及理由。")
    except ReportsError as error:
        told(request, error)
    return redirect("reports:affected")


@business_page
def batches(request: PageRequest) -> HttpResponse:
    """Make many documents in one go; the earlier batches (批量生成)."""
    if not may_compose(request.user):
        raise PermissionDenied("您的岗位不能批量生成报告")
    user = person(request)
    form = BatchForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            made = start_batch(form.save(commit=False), by=user, now=request.now)
        except ReportsError as error:
            form.add_error(None, str(error))
        else:
            make_batch.enqueue(made.pk)
            return redirect("reports:batch", made.pk)
    rows = Batch.objects.visible_to(user).select_related("district", "by")
    return render(request, "reports/batches.html", {"form": form, "batches": rows[:30]})


@business_page
def batch(request: PageRequest, pk: int) -> HttpResponse:
    """How far a batch is (批量进度)."""
    if not may_compose(request.user):
        raise PermissionDenied("您的岗位不能批量生成报告")
    found = visible(Batch.objects.select_related("district", "by"), person(request), pk)
    titles = kind_titles()
    context = {
        "batch": found,
        "kinds": [titles.get(code, code) for code in found.kinds],
        "busy": found.state in (BatchState.WAITING, BatchState.RUNNING),
    }
    parts = {"progress": "reports/part/batch.html"}
    return render_page(request, "reports/batch.html", context, parts=parts)


def templates(request: PageRequest) -> HttpResponse:
    """The kinds of reports with the templates in force (报告模板)."""
    _require_templates(request)
    rows = [(kind, template_in_force(kind.code)) for kind in all_kinds()]
    context = {"rows": rows, "substitutes": substitutes()}
    return render(request, "reports/templates.html", context)


def template(request: PageRequest, code: str) -> HttpResponse:
    """One kind's template: publish an edited one, go back to a former one (模板页)."""
    _require_templates(request)
    kind = _kind(code)
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if not may_publish(request.user):
            raise PermissionDenied("您的岗位不能发布报告模板")
        if _published(request, kind, form):
            return redirect("reports:template", code)
    rows = TemplateVersion.objects.filter(kind=code).select_related("file", "by")
    context = {"kind": kind, "form": form, "versions": rows, "may": may_publish(request.user)}
    return render(request, "reports/template.html", context)


def _published(request: PageRequest, kind: ReportKind, form: TemplateForm) -> bool:
    by, now = person(request), request.now
    try:
        if "back" in request.POST:
            number = request.POST["back"]
            rows = TemplateVersion.objects.filter(kind=kind.code)
            held = rows.filter(number=number).first() if number.isdecimal() else None
            take_back(kind, held, by=by, now=now)
        elif form.is_valid():
            file: Any = form.cleaned_data["file"]
            note = form.cleaned_data["note"]
            publish_template(kind, file, name=file.name, note=note, by=by, now=now)
        else:
            return False
    except (ReportsError, NotStored) as error:
        form.add_error("file", str(error))
        return False
    messages.success(request, "模板已发布，此后生成的文稿使用新模板。")
    return True


def template_file(request: PageRequest, code: str) -> HttpResponseBase:
    """The template in force, to be edited in Word (下载模板)."""
    _require_templates(request)
    kind = _kind(code)
    held = template_in_force(code)
    if held is not None and held.file is not None:
        with open_file(held.file) as source:
            data = source.read()
    else:
        data = kind.template.read_bytes()
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    answer = HttpResponse(data, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{code}.docx"'
    return answer


def _kind(code: str) -> ReportKind:
    try:
        return kind_of(code)
    except UnknownDefinition as error:
        raise Http404(str(error)) from error


def _require_templates(request: PageRequest) -> None:
    if not may_see_templates(request.user):
        raise PermissionDenied("您的岗位不能查看报告模板")
