"""Benchmark counties and the notices of the upper level (县市对标, 通报导入)."""

import io
from datetime import date

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.air.error import AirError
from bihuan.air.forms.county_import import CountyImportForm
from bihuan.air.models import CountyImport, CountyImportState
from bihuan.air.permission import may_review
from bihuan.air.queries.benchmark import benchmark_screen
from bihuan.air.queries.county_table import ADVICE, SHEET
from bihuan.air.queries.published import preview_of
from bihuan.air.queries.reading import HEADS
from bihuan.air.queries.target import county_of
from bihuan.air.series.values import values_at
from bihuan.air.services.county_import import check_counties, decide_counties
from bihuan.air.site import sites_of
from bihuan.air.views.access import air_page, row_of
from bihuan.air.views.target import county_to_write
from bihuan.documents.error import DocumentsError
from bihuan.registry.exchange.output import write_template
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 10


@air_page
def benchmark(request: PageRequest) -> HttpResponse:
    """Benchmark counties beside ours (县市对标)."""
    return _benchmark(request, CountyImportForm())


@require_POST
@air_page
def check(request: PageRequest) -> HttpResponse:
    """Read a notice; nothing changes yet (核对通报)."""
    form, user = CountyImportForm(request.POST, request.FILES), person(request)
    district = county_to_write(request)
    if not form.is_valid():
        return _benchmark(request, form, status=400)
    try:
        made = check_counties(**form.said, district=district, by=user, now=request.now)
    except (AirError, DocumentsError) as error:
        form.add_error("file", getattr(error, "sentences", None) or str(error))
        return _benchmark(request, form, status=400)
    return redirect("air:county_import", pk=made.pk)


@air_page
def one(request: PageRequest, pk: int) -> HttpResponse:
    """A notice before it is taken in: faults, what is new, how it agrees with ours (预览)."""
    rows = CountyImport.objects.select_related("by", "file", "district")
    made, user = row_of(rows, request, pk), person(request)
    is_open = made.state == CountyImportState.CHECKED
    context = {
        "made": made,
        "preview": preview_of(made, user=user, now=request.now),
        "heads": HEADS,
        "may_decide": is_open and may_review(user),
    }
    return render_page(request, "air/county_import.html", context)


@require_POST
@air_page
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Take the notice in, or drop it (确认或放弃)."""
    made = row_of(CountyImport.objects.select_related("district"), request, pk)
    take = "take" in request.POST
    try:
        count = decide_counties(made, take=take, by=person(request), now=request.now)
    except AirError as error:
        messages.error(request, str(error))
        return redirect("air:county_import", pk=pk)
    if not take:
        messages.success(request, "已放弃，没有改动任何数据。")
        return redirect("air:benchmark")
    messages.success(request, f"已导入 {count} 行公布数据。")
    return redirect("air:county_import", pk=pk)


@air_page
def template(request: PageRequest) -> FileResponse:
    """The empty workbook with explanations (下载模板)."""
    file = io.BytesIO()
    write_template(SHEET, file, ADVICE)
    answer = FileResponse(io.BytesIO(file.getvalue()), content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"{SHEET.title}模板.xlsx")
    return answer


def _benchmark(request: PageRequest, form: CountyImportForm, status: int = 200) -> HttpResponse:
    user, now = person(request), request.now
    sites = sites_of(user, now)
    district = county_of(user, sites)
    asked = _day(request.GET.get("day", ""))
    name = district.name if district else ""
    screen = benchmark_screen(values_at(now), sites, name, asked) if district else None
    context = {
        "screen": screen,
        "form": form,
        "heads": HEADS,
        "may_write": may_review(user),
        "imports": CountyImport.objects.visible_to(user).select_related("by")[:MOST_SHOWN],
    }
    return render_page(request, "air/benchmark.html", context, status=status)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
