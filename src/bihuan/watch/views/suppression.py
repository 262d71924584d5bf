"""What is kept quiet (报警屏蔽)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.registry.views.access import business_page, visible
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest
from bihuan.watch.error import CannotChange
from bihuan.watch.models import Suppression
from bihuan.watch.permission import MAY_JUDGE, acts_on, may_judge
from bihuan.watch.queries.suppression import suppressions_of
from bihuan.watch.services.suppression import lift as lift_it


@business_page
def suppressions(request: PageRequest) -> HttpResponse:
    """Every suppression within my scope, those in force first (报警屏蔽)."""
    is_all = request.GET.get("view") == "all"
    page = page_of(suppressions_of(person(request), request.now, past=is_all), request)
    context = {"page": page, "is_all": is_all, "may": may_judge(request.user)}
    parts = {"list": "watch/part/suppression_list.html"}
    return render_page(request, "watch/suppressions.html", context, parts=parts)


@require_POST
@business_page
def lift(request: PageRequest, pk: int) -> HttpResponse:
    """End one before its time (解除屏蔽)."""
    user = person(request)
    found = visible(Suppression.objects.all(), user, pk)
    if not acts_on(Suppression.objects.all(), user, pk, MAY_JUDGE):
        raise PermissionDenied("您的岗位不能解除屏蔽")
    try:
        lift_it(found, by=user, now=request.now)
        messages.success(request, "已解除屏蔽，进行中的报警恢复通知和转事项。")
    except CannotChange as error:
        messages.error(request, str(error))
    return redirect("watch:suppressions")
