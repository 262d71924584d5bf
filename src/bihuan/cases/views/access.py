"""Cases that a person may open, and answers to what is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from bihuan.accounts.views.access import person
from bihuan.cases.error import CaseError
from bihuan.cases.models import Case
from bihuan.cases.procedure.document import ProcedureError
from bihuan.documents.error import DocumentsError, NotStored
from bihuan.registry.views.access import visible
from bihuan.ui.request import PageRequest

RELATED = ("version", "district", "enterprise", "lead", "handler", "raised_by", "merged_into")
REFUSED = (CaseError, ProcedureError, DocumentsError)


def case_of(request: PageRequest, pk: int) -> Case:
    """The case of an address, if it lies within the person's scope.

    Raises:
        Http404: there is none.
        PermissionDenied: it lies outside.
    """
    return visible(Case.objects.select_related(*RELATED), person(request), pk)


def said(error: Exception) -> str:
    """The sentence of a refusal."""
    return str(error) or "操作未被接受，请刷新页面后重试"


def plain_refusals(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a refusal in plain words, for scripts (文字答复); 503 where trying again helps."""

    @wraps(view)
    def guarded(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except REFUSED as error:
            status = 503 if isinstance(error, NotStored) else 400
            text = "text/plain; charset=utf-8"
            return HttpResponse(said(error), status=status, content_type=text)

    return guarded


def refusal(request: PageRequest, error: Exception, *, status: int = 409) -> HttpResponse:
    """A page that says what was refused and leads back."""
    return render(request, "cases/refused.html", {"sentence": said(error)}, status=status)


def faults_of(form: Form) -> list[str]:
    """What is wrong with a form, for a page that sends it by script."""
    own = [
        f"{form.fields[name].label}：{errors[0]}"
        for name, errors in form.errors.items()
        if name in form.fields
    ]
    return [*form.non_field_errors(), *own]
