"""The page behind a one-time link: one question, one answer, no account."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render

from bihuan.cases.error import CaseError
from bihuan.cases.forms.step import StepForm
from bihuan.cases.models import AnswerLink
from bihuan.cases.procedure.document import Step
from bihuan.cases.services import add_evidence, live_link, use_link
from bihuan.cases.services.answer_link import DeadLink
from bihuan.cases.version_document import procedure_of
from bihuan.cases.views.access import REFUSED, said
from bihuan.documents.services.file import keep_file
from bihuan.ui.request import PageRequest

MOST_FILES = 10
MOST_BYTES = 20 << 20


@login_not_required
def answer(request: PageRequest, token: str) -> HttpResponse:
    """Answer a case by a one-time link (一次性链接答复)."""
    try:
        link = live_link(token, now=request.now)
    except DeadLink as error:
        return render(request, "cases/answer_dead.html", {"sentence": said(error)}, status=404)
    procedure = procedure_of(link.case.version)
    step = procedure.step(link.step)
    data = request.POST if request.method == "POST" else None
    form = StepForm(procedure.form(step.form), data, facts=link.case.facts)
    if request.method == "POST" and form.is_valid():
        try:
            _keep_files(request, link, step)
            use_link(token, fields=form.values(), now=request.now)
            return render(request, "cases/answer_done.html", {"link": link, "step": step})
        except REFUSED as error:
            form.add_error(None, said(error))
    context = {"link": link, "case": link.case, "step": step, "form": form}
    return render(request, "cases/answer.html", context)


def _keep_files(request: PageRequest, link: AnswerLink, step: Step) -> None:
    files = request.FILES.getlist("files")
    if len(files) > MOST_FILES or any((one.size or 0) > MOST_BYTES for one in files):
        raise CaseError("最多 10 个文件，每个不超过 20 MB")
    for one in files:
        kept = keep_file(one, name=one.name or "附件", by=None, now=request.now)  # type: ignore[arg-type]
        add_evidence(link.case, step.code, kept, by=None, now=request.now)
