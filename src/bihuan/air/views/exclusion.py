"""Abnormal values of provincial stations (异常数据上报与跟进)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.air.error import AirError
from bihuan.air.forms.desk import AnswerForm, DecisionForm, ReportForm
from bihuan.air.letter import word_of_report
from bihuan.air.models import Doubt, Exclusion, ExclusionReason
from bihuan.air.permission import may_review
from bihuan.air.queries.desk import side_by_side
from bihuan.air.series.values import values_at
from bihuan.air.services.exclusion import (
    AbnormalHours,
    answer_abnormal,
    look_what_if,
    record_letter,
    report_abnormal,
    withdraw_abnormal,
)
from bihuan.air.views.access import air_page, row_of
from bihuan.air.views.desk import doubt_page
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

LETTER = ("point__district", "point__station", "by__organisation")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@air_page
def exclusions(request: PageRequest) -> HttpResponse:
    """Reports with their answers."""
    user = person(request)
    reports = Exclusion.objects.visible_to(user).select_related("point", "by")
    context = {"page": page_of(reports, request, size=30), "may_review": may_review(user)}
    return render_page(request, "air/exclusions.html", context)


@air_page
def exclusion(request: PageRequest, pk: int) -> HttpResponse:
    """One report with its curve, its what-ifs and its answer."""
    return _one(request, pk, AnswerForm())


@require_POST
@air_page
def report(request: PageRequest, pk: int) -> HttpResponse:
    """Report the hours of a doubt of a provincial station."""
    form, row = ReportForm(request.POST), row_of(Doubt.objects.all(), request, pk)
    if not form.is_valid():
        return doubt_page(request, pk, DecisionForm(), form, status=400)
    hours = AbnormalHours(
        row.factor,
        row.start,
        row.end,
        ExclusionReason(form.cleaned_data["reason"]),
        form.cleaned_data["evidence"],
    )
    try:
        made = report_abnormal(row.point, hours, by=person(request), now=request.now)
    except AirError as error:
        form.add_error("reason", str(error))
        return doubt_page(request, pk, DecisionForm(), form, status=409)
    messages.success(request, f"已生成 {made.number}，市中心答复前数据照常参加评价。")
    return redirect("air:exclusion", pk=made.pk)


@air_page
def letter(request: PageRequest, pk: int) -> HttpResponse:
    """The Word document for the city's centre (异常数据情况说明)."""
    row = row_of(Exclusion.objects.select_related(*LETTER), request, pk)
    made = word_of_report(values_at(request.now), row, now=request.now)
    record_letter(row, by=person(request), now=request.now)
    answer = HttpResponse(made, content_type=WORD)
    name = f"{row.number}.docx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer


@require_POST
@air_page
def what_if(request: PageRequest, pk: int) -> HttpResponse:
    """Work out what the exclusion would change; the look is logged."""
    look_what_if(row_of(Exclusion.objects.all(), request, pk), by=person(request), now=request.now)
    return redirect("air:exclusion", pk=pk)


@require_POST
@air_page
def answer(request: PageRequest, pk: int) -> HttpResponse:
    """Put the centre's answer on record, or withdraw the report."""
    row = row_of(Exclusion.objects.select_related("point", "case"), request, pk)
    form = AnswerForm(request.POST)
    is_withdrawal = "withdraw" in request.POST
    if not is_withdrawal and not form.is_valid():
        return _one(request, pk, form, status=400)
    try:
        if is_withdrawal:
            withdraw_abnormal(row, by=person(request), now=request.now)
        else:
            said = form.cleaned_data
            accepted = said["accepted"] == "yes"
            answer_abnormal(
                row, accepted=accepted, answer=said["answer"], by=person(request), now=request.now
            )
    except AirError as error:
        messages.error(request, str(error))
    return redirect("air:exclusion", pk=pk)


def _one(request: PageRequest, pk: int, form: AnswerForm, status: int = 200) -> HttpResponse:
    row = row_of(Exclusion.objects.select_related("point", "by", "case"), request, pk)
    values = values_at(request.now)
    site = next(one for one in values.sites if one.point == row.point_id)
    sides = side_by_side(values, site, row.factor, row.start, row.end)
    context = {
        "report": row,
        "site": site,
        "sides": sides,
        "chart": sides.chart.as_json(),
        "looks": row.looks.select_related("by")[:20],
        "form": form,
        "may_review": may_review(person(request)),
    }
    return render_page(request, "air/exclusion.html", context, status=status)
