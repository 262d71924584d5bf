"""The pages of a station and of a township (站点页, 乡镇页)."""

from datetime import timedelta
from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.timezone import localdate

from bihuan.accounts.views.access import person
from bihuan.air.forms.curve import CurveForm
from bihuan.air.judge.span import DaySpan
from bihuan.air.queries.county import month_so_far, year_so_far
from bihuan.air.queries.curve import pollutant_curves, site_curves
from bihuan.air.queries.process import processes
from bihuan.air.queries.reading import HEADS
from bihuan.air.queries.site import calendar, completeness, days_of, last_hours, site_figures
from bihuan.air.queries.township import township_screen
from bihuan.air.queries.township_list import township_lines
from bihuan.air.series.values import values_at
from bihuan.air.site import all_sites, sites_of
from bihuan.air.views.access import air_page, the_site
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

DAYS_SHOWN = 30


@air_page
def site(request: PageRequest, pk: int) -> HttpResponse:
    """A station with its hours, days, calendar and curves (站点页)."""
    one, now, today = the_site(request, pk), request.now, localdate(request.now)
    values, week = values_at(now), DaySpan(today - timedelta(days=6), today)
    days = days_of(
        values,
        one,
        DaySpan(today - timedelta(days=DAYS_SHOWN), today).until(today - timedelta(days=1)),
    )
    context = {
        "site": one,
        "heads": HEADS,
        "form": CurveForm(request.GET, today=today),
        "hours": last_hours(values, one, now),
        "days": days,
        "calendar": calendar(values, [one.row], today - timedelta(days=1), today),
        "month": (span := month_so_far(today)) and site_figures(values, one, span),
        "year": (whole := year_so_far(today)) and site_figures(values, one, whole),
        "completeness": completeness(values, one, week, now),
        "now": now,
    }
    return render_page(request, "air/site.html", context)


@air_page
def site_series(request: PageRequest, pk: int) -> HttpResponse:
    """A station's curves as JSON: one pollutant, or all six when none was chosen."""
    one = the_site(request, pk)
    form = CurveForm(request.GET, today=localdate(request.now))
    items = [form.item_chosen] if request.GET.get("item") else list(Pollutant)
    values = values_at(request.now)
    return JsonResponse(pollutant_curves(values, one, items, form.query()).as_json())


@air_page
def townships(request: PageRequest) -> HttpResponse:
    """Every township with yesterday and the month, the worst of yesterday first (乡镇列表)."""
    sites, now = sites_of(person(request), request.now), request.now
    values, today = values_at(now), localdate(now)
    courses = processes(values, sites, now=now)
    context = {
        "lines": township_lines(values, sites, courses, today),
        "heads": HEADS,
        "day": today - timedelta(days=1),
    }
    return render_page(request, "air/townships.html", context)


@air_page
def township(request: PageRequest, code: str) -> HttpResponse:
    """One township: stations of each class beside each other (乡镇页)."""
    now, today = request.now, localdate(request.now)
    sites = sites_of(person(request), now)
    span = month_so_far(today) or DaySpan(today, today)
    screen = township_screen(values_at(now), sites, code, span)
    if screen is None:
        refuse_township(code, request)
    context = {"screen": screen, "heads": HEADS, "form": CurveForm(request.GET, today=today)}
    return render_page(request, "air/township.html", context)


@air_page
def township_series(request: PageRequest, code: str) -> HttpResponse:
    """The curves of a township's stations as JSON."""
    sites = [one for one in sites_of(person(request), request.now) if one.district == code]
    form = CurveForm(request.GET, today=localdate(request.now))
    return JsonResponse(site_curves(values_at(request.now), sites, form.query()).as_json())


def refuse_township(code: str, request: PageRequest) -> NoReturn:
    """Say whether a township lies outside or does not exist."""
    if any(one.district == code for one in all_sites(request.now)):
        raise PermissionDenied("该乡镇不在您的管理范围内")
    raise Http404(f"没有代码为 {code} 的乡镇站点")
