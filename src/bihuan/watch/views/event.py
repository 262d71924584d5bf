"""Events: the list, one event, what people do with it (报警)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.registry.views.access import business_page, visible
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest
from bihuan.watch.error import CannotChange
from bihuan.watch.forms.event import EventForm, FindingForm, SuppressionForm
from bihuan.watch.models import Event, Suppression
from bihuan.watch.permission import MAY_JUDGE, acts_on
from bihuan.watch.picture import event_picture
from bihuan.watch.queries.event import event_chart, events_of
from bihuan.watch.rules import desk_of, label_of
from bihuan.watch.services.finding import note_finding
from bihuan.watch.services.raising import raise_by_hand
from bihuan.watch.services.suppression import suppress
from bihuan.watch.services.tell import context_of

ROWS = Event.objects.select_related(
    "point__district",
    "point__outlet__enterprise",
    "version__by",
    "suppression__by",
    "case",
    "finding_by",
)


@business_page
def events(request: PageRequest) -> HttpResponse:
    """The events within my scope, one line a spell (报警)."""
    form = EventForm(request.GET, user=person(request))
    page = page_of(events_of(person(request), form.filter()), request)
    parts = {"list": "watch/part/event_list.html"}
    return render_page(request, "watch/events.html", {"form": form, "page": page}, parts=parts)


@business_page
def event(request: PageRequest, pk: int) -> HttpResponse:
    """One event: why, its curve, what was made of it (报警页)."""
    return _shown(request, _seen(request, pk))


def _seen(request: PageRequest, pk: int) -> Event:
    return visible(ROWS.all(), person(request), pk)


def _mine(request: PageRequest, pk: int) -> Event:
    found = _seen(request, pk)
    if not acts_on(Event.objects.all(), person(request), pk, MAY_JUDGE):
        raise PermissionDenied("您的岗位只能查看报警")
    return found


def _shown(request: PageRequest, found: Event, **more: Any) -> HttpResponse:
    user = person(request)
    given = {"finding": found.finding, "note": found.finding_note}
    context = {
        "event": found,
        "chart": event_chart(found, request.now).as_json(),
        "desk": desk_of(found.rule, found.point_id, found.begin),
        "may": acts_on(Event.objects.all(), user, found.pk, MAY_JUDGE),
        "finding_form": FindingForm(initial=given),
        "suppression_form": SuppressionForm(has_unit=found.point.outlet is not None),
        "context": context_of(found, label_of(found.rule)),
        **more,
    }
    return render(request, "watch/event.html", context)


@business_page
def picture(request: PageRequest, pk: int) -> HttpResponse:
    """The picture for a chat group (报警配图)."""
    return HttpResponse(event_picture(_seen(request, pk)), content_type="image/png")


@require_POST
@business_page
def finding(request: PageRequest, pk: int) -> HttpResponse:
    """What the event turned out to be (研判)."""
    found, form = _mine(request, pk), FindingForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, finding_form=form)
    told = form.cleaned_data
    note_finding(
        found, finding=told["finding"], note=told["note"], by=person(request), now=request.now
    )
    messages.success(request, "研判结论已登记。")
    return redirect("watch:event", pk)


@require_POST
@business_page
def raise_now(request: PageRequest, pk: int) -> HttpResponse:
    """Make a case of the event (转为事项)."""
    try:
        case = raise_by_hand(_mine(request, pk), by=person(request), now=request.now)
    except CannotChange as error:
        messages.error(request, str(error))
        return redirect("watch:event", pk)
    messages.success(request, f"已创建事项 {case.number}。")
    return redirect(case.get_absolute_url())


@require_POST
@business_page
def quiet(request: PageRequest, pk: int) -> HttpResponse:
    """Keep events like this one quiet for a while (报警屏蔽)."""
    found = _mine(request, pk)
    new = Suppression(start=request.now, district=found.point.district)
    unit = found.point.outlet
    form = SuppressionForm(request.POST, instance=new, has_unit=unit is not None)
    if form.is_valid():
        new = form.save(commit=False)
        _scope(new, found, form.cleaned_data)
        try:
            suppress(new, by=person(request), now=request.now)
            messages.success(request, "已屏蔽，期间的报警仍会记录，可在“报警屏蔽”中提前解除。")
            return redirect("watch:event", pk)
        except CannotChange as error:
            form.add_error("end", str(error))
    return _shown(request, found, suppression_form=form)


def _scope(new: Suppression, found: Event, told: dict[str, Any]) -> None:
    new.rule = "" if told["all_rules"] else found.rule
    if told["scope"] == "point":
        new.point, new.factor = found.point, found.factor if new.rule else ""
    elif told["scope"] == "enterprise" and found.point.outlet:
        new.enterprise = found.point.outlet.enterprise
