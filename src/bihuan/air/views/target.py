"""The pages of targets and benchmark counties (目标管理, 县市对标)."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from bihuan.accounts.models import District
from bihuan.accounts.views.access import person
from bihuan.air.forms.target import CountyImportForm, TargetForm
from bihuan.air.models import TargetItem
from bihuan.air.permission import may_review
from bihuan.air.queries.benchmark import benchmark_screen
from bihuan.air.queries.reading import HEADS
from bihuan.air.queries.target import county_of, target_screen
from bihuan.air.series.values import values_at
from bihuan.air.services.target import UnreadableFigures, import_counties, set_target
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
    set_target(_county(request), **said, by=person(request), now=request.now)
    messages.success(request, "已保存年度目标，余量已按新目标重新计算。")
    return redirect("air:targets")


@air_page
def benchmark(request: PageRequest) -> HttpResponse:
    """Benchmark counties beside ours (县市对标)."""
    return _benchmark(request, CountyImportForm())


@require_POST
@air_page
def import_figures(request: PageRequest) -> HttpResponse:
    """Take in a pasted table of counties."""
    form = CountyImportForm(request.POST)
    if form.is_valid():
        try:
            done = import_counties(
                **form.cleaned_data, district=_county(request), by=person(request), now=request.now
            )
        except UnreadableFigures as error:
            form.add_error("text", error.sentences)
        else:
            messages.success(request, f"已导入 {done.rows} 行、{done.counties} 个县市。")
            return redirect("air:benchmark")
    return _benchmark(request, form, status=400)


def _targets(request: PageRequest, form: TargetForm, status: int = 200) -> HttpResponse:
    user, now = person(request), request.now
    sites = sites_of(user, now)
    district = county_of(user, sites)
    screen = target_screen(values_at(now), sites, district, now=now) if district else None
    context = {"screen": screen, "form": form, "district": district, "may_write": may_review(user)}
    return render_page(request, "air/targets.html", context, parts=PARTS, status=status)


def _benchmark(request: PageRequest, form: CountyImportForm, status: int = 200) -> HttpResponse:
    user, now = person(request), request.now
    sites = sites_of(user, now)
    district = county_of(user, sites)
    asked = _day(request.GET.get("day", ""))
    name = district.name if district else ""
    screen = benchmark_screen(values_at(now), sites, name, asked) if district else None
    context = {"screen": screen, "form": form, "heads": HEADS, "may_write": may_review(user)}
    return render_page(request, "air/benchmark.html", context, status=status)


def _county(request: PageRequest) -> District:
    district = county_of(person(request), sites_of(person(request), request.now))
    if district is None:
        raise PermissionDenied("您的管理范围内没有可设置目标的县（市、区）")
    return district


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
