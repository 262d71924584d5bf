"""Forecast bulletins (预报简报)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from bihuan.accounts.models import District
from bihuan.accounts.views.access import person
from bihuan.air.error import AirError
from bihuan.air.figure.bulletin_picture import bulletin_picture
from bihuan.air.forms.bulletin import BulletinForm
from bihuan.air.models import Bulletin
from bihuan.air.permission import may_approve, may_review
from bihuan.air.queries.bulletin import copy_text, next_slot, scores, slots
from bihuan.air.queries.target import county_of
from bihuan.air.series.values import values_at
from bihuan.air.services.bulletin import approve_bulletin, send_bulletin, write_bulletin
from bihuan.air.site import sites_of
from bihuan.air.views.access import air_page, row_of
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest


@air_page
def bulletins(request: PageRequest) -> HttpResponse:
    """Slots, the draft of today, and how the forecasts scored."""
    return _list(request, BulletinForm(None, first=localdate(request.now)))


@require_POST
@air_page
def write(request: PageRequest) -> HttpResponse:
    """Write or rewrite a draft."""
    form = BulletinForm(request.POST, first=localdate(request.now))
    district = _county(request)
    if district is None:
        raise PermissionDenied("您的管理范围内没有评价点位，不能编制预报简报")
    if not form.is_valid():
        return _list(request, form, status=400)
    try:
        made = write_bulletin(form.draft, district=district, by=person(request), now=request.now)
    except AirError as error:
        form.add_error("slot", str(error))
        return _list(request, form, status=409)
    return redirect("air:bulletin", pk=made.pk)


@air_page
def bulletin(request: PageRequest, pk: int) -> HttpResponse:
    """One bulletin with its text for groups."""
    rows = Bulletin.objects.select_related("district", "by", "approved_by")
    made, user = row_of(rows, request, pk), person(request)
    context = {
        "bulletin": made,
        "text": copy_text(made),
        "sources": made.sources.all(),
        "may_review": may_review(user),
        "may_approve": may_approve(user) and made.by_id != user.pk,
    }
    return render_page(request, "air/bulletin.html", context)


@air_page
def picture(request: PageRequest, pk: int) -> HttpResponse:
    """The picture for a chat group (预报配图)."""
    made = row_of(Bulletin.objects.select_related("district"), request, pk)
    return HttpResponse(bulletin_picture(made), content_type="image/png")


@require_POST
@air_page
def act(request: PageRequest, pk: int) -> HttpResponse:
    """Approve or send a bulletin."""
    made = row_of(Bulletin.objects.select_related("district"), request, pk)
    move = send_bulletin if "send" in request.POST else approve_bulletin
    try:
        move(made, by=person(request), now=request.now)
    except AirError as error:
        messages.error(request, str(error))
    return redirect("air:bulletin", pk=pk)


def _county(request: PageRequest) -> District | None:
    return county_of(person(request), sites_of(person(request), request.now))


def _list(request: PageRequest, form: BulletinForm, status: int = 200) -> HttpResponse:
    user, now, district = person(request), request.now, _county(request)
    sites, values = sites_of(user, now), values_at(now)
    rows = slots(district, now=now) if district else []
    form.initial["slot"] = next_slot(rows, localdate(now))
    context = {
        "form": form,
        "district": district,
        "slots": rows,
        "scores": scores(values, sites, district, now=now)[:20] if district else [],
        "may_review": may_review(user),
    }
    return render_page(request, "air/bulletins.html", context, status=status)
