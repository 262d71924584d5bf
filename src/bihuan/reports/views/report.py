"""The page of a document: its text, figures, history and files (文稿页)."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header

from bihuan.accounts.services import record_act
from bihuan.accounts.views.access import person
from bihuan.documents.fonts import substitutes
from bihuan.documents.services.file import open_file
from bihuan.registry.views.access import business_page
from bihuan.reports.acts import Act
from bihuan.reports.error import UnknownDefinition
from bihuan.reports.figure import Reading, Style, printed
from bihuan.reports.forms.writing import IssueForm, NoteForm, ReasonForm
from bihuan.reports.models import FigureKind, ReportVersion, StoredFigure
from bihuan.reports.permission import MAY_COMPOSE, acts_in
from bihuan.reports.queries.compare import compare
from bihuan.reports.queries.document import (
    figure_rows,
    history_of,
    may_write,
    shown_sections,
    steps_for,
    versions_for,
)
from bihuan.reports.queries.figure import arguments_of, link_of, query_label, sources_of
from bihuan.reports.queries.files import annex_of, file_name, imprint_of, word_of
from bihuan.reports.queries.text import version_text
from bihuan.reports.services.checking import answer_now
from bihuan.reports.services.composing import stored_file
from bihuan.reports.services.issuing import message_of
from bihuan.reports.views.access import REFUSED, version_of
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

TABS = (("text", "文稿"), ("figures", "数据项"), ("history", "历史与版本"), ("files", "归档与分发"))
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@business_page
def report(request: PageRequest, pk: int) -> HttpResponse:
    """One document (文稿页)."""
    serial = request.GET.get("version", "")
    version = version_of(request, pk, int(serial) if serial.isdecimal() else None)
    tab = request.GET.get("tab", "text")
    tab = tab if tab in dict(TABS) else "text"
    user = person(request)
    context = {
        "report": version.report,
        "version": version,
        "tab": tab,
        "tabs": TABS,
        "steps": steps_for(version, user),
        "may_write": may_write(version, user),
        "may_compose": acts_in(version.report.district_id, user, MAY_COMPOSE),
        "note_form": NoteForm(),
        **_SHOWN[tab](request, version),
    }
    parts = {"figures": "reports/part/figures.html"}
    return render_page(request, "reports/report.html", context, parts=parts)


def _text(request: PageRequest, version: ReportVersion) -> dict[str, Any]:
    text = version_text(version)
    return {
        "text": text,
        "sections": shown_sections(text),
        "imprint": imprint_of(version),
        "bare": text.bare,
        "is_correction": version.corrects_id is not None,
    }


def _figures(request: PageRequest, version: ReportVersion) -> dict[str, Any]:
    rows = list(figure_rows(version, request.GET.get("text", "")))
    return {"page": page_of(rows, request, size=100), "words": request.GET.get("text", "")}


def _history(request: PageRequest, version: ReportVersion) -> dict[str, Any]:
    versions = versions_for(version.report, person(request))
    earlier = next((one for one in versions if one.serial < version.serial), None)
    return {
        "versions": versions,
        "events": history_of(versions),
        "earlier": earlier,
        "comparison": compare(earlier, version) if earlier else None,
    }


def _files(request: PageRequest, version: ReportVersion) -> dict[str, Any]:
    return {
        "recipients": version.recipients.select_related("user", "received_by"),
        "message": message_of(version),
        "substitutes": substitutes(),
        "issue_form": IssueForm(district=version.report.district),
        "reason_form": ReasonForm(),
        "affected": version.affected.order_by("-found_at").first(),
    }


_SHOWN = {"text": _text, "figures": _figures, "history": _history, "files": _files}


@business_page
def figure(request: PageRequest, pk: int, serial: int, key: str) -> HttpResponse:
    """Where a number comes from: query, arguments, edition, value then and now (数据溯源)."""
    version = version_of(request, pk, serial)
    row = version.figures.filter(key=key).first()
    if row is None:
        raise Http404("没有这个数据项")
    reading = Reading(request.now)
    context = {
        "row": row,
        "version": version,
        "label": query_label(row),
        "link": link_of(row),
        "sources": sources_of(row, reading),
        "arguments": arguments_of(row),
        **_value_now(row, reading),
    }
    template = "reports/part/figure.html" if request.htmx else "reports/figure.html"
    return render(request, template, context)


def _value_now(row: StoredFigure, reading: Reading) -> dict[str, Any]:
    if row.what != FigureKind.FIGURE:
        return {}
    try:
        found = answer_now(row, reading)
    except UnknownDefinition as error:
        return {"problem": str(error)}
    after = printed(found, Style(row.style), row.missing)
    return {"after": after, "answer": found, "is_equal": after == row.printed}


@business_page
def picture(request: PageRequest, pk: int, serial: int, key: str) -> HttpResponse:
    """A picture of a version."""
    version = version_of(request, pk, serial)
    if not version.figures.filter(what=FigureKind.PICTURE, key=key).exists():
        raise Http404("没有这张图")
    return HttpResponse(stored_file(version, key), content_type="image/png")


@business_page
def preview(request: PageRequest, pk: int, serial: int) -> HttpResponse:
    """The document on a page of its own, for the browser's print (打印预览)."""
    version = version_of(request, pk, serial)
    context = {"version": version, "report": version.report, **_text(request, version)}
    return render(request, "reports/preview.html", context)


@business_page
def file(request: PageRequest, pk: int, serial: int, form: str) -> HttpResponseBase:
    """Word, PDF or Excel of a version; what was issued comes as it lies in the archive."""
    version = version_of(request, pk, serial)
    held = {"docx": version.word, "pdf": version.pdf, "xlsx": version.annex}.get(form)
    try:
        if version.is_issued or form == "pdf":
            data = open_file(held).read() if held else None
        else:
            data = word_of(version) if form == "docx" else annex_of(version)
    except REFUSED as error:
        return render(request, "reports/refused.html", {"sentence": str(error)}, status=409)
    if form not in TYPES or data is None:
        raise Http404("没有这个文件；PDF 在印发后几分钟内生成，也可用打印预览另存")
    record_act(
        user=person(request),
        action=Act.EXPORT,
        object=version,
        now=request.now,
        detail={"form": form},
    )
    answer = HttpResponse(data, content_type=TYPES[form])
    answer["Content-Disposition"] = content_disposition_header(True, file_name(version, form))
    return answer
