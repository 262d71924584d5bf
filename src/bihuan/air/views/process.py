"""Abnormal courses, advice and the ledger (异常过程, 研判与指令台账)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from bihuan.accounts.models import District
from bihuan.accounts.views.access import person
from bihuan.air.error import AirError
from bihuan.air.forms.bulletin import ProposalForm
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import Instruction, InstructionKind, InstructionState, Measure
from bihuan.air.permission import may_approve, may_review
from bihuan.air.queries.curve import CurveQuery, site_curves
from bihuan.air.queries.process import Process, processes, rule_words
from bihuan.air.queries.process_screen import process_screen
from bihuan.air.rule_book import book_at
from bihuan.air.series.values import Values, values_at
from bihuan.air.services.instruction import Proposal, approve, dispatch, propose, refuse
from bihuan.air.site import sites_of
from bihuan.air.views.access import air_page, row_of
from bihuan.registry.models import MonitoringPoint
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

PARTS = {"list": "air/part/processes.html"}


@air_page
def show(request: PageRequest) -> HttpResponse:
    """Courses of the last seven days."""
    sites = sites_of(person(request), request.now)
    asked = request.GET.get("point", "")
    found = processes(values_at(request.now), sites, now=request.now)
    mine = [one for one in found if not asked or str(one.site.point) == asked]
    here = next((site for site in sites if asked and str(site.point) == asked), None)
    book = book_at(request.now)
    context = {
        "page": page_of(mine, request, size=40),
        "here": here,
        "rule_words": rule_words(book),
        "unconfirmed": book.is_unconfirmed("course_", "floor_"),
    }
    return render_page(request, "air/processes.html", context, parts=PARTS)


@air_page
def one(request: PageRequest, key: str) -> HttpResponse:
    """One course with everything known about it (异常过程研判)."""
    return _one(request, key, ProposalForm())


@require_POST
@air_page
def enter(request: PageRequest, key: str) -> HttpResponse:
    """Enter a study or an order about the course into the ledger."""
    form, course = ProposalForm(request.POST), _course(request, key)[1]
    if not form.is_valid():
        return _one(request, key, form, status=400)
    said = form.cleaned_data
    measure = Measure.objects.filter(code=said["measure"]).first()
    kind = InstructionKind(said["kind"])
    proposal = Proposal(kind, key, said["title"], said["text"], said["cause"], measure)
    district = District.objects.get(code=course.site.district)
    made = propose(proposal, district=district, by=person(request), now=request.now)
    if "dispatch" in request.POST and made.state == InstructionState.APPROVED:
        point = MonitoringPoint.objects.get(pk=course.site.point)
        made = dispatch(made, point, by=person(request), now=request.now)
    messages.success(request, f"{made.number} 已登记：{made.get_state_display()}。")
    return redirect("air:process", key=key)


@require_POST
@air_page
def act(request: PageRequest, pk: int) -> HttpResponse:
    """Approve, refuse or dispatch an entry of the ledger."""
    made, by, now = row_of(Instruction.objects.all(), request, pk), person(request), request.now
    try:
        if "dispatch" in request.POST:
            point = MonitoringPoint.objects.filter(station_id=_station(made)).first()
            made = dispatch(made, point, by=by, now=now)
            messages.success(request, f"已下发交办单 {made.case}。")
        else:
            (refuse if "refuse" in request.POST else approve)(made, by=by, now=now)
    except AirError as error:
        messages.error(request, str(error))
    return redirect("air:process", key=made.process) if made.process else redirect("air:ledger")


def _station(made: Instruction) -> int:
    return int(made.process.split("-", 1)[0] or 0)


def _course(request: PageRequest, key: str) -> tuple[Values, Process]:
    values = values_at(request.now)
    everyone = {each.key: each for each in processes(values, values.sites, now=request.now)}
    if key not in everyone:
        raise Http404("该异常过程已超过 7 天或数据已更正，可在台账中查看研判记录")
    seen = {site.station for site in sites_of(person(request), request.now)}
    if everyone[key].site.station not in seen:
        raise PermissionDenied("该站点不在您的管理范围内")
    return values, everyone[key]


def _one(request: PageRequest, key: str, form: ProposalForm, status: int = 200) -> HttpResponse:
    values, course = _course(request, key)
    user = person(request)
    span = DaySpan(localdate(course.start), localdate(course.end))
    near = [course.site, *[each for each in values.sites if each.district == course.site.district]]
    query = CurveQuery(course.item, span, hourly=True)
    context = {
        "screen": process_screen(values, user, course, now=request.now),
        "chart": site_curves(values, list(dict.fromkeys(near)), query).as_json(),
        "form": form,
        "may_review": may_review(user),
        "may_approve": may_approve(user),
        "user": user,
    }
    return render_page(request, "air/process.html", context, status=status)
