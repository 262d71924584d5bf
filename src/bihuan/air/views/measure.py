"""The library of measures (管控措施库): edited by analysts, approved beforehand by managers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.air.analysis.candidate import cause_words
from bihuan.air.forms.ledger import MeasureForm
from bihuan.air.models import Measure
from bihuan.air.permission import may_approve, may_review
from bihuan.air.services.measure import approve_beforehand, save_measure
from bihuan.air.views.access import air_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest


@air_page
def measures(request: PageRequest) -> HttpResponse:
    """Every measure, and a form for a new one."""
    form = MeasureForm(request.POST or None)
    if request.method == "POST" and (saved := _save(request, form)):
        return saved
    rows = Measure.objects.select_related("approved_by")
    context = {
        "rows": [(one, cause_words(one.cause) if one.cause else "全部") for one in rows],
        "form": form,
        "may_review": may_review(person(request)),
        "may_approve": may_approve(person(request)),
    }
    return render_page(request, "air/measures.html", context)


@air_page
def measure(request: PageRequest, pk: int) -> HttpResponse:
    """One measure; a change takes its approval back."""
    row = get_object_or_404(Measure, pk=pk)
    form = MeasureForm(request.POST or None, instance=row)
    if request.method == "POST" and (saved := _save(request, form)):
        return saved
    context = {"row": row, "form": form, "may_review": may_review(person(request))}
    return render_page(request, "air/measure.html", context)


@require_POST
@air_page
def approve(request: PageRequest, pk: int) -> HttpResponse:
    """Approve a measure beforehand."""
    made = approve_beforehand(
        get_object_or_404(Measure, pk=pk), by=person(request), now=request.now
    )
    messages.success(request, f"{made.code} 已预先批准，按此措施的指令可一键下发。")
    return redirect("air:measures")


def _save(request: PageRequest, form: MeasureForm) -> HttpResponse | None:
    if not may_review(person(request)):
        raise PermissionDenied("您的岗位不能维护管控措施")
    if not form.is_valid():
        return None
    made = save_measure(form.save(commit=False), by=person(request), now=request.now)
    messages.success(request, f"已保存 {made.code}，须由管理人员重新批准后才能一键下发。")
    return redirect("air:measures")
