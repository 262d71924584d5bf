"""Mobile monitoring (走航监测): drives, their track on map and time, peaks, export."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.air.acts import Act
from bihuan.air.error import AirError
from bihuan.air.forms.drive import DriveForm
from bihuan.air.models import Drive
from bihuan.air.permission import may_review
from bihuan.air.queries.drive import drive_screen, peaks_text, readings_text
from bihuan.air.queries.target import county_of
from bihuan.air.rule_book import book_at
from bihuan.air.services.drive import take_drive
from bihuan.air.services.export import record_export
from bihuan.air.site import sites_of
from bihuan.air.views.access import air_page, row_of
from bihuan.documents.error import DocumentsError
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest


@air_page
def drives(request: PageRequest) -> HttpResponse:
    """The drives, and a form for the next."""
    return _list(request, DriveForm())


@require_POST
@air_page
def take(request: PageRequest) -> HttpResponse:
    """Take in a file of readings."""
    form, user = DriveForm(request.POST, request.FILES), person(request)
    district = county_of(user, sites_of(user, request.now))
    if district is None:
        raise PermissionDenied("您的管理范围内没有评价点位，不能导入走航数据")
    if not form.is_valid():
        return _list(request, form, status=400)
    file = form.cleaned_data["file"]
    try:
        made = take_drive(
            file, name=file.name, told=form.told, district=district, by=user, now=request.now
        )
    except (AirError, DocumentsError) as error:
        form.add_error("file", str(error))
        return _list(request, form, status=400)
    return redirect("air:drive", pk=made.pk)


@air_page
def one(request: PageRequest, pk: int) -> HttpResponse:
    """One drive: track, curve and peaks of one item."""
    drive, book = _drive(request, pk), book_at(request.now)
    screen = drive_screen(drive, person(request), book, item=request.GET.get("item", ""))
    context = {
        "screen": screen,
        "chart": screen.chart.as_json(),
        "boundaries": reverse("map:boundaries", args=[drive.district_id]),
        "unplaced_words": f"{drive.unplaced} 条没有有效位置" if drive.unplaced else "全部有位置",
        "unconfirmed": book.is_unconfirmed("drive_"),
    }
    return render_page(request, "air/drive.html", context)


@air_page
def peaks(request: PageRequest, pk: int) -> HttpResponse:
    """The peaks of one item as CSV, with an audit entry."""
    drive = _drive(request, pk)
    item = request.GET.get("item", "")
    screen = drive_screen(drive, person(request), book_at(request.now), item=item)
    what = f"{drive} {screen.item} 峰值"
    return _sent(request, f"drive-{pk}-peaks.csv", peaks_text(screen), len(screen.peaks), what)


@air_page
def readings(request: PageRequest, pk: int) -> HttpResponse:
    """Every reading as CSV, with an audit entry."""
    drive = _drive(request, pk)
    return _sent(
        request, f"drive-{pk}.csv", readings_text(drive), drive.readings, f"{drive} 全部记录"
    )


def _drive(request: PageRequest, pk: int) -> Drive:
    return row_of(Drive.objects.select_related("district", "by", "file"), request, pk)


def _sent(request: PageRequest, name: str, made: bytes, rows: int, what: str) -> HttpResponse:
    record_export(Act.EXPORT_DRIVE, rows=rows, what=what, by=person(request), now=request.now)
    answer = HttpResponse(made, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _list(request: PageRequest, form: DriveForm, status: int = 200) -> HttpResponse:
    user = person(request)
    rows = Drive.objects.visible_to(user).select_related("district", "by")
    context = {
        "page": page_of(rows, request, size=30),
        "form": form,
        "may_review": may_review(user),
    }
    return render_page(request, "air/drives.html", context, status=status)
