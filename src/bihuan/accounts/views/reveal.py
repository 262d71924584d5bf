"""Uncovering what is masked, and saying why one looks at a sensitive file; both on record."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from bihuan.accounts.acts import Act
from bihuan.accounts.masking import covered
from bihuan.accounts.services import record_act
from bihuan.accounts.views.access import View, person
from bihuan.ui.request import PageRequest

REASONS = (
    ("work", "工作联系"),
    ("check", "核实情况"),
    ("handle", "处理事项"),
    ("audit", "检查审计"),
)
STATED = "stated_reasons"
HOLDS_S = 30 * 60


class WhyForm(forms.Form):
    """Why somebody looks (查看用途)."""

    why = forms.ChoiceField(label="查看用途", choices=[("", "请选择"), *REASONS])
    note = forms.CharField(label="说明", max_length=100, required=False)

    @property
    def said(self) -> str:
        """In one sentence."""
        told = self.cleaned_data
        return "：".join(filter(None, [dict(REASONS)[told["why"]], told["note"]]))


def reveal(request: PageRequest, kind: str, pk: int) -> HttpResponse:
    """Show the whole of what is masked to somebody who says why (查看脱敏信息)."""
    known = covered(kind)
    if known is None:
        raise Http404(f"没有脱敏项 {kind}")
    value = known.read(person(request), pk)
    if value is None:
        raise PermissionDenied(f"您的岗位不能查看{known.label}")
    form, shown = WhyForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        detail = {"kind": known.label, "object": pk, "why": form.said}
        record_act(
            user=person(request), action=Act.REVEAL, object=None, now=request.now, detail=detail
        )
        shown = value
    context = {"label": known.label, "form": form, "shown": shown, "address": request.path}
    answer = render(request, _template(request), context)
    answer["Cache-Control"] = "no-store"
    return answer


def _template(request: PageRequest) -> str:
    return "accounts/part/reveal.html" if request.htmx else "accounts/reveal.html"


def sensitive_page(what: str) -> Callable[[View], View]:
    """Ask why before a sensitive page opens (敏感文件用途); the answer holds half an hour.

    Args:
        what: name of what is opened, for the question and the record.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if _has_said(request):
                return view(request, *args, **kwargs)
            form = WhyForm(request.POST if "why" in request.POST else None)
            if form.is_valid():
                _note(request, what, form.said)
                return HttpResponse(status=303, headers={"Location": request.get_full_path()})
            return render(request, "accounts/why.html", {"form": form, "what": what})

        return guarded

    return guard


def _has_said(request: PageRequest) -> bool:
    until: float = request.session.get(STATED, {}).get(request.path, 0.0)
    return until > request.now.timestamp()


def _note(request: PageRequest, what: str, why: str) -> None:
    now = request.now.timestamp()
    held = {path: end for path, end in request.session.get(STATED, {}).items() if end > now}
    request.session[STATED] = {**held, request.path: now + HOLDS_S}
    detail = {"what": what, "path": request.path, "why": why}
    record_act(
        user=person(request), action=Act.STATE_REASON, object=None, now=request.now, detail=detail
    )
