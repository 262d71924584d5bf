"""Assessment tasks of a year, a winter, a quarter (考核任务分解)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.air.error import AirError
from bihuan.air.forms.target import TaskForm
from bihuan.air.models import AssessmentTask
from bihuan.air.permission import may_review
from bihuan.air.queries.target import county_of
from bihuan.air.queries.task import task_screen, task_screens
from bihuan.air.rule_book import book_at
from bihuan.air.series.values import values_at
from bihuan.air.services.task import name_owners, set_task
from bihuan.air.site import sites_of
from bihuan.air.views.access import air_page, row_of
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest


@air_page
def tasks(request: PageRequest) -> HttpResponse:
    """Every task as it stands, and a form for a new one."""
    return _list(request, TaskForm(initial={"year": localdate(request.now).year}))


@require_POST
@air_page
def set_one(request: PageRequest) -> HttpResponse:
    """Set a task and share it among the townships."""
    form, user = TaskForm(request.POST), person(request)
    district = county_of(user, sites_of(user, request.now))
    if district is None:
        raise PermissionDenied("您的管理范围内没有评价点位，不能设置考核任务")
    if not form.is_valid():
        return _list(request, form, status=400)
    try:
        made = set_task(form.goal, district=district, by=user, now=request.now)
    except AirError as error:
        form.add_error("kind", str(error))
        return _list(request, form, status=400)
    messages.success(request, "已按上年同期浓度分解到乡镇，可修改责任单位。")
    return redirect("air:task", pk=made.pk)


@air_page
def one(request: PageRequest, pk: int) -> HttpResponse:
    """One task with its townships and who answers for them."""
    row = row_of(AssessmentTask.objects.select_related("district", "by"), request, pk)
    context = {
        "screen": task_screen(values_at(request.now), row, now=request.now),
        "light_rules": book_at(request.now).words("light_"),
        "may_review": may_review(person(request)),
    }
    return render_page(request, "air/task.html", context)


@require_POST
@air_page
def owners(request: PageRequest, pk: int) -> HttpResponse:
    """Name who answers for each township."""
    row = row_of(AssessmentTask.objects.select_related("district"), request, pk)
    named = {
        int(key.removeprefix("owner-")): str(text)
        for key, text in request.POST.items()
        if key.startswith("owner-") and key.removeprefix("owner-").isdecimal()
    }
    name_owners(row, named, by=person(request), now=request.now)
    messages.success(request, "已保存责任单位。")
    return redirect("air:task", pk=pk)


def _list(request: PageRequest, form: TaskForm, status: int = 200) -> HttpResponse:
    user = person(request)
    rows = AssessmentTask.objects.visible_to(user).select_related("district", "by")
    page = page_of(rows, request, size=20)
    context = {
        "page": page,
        "light_rules": book_at(request.now).words("light_"),
        "screens": task_screens(values_at(request.now), list(page), now=request.now),
        "form": form,
        "may_review": may_review(user),
    }
    return render_page(request, "air/tasks.html", context, status=status)
