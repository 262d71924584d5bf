"""The printed order of a case, and its sealed scan."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from bihuan.accounts.services import record_act
from bihuan.accounts.views.access import person
from bihuan.cases.acts import CaseAct
from bihuan.cases.error import CaseError
from bihuan.cases.letter import pdf_of, word_of
from bihuan.cases.services.sealing import attach_scan
from bihuan.cases.version_document import procedure_of
from bihuan.cases.views.access import REFUSED, case_of, refusal
from bihuan.documents.services.file import keep_file
from bihuan.registry.views.access import business_page
from bihuan.ui.request import PageRequest

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@business_page
def order(request: PageRequest, pk: int, form: str) -> HttpResponse:
    """The order as Word or PDF (打印文书)."""
    found = case_of(request, pk)
    if not procedure_of(found.version).letter:
        return refusal(request, CaseError("这类事项没有打印文书"), status=404)
    try:
        made = pdf_of(found, now=request.now) if form == "pdf" else word_of(found, now=request.now)
    except REFUSED as error:
        return refusal(request, error, status=503)
    detail = {"form": form}
    record_act(
        user=person(request), action=CaseAct.ORDER, object=found, now=request.now, detail=detail
    )
    answer = HttpResponse(made, content_type=TYPES[form])
    name = f"{found.number}.{form}"
    answer["Content-Disposition"] = content_disposition_header(form == "docx", name) or ""
    return answer


@require_POST
@business_page
def scan(request: PageRequest, pk: int) -> HttpResponse:
    """Attach the scan of the sealed order (盖章扫描件)."""
    found = case_of(request, pk)
    file = request.FILES.get("file")
    if file is None:
        return refusal(request, CaseError("请选择盖章扫描件（PDF 或图片）"), status=400)
    try:
        kept = keep_file(file, name=file.name or "扫描件", by=person(request), now=request.now)  # type: ignore[arg-type]
        attach_scan(found, kept, by=person(request), now=request.now)
    except REFUSED as error:
        return refusal(request, error, status=400)
    return redirect(found)
