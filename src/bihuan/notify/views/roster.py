"""Who is on call when (值班安排)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bihuan.accounts.permission import require
from bihuan.accounts.views.access import person
from bihuan.notify.forms.roster import RosterForm, ShiftForm
from bihuan.notify.models import Roster, Shift
from bihuan.notify.permission import MAY_ROSTER, may_roster
from bihuan.notify.queries.roster import coming_shifts, on_call, rosters_of
from bihuan.notify.services import roster as acts
from bihuan.registry.views.access import business_page, visible
from bihuan.ui.request import PageRequest

REFUSED = "您的岗位不能安排值班"


@business_page
def rosters(request: PageRequest) -> HttpResponse:
    """The teams within my scope, and who is on call now (值班安排)."""
    user = person(request)
    rows = [(one, coming_shifts(one, request.now)) for one in rosters_of(user)]
    context = {"rows": rows, "on_call": on_call(user, request.now), "may": may_roster(user)}
    return render(request, "notify/rosters.html", context)


@business_page
def new_roster(request: PageRequest) -> HttpResponse:
    """A new team (新建值班组)."""
    require(may_roster(request.user), REFUSED)
    return _edit(request, Roster())


@business_page
def roster(request: PageRequest, pk: int) -> HttpResponse:
    """One team: its members and their turns (值班组)."""
    require(may_roster(request.user), REFUSED)
    return _edit(request, _mine(request, pk))


def _mine(request: PageRequest, pk: int) -> Roster:
    user = person(request)
    found = visible(Roster.objects.select_related("district"), user, pk)
    if not Roster.objects.visible_to(user, roles=MAY_ROSTER).filter(pk=pk).exists():
        raise PermissionDenied(REFUSED)
    return found


def _edit(request: PageRequest, found: Roster) -> HttpResponse:
    form = RosterForm(request.POST or None, instance=found, user=person(request))
    if request.method == "POST" and form.is_valid():
        saved = form.save(commit=False)
        members = list(form.cleaned_data["members"])
        acts.save_roster(saved, members=members, by=person(request), now=request.now)
        messages.success(request, f"值班组“{saved}”已保存。")
        return redirect("notify:roster", saved.pk)
    context: dict[str, object] = {"form": form, "roster": found}
    if found.pk:
        context["shifts"] = coming_shifts(found, request.now)
        context["shift_form"] = ShiftForm(roster=found)
    return render(request, "notify/roster.html", context)


@require_POST
@business_page
def add_shift(request: PageRequest, pk: int) -> HttpResponse:
    """Put a person on call (安排值班)."""
    found = _mine(request, pk)
    form = ShiftForm(request.POST, roster=found)
    if form.is_valid():
        try:
            acts.add_shift(form.save(commit=False), by=person(request), now=request.now)
            return redirect("notify:roster", pk)
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": RosterForm(instance=found, user=person(request)),
        "roster": found,
        "shifts": coming_shifts(found, request.now),
        "shift_form": form,
    }
    return render(request, "notify/roster.html", context)


@require_POST
@business_page
def drop_shift(request: PageRequest, pk: int, shift: int) -> HttpResponse:
    """Take a shift back (取消值班)."""
    _mine(request, pk)
    found = get_object_or_404(Shift, pk=shift, roster=pk)
    acts.remove_shift(found, by=person(request), now=request.now)
    return redirect("notify:roster", pk)
