"""Days of dust (沙尘过程): reported on the day, followed in a case, deducted when recognised."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.air.error import AirError
from bihuan.air.forms.desk import AnswerForm, DustForm
from bihuan.air.models import DustCase
from bihuan.air.permission import may_review
from bihuan.air.queries.dust import dust_hints, dust_screen
from bihuan.air.queries.target import county_of
from bihuan.air.rule_book import book_at
from bihuan.air.series.values import values_at
from bihuan.air.services.dust import answer_dust, report_dust
from bihuan.air.site import sites_of
from bihuan.air.views.access import air_page, row_of
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest


@air_page
def show(request: PageRequest) -> HttpResponse:
    """Reports of dust, hours that look like dust, and the form for a new report."""
    return _list(request, DustForm(initial={"first": localdate(request.now)}))


@require_POST
@air_page
def report(request: PageRequest) -> HttpResponse:
    """Report days of dust; their case begins."""
    form = DustForm(request.POST)
    district = county_of(person(request), sites_of(person(request), request.now))
    if district is None:
        raise PermissionDenied("您的管理范围内没有评价点位，不能上报沙尘过程")
    if not form.is_valid():
        return _list(request, form, status=400)
    made = report_dust(district, **form.cleaned_data, by=person(request), now=request.now)
    messages.success(request, "已上报沙尘过程，上级认定前不扣除任何数据。")
    return redirect("air:dust_one", pk=made.pk)


@air_page
def one(request: PageRequest, pk: int) -> HttpResponse:
    """One report with its hours and what a deduction changes."""
    return _one(request, pk, AnswerForm())


@require_POST
@air_page
def answer(request: PageRequest, pk: int) -> HttpResponse:
    """Put the upper level's answer on record, where no case follows the report."""
    row = row_of(DustCase.objects.select_related("district", "case"), request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _one(request, pk, form, status=400)
    said = form.cleaned_data
    accepted = said["accepted"] == "yes"
    try:
        answer_dust(
            row, accepted=accepted, answer=said["answer"], by=person(request), now=request.now
        )
    except AirError as error:
        messages.error(request, str(error))
    return redirect("air:dust_one", pk=pk)


def _list(request: PageRequest, form: DustForm, status: int = 200) -> HttpResponse:
    user = person(request)
    rows = DustCase.objects.visible_to(user).select_related("district", "by", "case")
    context = {
        "page": page_of(rows, request, size=30),
        "hints": dust_hints(values_at(request.now), user, now=request.now),
        "unconfirmed": book_at(request.now).is_unconfirmed("dust_"),
        "form": form,
        "may_review": may_review(user),
    }
    return render_page(request, "air/dust.html", context, status=status)


def _one(request: PageRequest, pk: int, form: AnswerForm, status: int = 200) -> HttpResponse:
    row = row_of(DustCase.objects.select_related("district", "by", "case"), request, pk)
    screen = dust_screen(values_at(request.now), row, now=request.now)
    context = {
        "screen": screen,
        "chart": screen.chart.as_json(),
        "form": form,
        "may_review": may_review(person(request)),
    }
    return render_page(request, "air/dust_one.html", context, status=status)
