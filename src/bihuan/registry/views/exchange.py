"""Lists in and out: overview, templates, exports (数据导入)."""

import io
from collections.abc import AsyncIterator, Iterator
from functools import wraps
from typing import IO, Any

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.handlers.asgi import ASGIRequest
from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from bihuan.accounts.services.export import ApprovalNeeded
from bihuan.accounts.views.access import person
from bihuan.accounts.views.export import lead_to_request
from bihuan.registry.exchange.error import ExchangeError
from bihuan.registry.exchange.export import export_list
from bihuan.registry.exchange.output import write_template
from bihuan.registry.exchange.queries import import_runs, list_rows
from bihuan.registry.exchange.services import start_import
from bihuan.registry.exchange.sheet import Sheet
from bihuan.registry.exchange.sheets import SHEETS
from bihuan.registry.forms.exchange import UploadForm
from bihuan.registry.permission import MAY_REGISTER
from bihuan.registry.views.access import View, business_page
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PIECE = 64 * 1024


def registrar_page(view: View) -> View:
    """Let in only people whose posts may register something."""

    @wraps(view)
    def guarded(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not person(request).may_act_as(MAY_REGISTER):
            raise PermissionDenied("您的岗位不能导入台账")
        return view(request, *args, **kwargs)

    return guarded


@registrar_page
def exchange(request: PageRequest) -> HttpResponse:
    """Every list with its template, import and export, and the imports so far (数据导入)."""
    user = person(request)
    context = {
        "lists": list_rows(user),
        "page": page_of(import_runs(user), request, size=20),
        "titles": {key: sheet.title for key, sheet in SHEETS.items()},
    }
    parts = {"runs": "registry/part/import_runs.html"}
    return render_page(request, "registry/exchange.html", context, parts=parts)


@registrar_page
def upload(request: PageRequest, key: str) -> HttpResponse:
    """Choose the file of an import (上传)."""
    sheet = _sheet(key)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        answer = _started(request, sheet, form)
        if answer is not None:
            return answer
    return render(request, "registry/import_upload.html", {"sheet": sheet, "form": form})


def _started(request: PageRequest, sheet: Sheet, form: UploadForm) -> HttpResponseRedirect | None:
    file = form.cleaned_data["file"]
    try:
        run = start_import(
            sheet, name=file.name, data=file.read(), by=person(request), now=request.now
        )
    except ExchangeError as error:
        form.add_error("file", str(error))
        return None
    return redirect("registry:import_run", run.pk)


@registrar_page
def template(request: PageRequest, key: str) -> FileResponse:
    """The empty workbook of a list (下载模板)."""
    sheet, file = _sheet(key), io.BytesIO()
    write_template(sheet, file)
    file.seek(0)
    answer = FileResponse(file.getvalue(), content_type=TYPES["xlsx"])
    answer["Content-Disposition"] = content_disposition_header(True, f"{sheet.title}导入模板.xlsx")
    return answer


@business_page
def export(request: PageRequest, key: str, form: str) -> HttpResponseBase:
    """A list as a file, with the filters of the address (导出)."""
    sheet = _sheet(key)
    if form not in TYPES:
        raise Http404
    try:
        file = export_list(sheet, form, query=request.GET, by=person(request), now=request.now)
    except ApprovalNeeded as needed:
        return lead_to_request(needed)
    except ExchangeError as error:
        messages.error(request, str(error))
        return redirect("registry:exchange")
    return _streamed(request, file, f"{sheet.title}_{request.now:%Y%m%d}.{form}", TYPES[form])


def _streamed(request: PageRequest, file: IO[bytes], name: str, kind: str) -> StreamingHttpResponse:
    pieces = _pieces_async(file) if isinstance(request, ASGIRequest) else _pieces(file)
    answer = StreamingHttpResponse(pieces, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


async def _pieces_async(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while piece := await sync_to_async(file.read)(PIECE):
            yield piece


def _sheet(key: str) -> Sheet:
    if key not in SHEETS:
        raise Http404(f"没有数据表 {key}")
    return SHEETS[key]
