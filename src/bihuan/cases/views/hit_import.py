"""Cases raised of a file of findings: upload, preview, confirm."""

import io
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.cases.hits.columns import HitList
from bihuan.cases.models import Case, HitImport, HitImportState
from bihuan.cases.services.hit_import import (
    checked_hits,
    confirm_hit_import,
    discard_hit_import,
    start_hit_import,
)
from bihuan.cases.views.access import REFUSED, refusal
from bihuan.cases.views.raising import procedure_to_raise
from bihuan.registry.exchange.error import UnreadableFile
from bihuan.registry.exchange.output import write_template
from bihuan.registry.forms.exchange import UploadForm
from bihuan.registry.views.access import business_page
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ADVICE = (
    "第一行是表头，可以调整顺序、增删列；表头上方可以有标题行。",
    "信用代码等长编码请存为文本，以免 Excel 丢失末几位。",
    "上传后先核对预览，逐行列出问题；点击“确认创建”之前不创建任何事项。",
    "有问题的行不创建；改好后可另存为新文件再导入。",
    "示例行请删除或覆盖后再上传。",
)


@business_page
def upload(request: PageRequest, kind: str) -> HttpResponse:
    """Choose the file (导入清单)."""
    procedure = procedure_to_raise(request, kind)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = start_hit_import(
                kind, name=file.name, data=file.read(), by=person(request), now=request.now
            )
            return redirect("cases:hit_import", run.pk)
        except UnreadableFile as error:
            form.add_error("file", forms.ValidationError(str(error)))
    runs = HitImport.objects.filter(by=person(request), kind=kind)
    context = {"procedure": procedure, "sheet": HitList(procedure), "form": form, "runs": runs[:10]}
    status = 422 if form.errors else 200
    return render(request, "cases/hit_upload.html", context, status=status)


@business_page
def template(request: PageRequest, kind: str) -> FileResponse:
    """The empty workbook of a kind (下载模板)."""
    sheet, file = HitList(procedure_to_raise(request, kind)), io.BytesIO()
    write_template(sheet, file, ADVICE)
    answer = FileResponse(io.BytesIO(file.getvalue()), content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"{sheet.title}模板.xlsx")
    return answer


@business_page
def preview(request: PageRequest, pk: int) -> HttpResponse:
    """What would be raised, row by row, and what is wrong (预览)."""
    run = _own(request, pk)
    if run.state != HitImportState.WAITING:
        raised = Case.objects.filter(kind=run.kind, source__startswith=f"import:{run.mark}:")
        done = {"run": run, "raised": raised.order_by("pk")[:50]}
        return render(request, "cases/hit_done.html", done)
    try:
        found = checked_hits(run, now=request.now)
    except REFUSED as error:
        return refusal(request, error)
    rows = sorted(found.hits, key=lambda hit: (not hit.faults, hit.line))
    page = page_of(rows, request, size=50)
    context: dict[str, Any] = {"run": run, "found": found, "page": page}
    parts = {"rows": "cases/part/hit_rows.html"}
    return render_page(request, "cases/hit_import.html", context, parts=parts)


@require_POST
@business_page
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Confirm or give up (确认创建、放弃)."""
    run = _own(request, pk)
    try:
        if request.POST.get("decision") == "confirm":
            digest = request.POST.get("digest", "")
            confirm_hit_import(run, digest=digest, by=person(request), now=request.now)
        else:
            discard_hit_import(run, by=person(request), now=request.now)
    except REFUSED as error:
        return refusal(request, error)
    return redirect("cases:hit_import", run.pk)


def _own(request: PageRequest, pk: int) -> HitImport:
    found = HitImport.objects.filter(pk=pk, by=person(request)).select_related("by").first()
    if found is None:
        raise Http404("没有这次导入")
    return found
