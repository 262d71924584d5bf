"""The review desk (审核台)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.air.error import AirError
from bihuan.air.forms.desk import DecisionForm, DoubtForm, QueueForm, ReportForm
from bihuan.air.models import Doubt, Review
from bihuan.air.permission import may_review
from bihuan.air.queries.desk import counts, history, queue, side_by_side, waiting_for_second
from bihuan.air.series.values import values_at
from bihuan.air.services.doubt import raise_doubt
from bihuan.air.services.review import consent, is_provincial, review_doubts
from bihuan.air.site import sites_of
from bihuan.air.views.access import air_page, row_of
from bihuan.registry.models import MonitoringPoint
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

PARTS = {"queue": "air/part/queue.html"}


@air_page
def desk(request: PageRequest) -> HttpResponse:
    """Doubtful values that wait, decisions that wait for a second person, the history."""
    return _desk(request, DoubtForm(None, sites=sites_of(person(request), request.now)))


@require_POST
@air_page
def add_doubt(request: PageRequest) -> HttpResponse:
    """Put hours into the queue by hand (人工存疑)."""
    sites = sites_of(person(request), request.now)
    form = DoubtForm(request.POST, sites=sites)
    if not form.is_valid():
        return _desk(request, form, status=400)
    said = dict(form.cleaned_data)
    site = next(one for one in sites if str(one.station) == said.pop("site"))
    point = MonitoringPoint.objects.get(pk=site.point)
    made = raise_doubt(point, **said, by=person(request), now=request.now)
    return redirect("air:doubt", pk=made.pk)


def _desk(request: PageRequest, by_hand: DoubtForm, status: int = 200) -> HttpResponse:
    user = person(request)
    form = QueueForm(request.GET, sites=sites_of(user, request.now))
    context = {
        "form": form,
        "decision": DecisionForm(),
        "by_hand": by_hand,
        "page": page_of(queue(user, **form.filters), request, size=30),
        "counts": counts(user),
        "second": waiting_for_second(user)[:20],
        "history": history(user)[:20],
        "may_review": may_review(user),
        "user": user,
    }
    return render_page(request, "air/desk.html", context, parts=PARTS, status=status)


@air_page
def doubt(request: PageRequest, pk: int) -> HttpResponse:
    """One doubt with its evidence, three series and its history."""
    return doubt_page(request, pk, DecisionForm(), ReportForm())


@require_POST
@air_page
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Decide about one doubt."""
    form, row = DecisionForm(request.POST), row_of(Doubt.objects.all(), request, pk)
    if not form.is_valid():
        return doubt_page(request, pk, form, ReportForm(), status=400)
    try:
        review_doubts([row], form.decision, by=person(request), now=request.now)
    except AirError as error:
        form.add_error("state", str(error))
        return doubt_page(request, pk, form, ReportForm(), status=409)
    messages.success(request, "已记录审核结果，原始数据保持不变。")
    return redirect("air:desk")


@require_POST
@air_page
def decide_many(request: PageRequest) -> HttpResponse:
    """The same decision about several doubts (批量审核)."""
    form = DecisionForm(request.POST)
    chosen = [int(one) for one in request.POST.getlist("doubt") if one.isdecimal()]
    rows = list(queue(person(request)).filter(pk__in=chosen))
    if not rows or not form.is_valid():
        messages.error(request, "请勾选要审核的数据，并填写审核结果、理由和说明。")
        return redirect("air:desk")
    try:
        done = review_doubts(rows, form.decision, by=person(request), now=request.now)
    except AirError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已审核 {len(done)} 条。")
    return redirect("air:desk")


@require_POST
@air_page
def agree(request: PageRequest, pk: int) -> HttpResponse:
    """Agree as the second person (复核)."""
    try:
        consent(row_of(Review.objects.all(), request, pk), by=person(request), now=request.now)
    except AirError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已复核，审核结果生效。")
    return redirect("air:desk")


def doubt_page(
    request: PageRequest, pk: int, form: DecisionForm, report: ReportForm, status: int = 200
) -> HttpResponse:
    """The page of a doubt with the forms as they were filled in."""
    row = row_of(Doubt.objects.select_related("point__station"), request, pk)
    values = values_at(request.now)
    site = next((one for one in values.sites if one.point == row.point_id), None)
    if site is None:
        raise PermissionDenied("该站点已停用")
    sides = side_by_side(values, site, row.factor, row.start, row.end)
    context = {
        "doubt": row,
        "site": site,
        "sides": sides,
        "chart": sides.chart.as_json(),
        "form": form,
        "report": report,
        "reviews": row.reviews.select_related("by", "second_by"),
        "is_provincial": is_provincial(row.point),
        "may_review": may_review(person(request)),
    }
    return render_page(request, "air/doubt.html", context, status=status)
