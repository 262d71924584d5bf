"""Cases raised by hand (新建事项)."""

import re
from typing import Any, Final
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from bihuan.accounts.views.access import person
from bihuan.cases.forms.raising import RaiseForm
from bihuan.cases.models import Case
from bihuan.cases.procedure.document import Procedure, ProcedureError
from bihuan.cases.queries.raising import may_raise, raisable
from bihuan.cases.services import NewCase, raise_cases
from bihuan.cases.services.procedure import current_version
from bihuan.cases.version_document import procedure_of
from bihuan.cases.views.access import faults_of
from bihuan.documents.models import Upload
from bihuan.registry.views.access import business_page
from bihuan.ui.request import PageRequest

KEY: Final = re.compile(r"[0-9a-f-]{32,36}")
MOST: Final = 30
"""Files that one new case takes."""


@business_page
def new(request: PageRequest) -> HttpResponse:
    """Which kinds this person may raise (新建事项)."""
    choices = raisable(person(request), now=request.now)
    return render(request, "cases/new.html", {"choices": choices})


@business_page
def raise_one(request: PageRequest, kind: str) -> HttpResponse:
    """Raise a case by hand (新建), with photographs, from the field as well; sent once."""
    procedure = procedure_to_raise(request, kind)
    data = request.POST if request.method == "POST" else None
    form = RaiseForm(procedure, data, user=person(request))
    by_script = request.headers.get("Accept") == "application/json"
    if request.method == "POST" and form.is_valid():
        case = _raised(request, kind, form)
        if by_script:
            return JsonResponse({"address": case.get_absolute_url(), "words": f"已新建 {case}。"})
        return redirect(case)
    status = 200 if data is None else 422
    if data is not None and by_script:
        return JsonResponse({"faults": faults_of(form)}, status=status)
    context = {
        "procedure": procedure,
        "form": form,
        "draft_key": f"new-{kind}",
        "key": request.POST.get("key") or uuid4().hex,
        "waiting": [(upload.file, upload.pk) for upload in _uploads(request)],
    }
    return render(request, "cases/raise.html", context, status=status)


def _uploads(request: PageRequest) -> list[Upload]:
    """Files that this person has uploaded for the form and not handed in yet."""
    keys = [one for one in request.POST.getlist("upload")[:MOST] if KEY.fullmatch(one)]
    mine = Upload.objects.filter(pk__in=keys, begun_by=person(request), file__isnull=False)
    return list(
        mine.filter(file__evidence__isnull=True).select_related("file").order_by("begun_at")
    )


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
        files=[upload.file for upload in _uploads(request) if upload.file is not None],
        source=_source(request),
    )
    return raise_cases([new_case], by=person(request), now=request.now)[0]


def _source(request: PageRequest) -> str:
    """The form's own number: a phone that sends it twice raises one case."""
    key = request.POST.get("key", "")
    return f"form:{person(request).pk}:{key}" if KEY.fullmatch(key) else ""
