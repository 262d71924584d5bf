"""Cases raised by hand (新建事项)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from bihuan.accounts.views.access import person
from bihuan.cases.forms.raising import RaiseForm
from bihuan.cases.models import Case
from bihuan.cases.procedure.document import Procedure, ProcedureError
from bihuan.cases.queries.raising import may_raise, raisable
from bihuan.cases.services import NewCase, raise_cases
from bihuan.cases.services.procedure import current_version
from bihuan.cases.version_document import procedure_of
from bihuan.registry.views.access import business_page
from bihuan.ui.request import PageRequest


@business_page
def new(request: PageRequest) -> HttpResponse:
    """Which kinds this person may raise (新建事项)."""
    choices = raisable(person(request), now=request.now)
    return render(request, "cases/new.html", {"choices": choices})


@business_page
def raise_one(request: PageRequest, kind: str) -> HttpResponse:
    """Raise a case by hand (新建)."""
    procedure = procedure_to_raise(request, kind)
    data = request.POST if request.method == "POST" else None
    form = RaiseForm(procedure, data, user=person(request))
    if request.method == "POST" and form.is_valid():
        return redirect(_raised(request, kind, form))
    status = 200 if data is None else 422
    context = {"procedure": procedure, "form": form, "draft_key": f"new-{kind}"}
    return render(request, "cases/raise.html", context, status=status)


def procedure_to_raise(request: PageRequest, kind: str) -> Procedure:
    """The procedure of a kind, where the person may raise it.

    Raises:
        Http404: no published procedure.
        PermissionDenied: not for this person's posts.
    """
    try:
        procedure = procedure_of(current_version(kind, now=request.now))
    except ProcedureError as error:
        raise Http404(str(error)) from error
    if not may_raise(person(request), procedure):
        raise PermissionDenied(f"您的岗位不能新建{procedure.title}")
    return procedure


def _raised(request: PageRequest, kind: str, form: RaiseForm) -> Case:
    given: dict[str, Any] = form.cleaned_data
    new_case = NewCase(
        kind=kind,
        title=given["title"],
        district=given["district"],
        reason=given["reason"],
        enterprise=given["enterprise"],
        fields=form.values(),
        lead=given.get("lead"),
        helpers=tuple(given.get("helpers") or ()),
    )
    return raise_cases([new_case], by=person(request), now=request.now)[0]
