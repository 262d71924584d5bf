"""One import, from the choice of columns to its undoing (导入批次)."""

import csv
import io
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.registry.exchange import progress, services
from bihuan.registry.exchange.cell import harmless
from bihuan.registry.exchange.error import ExchangeError
from bihuan.registry.exchange.mapping import Proposal, proposed_at
from bihuan.registry.exchange.output import BOM
from bihuan.registry.exchange.queries import former_run, import_runs, preview_of
from bihuan.registry.exchange.sheets import SHEETS
from bihuan.registry.forms.exchange import MappingForm
from bihuan.registry.models import ImportRun, ImportState
from bihuan.registry.views.exchange import TYPES, registrar_page
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

PAGE = "registry/import_run.html"
PARTS = {"run": "registry/part/import_run.html", "findings": "registry/part/import_findings.html"}
SHOWS_MAPPING = frozenset({ImportState.MAPPING, ImportState.FAILED})
GRADES = (("", "全部"), ("bad", "有问题"), ("doubt", "有疑问"), ("note", "已换算"))


@registrar_page
def import_run(request: PageRequest, pk: int) -> HttpResponse:
    """Where an import stands: columns, progress, preview, result (导入批次)."""
    run = _run(request, pk)
    return _page(request, run, _mapping_form(request, run))


def _page(request: PageRequest, run: ImportRun, form: MappingForm | None) -> HttpResponse:
    preview, grade = preview_of(run), request.GET.get("grade", "")
    context: dict[str, Any] = {
        "run": run,
        "sheet": SHEETS[run.sheet],
        "form": form,
        "progress": progress.standing(run.pk),
        "preview": preview,
        "page": page_of(preview.graded(grade), request),
        "grade": grade,
        "grades": GRADES,
        "former": former_run(run) if run.state == ImportState.MAPPING else None,
    }
    return render_page(request, PAGE, context, parts=PARTS)


@require_POST
@registrar_page
def map_columns(request: PageRequest, pk: int) -> HttpResponse:
    """Say which column is which, and have the file checked (核对)."""
    run = _run(request, pk)
    form = _mapping_form(request, run, always=True)
    if form is None or not form.is_valid():
        return _page(request, run, form)
    told = form.cleaned_data
    try:
        services.choose_mapping(
            run,
            header_line=told["header_line"],
            mapping=form.mapping,
            by=person(request),
            datum=told.get("datum", ""),
        )
    except ExchangeError as error:
        form.add_error(None, str(error))
        run.refresh_from_db(fields=["state"])
        return _page(request, run, form)
    return redirect("registry:import_run", pk)


@require_POST
@registrar_page
def confirm(request: PageRequest, pk: int) -> HttpResponse:
    """Write what the preview shows (确认导入)."""
    return _acted(request, pk, services.confirm_import)


@require_POST
@registrar_page
def discard(request: PageRequest, pk: int) -> HttpResponse:
    """Give an import up (放弃)."""
    return _acted(request, pk, services.discard_import)


@require_POST
@registrar_page
def undo(request: PageRequest, pk: int) -> HttpResponse:
    """Take a whole import back (撤销导入)."""
    return _acted(request, pk, services.ask_undo)


@registrar_page
def findings(request: PageRequest, pk: int) -> HttpResponse:
    """What the check found, as a file to work through (问题清单)."""
    run = _run(request, pk)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["行号", "程度", "列", "原文", "说明"])
    words = dict(GRADES)
    for one in preview_of(run).findings:
        row = (words[one.grade], one.column, harmless(one.given), one.sentence)
        writer.writerow([one.line, *row])
    answer = HttpResponse(BOM + text.getvalue(), content_type=TYPES["csv"])
    name = f"{SHEETS[run.sheet].title}_问题清单_{run.pk}.csv"
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer


def _run(request: PageRequest, pk: int) -> ImportRun:
    found = import_runs(person(request)).filter(pk=pk).first()
    if found is None and ImportRun.objects.filter(pk=pk).exists():
        raise PermissionDenied("该导入批次不在您的管理范围内")
    if found is None:
        raise Http404(f"没有编号为 {pk} 的导入批次")
    return found


def _acted(request: PageRequest, pk: int, act: Callable[..., None]) -> HttpResponse:
    try:
        act(_run(request, pk), by=person(request))
    except ExchangeError as error:
        messages.error(request, str(error))
    return redirect("registry:import_run", pk)


def _mapping_form(
    request: PageRequest, run: ImportRun, *, always: bool = False
) -> MappingForm | None:
    if not always and run.state not in SHOWS_MAPPING and "map" not in request.GET:
        return None
    table, sheet = services.table_of(run), SHEETS[run.sheet]
    data = request.POST if request.method == "POST" else None
    asked = request.POST.get("header_line", "") if data else request.GET.get("header", "")
    proposal = Proposal(run.header_line, run.mapping)
    if asked.isdecimal() and int(asked[:4]) != run.header_line:
        proposal = proposed_at(sheet, table, int(asked[:4]))
    form = MappingForm(data, sheet=sheet, table=table, proposal=proposal)
    form.initial["datum"] = run.datum
    return form
