"""Plans of documents and data, records of data, and the customer's warnings (文稿计划)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.documents.error import AlteredFile, RefusedFile
from bihuan.documents.services.file import keep_file, open_file, verify_file
from bihuan.registry.views.access import business_page, visible
from bihuan.reports.error import ReportsError
from bihuan.reports.export import export_plan
from bihuan.reports.forms.planning import HandoverForm, PlanForm
from bihuan.reports.forms.writing import ReasonForm
from bihuan.reports.models import DataHandover, DocumentPlan
from bihuan.reports.permission import MAY_COMPOSE, MAY_PLAN, MAY_WARN, acts_in, require_district
from bihuan.reports.queries.plan import STANDING_WORDS, Expected, Standing, plan_progress
from bihuan.reports.services.handing import Proof, note_reading, record_handover
from bihuan.reports.services.planning import give_warning, set_plan
from bihuan.reports.views.access import require_drafts, told
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

RELATED = ("district",)


@business_page
def plans(request: PageRequest) -> HttpResponse:
    """The plans within my scope, with how they stand (文稿计划)."""
    require_drafts(request.user)
    rows = DocumentPlan.objects.visible_to(person(request)).select_related(*RELATED)
    found = [plan_progress(plan, now=request.now) for plan in rows.prefetch_related("items")[:20]]
    may = person(request).may_act_as(MAY_PLAN)
    return render(request, "reports/plans.html", {"plans": found, "may_plan": may})


@business_page
def plan(request: PageRequest, pk: int) -> HttpResponse:
    """One plan: by kind, calendar, what is late, warnings (计划进度)."""
    require_drafts(request.user)
    found = visible(DocumentPlan.objects.select_related(*RELATED), person(request), pk)
    progress = plan_progress(found, now=request.now)
    state = request.GET.get("state", "overdue")
    shown = [one for one in progress.expected if not state or one.standing == state]
    words = {standing.value: label for standing, label in STANDING_WORDS.items()}
    context = {
        "progress": progress,
        "plan": found,
        "state": state,
        "standings": words,
        "page": page_of(shown, request, size=60),
        "may_hand": acts_in(found.district_id, person(request), MAY_COMPOSE),
        "handover_form": HandoverForm(),
        "may_plan": acts_in(found.district_id, person(request), MAY_PLAN),
        "may_warn": acts_in(found.district_id, person(request), MAY_WARN),
        "reason_form": ReasonForm(),
        "late": (Standing.LATE, Standing.OVERDUE),
    }
    parts = {"expected": "reports/part/expected.html"}
    return render_page(request, "reports/plan.html", context, parts=parts)


@business_page
def edit(request: PageRequest, pk: int | None = None) -> HttpResponse:
    """Set a plan (设置计划)."""
    user = person(request)
    if not user.may_act_as(MAY_PLAN):
        raise PermissionDenied("您的岗位不能设置文稿计划")
    held = visible(DocumentPlan.objects.all(), user, pk) if pk else DocumentPlan()
    form = PlanForm(request.POST or None, instance=held, user=user)
    if request.method == "POST" and form.is_valid():
        saved = set_plan(form.save(commit=False), form.items(), by=user, now=request.now)
        messages.success(request, "计划已保存。")
        return redirect("reports:plan", saved.pk)
    return render(request, "reports/plan_edit.html", {"form": form, "plan": held})


@require_POST
@business_page
def warn(request: PageRequest, pk: int, item: int, first: str) -> HttpResponse:
    """Warn for a late document or late data: the customer's act (作出警告)."""
    expected = _expected(request, pk, item, first)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        give_warning(expected, reason=reason, by=person(request), now=request.now)
        messages.success(request, f"已对{expected.kind.title} {expected.period.words}作出警告。")
    except ReportsError as error:
        told(request, error)
    return redirect("reports:plan", pk)


def _expected(request: PageRequest, pk: int, item: int, first: str) -> Expected:
    """One line of a plan that the person may see.

    Raises:
        Http404: the plan holds no such period.
    """
    found = visible(DocumentPlan.objects.select_related(*RELATED), person(request), pk)
    for one in plan_progress(found, now=request.now).expected:
        if one.item.pk == item and one.period.first.isoformat() == first:
            return one
    raise Http404("计划中没有这一期")


@require_POST
@business_page
def hand_over(request: PageRequest, pk: int, item: int, first: str) -> HttpResponse:
    """Put a hand-over of data on record (登记数据报送)."""
    user, form = person(request), HandoverForm(request.POST, request.FILES)
    expected = _expected(request, pk, item, first)
    require_district(expected.item.plan.district, user, MAY_COMPOSE)
    if not form.is_valid():
        messages.error(request, "请填写报送时间，并填写回执或上传报送文件。")
        return redirect("reports:plan", pk)
    try:
        given = form.cleaned_data["file"]
        kept = keep_file(given, name=given.name, by=user, now=request.now) if given else None
        proof = Proof(form.handed(), form.cleaned_data["receipt"], kept)
        record_handover(expected, proof, by=user, now=request.now)
        messages.success(request, f"已登记{expected.kind.title} {expected.period.words}的报送。")
    except (ReportsError, RefusedFile) as error:
        messages.error(request, str(error))
    return redirect("reports:plan", pk)


@business_page
def handover_file(request: PageRequest, pk: int, handover: int) -> FileResponse:
    """The file that was handed over, compared with its hash first (报送文件)."""
    require_drafts(request.user)
    found = visible(DocumentPlan.objects.all(), person(request), pk)
    rows = DataHandover.objects.filter(item__plan=found).select_related("file")
    row = rows.filter(pk=handover).first()
    if row is None or row.file is None:
        raise Http404("没有这份报送文件")
    try:
        verify_file(row.file)
    except AlteredFile as error:
        raise Http404(str(error)) from error
    note_reading(row, by=person(request), now=request.now)
    return FileResponse(
        open_file(row.file),
        as_attachment=True,
        filename=row.file.name,
        content_type=row.file.media_type,
    )


@business_page
def export(request: PageRequest, pk: int) -> FileResponse:
    """The plan's calendar and warnings as an Excel file (导出计划)."""
    require_drafts(request.user)
    found = visible(DocumentPlan.objects.select_related(*RELATED), person(request), pk)
    progress = plan_progress(found, now=request.now)
    return export_plan(progress, by=person(request), now=request.now)
