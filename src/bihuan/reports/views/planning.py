"""Plans of documents and the customer's warnings (文稿计划)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.registry.views.access import business_page, visible
from bihuan.reports.error import ReportsError
from bihuan.reports.forms.planning import PlanForm
from bihuan.reports.forms.writing import ReasonForm
from bihuan.reports.models import DocumentPlan
from bihuan.reports.permission import MAY_PLAN, MAY_WARN, acts_in
from bihuan.reports.queries.plan import STANDING_WORDS, Standing, plan_progress
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
    """Warn for a late document: the customer's act (作出警告)."""
    found = visible(DocumentPlan.objects.select_related(*RELATED), person(request), pk)
    progress = plan_progress(found, now=request.now)
    expected = next(
        (
            one
            for one in progress.expected
            if one.item.pk == item and one.period.first.isoformat() == first
        ),
        None,
    )
    if expected is None:
        raise Http404("计划中没有这份文稿")
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        give_warning(expected, reason=reason, by=person(request), now=request.now)
        messages.success(request, f"已对{expected.kind.title} {expected.period.words}作出警告。")
    except ReportsError as error:
        told(request, error)
    return redirect("reports:plan", pk)
