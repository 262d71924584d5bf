"""The page of targets (目标管理)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from bihuan.accounts.models import District
from bihuan.accounts.views.access import person
from bihuan.air.forms.target import TargetForm
from bihuan.air.models import TargetItem
from bihuan.air.permission import may_review
from bihuan.air.queries.target import county_of, target_screen
from bihuan.air.series.values import values_at
from bihuan.air.services.target import set_target
from bihuan.air.site import sites_of
from bihuan.air.views.access import air_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

PARTS = {"targets": "air/part/targets.html"}


@air_page
def targets(request: PageRequest) -> HttpResponse:
    """Annual targets, what is left today, and what may still happen (目标管理)."""
    return _targets(request, TargetForm(initial={"year": localdate(request.now).year}))


@require_POST
@air_page
def set_one(request: PageRequest) -> HttpResponse:
    """Set one annual target."""
    form = TargetForm(request.POST)
    if not form.is_valid():
        return _targets(request, form, status=400)
    said = form.cleaned_data | {"item": TargetItem(form.cleaned_data["item"])}
    set_target(county_to_write(request), **said, by=person(request), now=request.now)
    messages.success(request, "已保存年度目标，余量已按新目标重新计算。")
    return redirect("air:targets")


def _targets(request: PageRequest, form: TargetForm, status: int = 200) -> HttpResponse:
    user, now = person(request), request.now
    sites = sites_of(user, now)
    district = county_of(user, sites)
    screen = target_screen(values_at(now), sites, district, now=now) if district else None
    context = {"screen": screen, "form": form, "district": district, "may_write": may_review(user)}
    return render_page(request, "air/targets.html", context, parts=PARTS, status=status)


def county_to_write(request: PageRequest) -> District:
    """The county whose targets and published figures this person keeps.

    Raises:
        PermissionDenied: there is none within the scope.
    """
    district = county_of(person(request), sites_of(person(request), request.now))
    if district is None:
        raise PermissionDenied("您的管理范围内没有可设置目标的县（市、区）")
    return district
