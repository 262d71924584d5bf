"""What people do with a document (办理): edit, recompose, check, pass on, issue, receive."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.registry.views.access import business_page
from bihuan.reports.composition import figures_in
from bihuan.reports.figure import Reading
from bihuan.reports.forms.writing import IssueForm, NoteForm, ParagraphForm, ReasonForm
from bihuan.reports.models import ReportVersion, Step
from bihuan.reports.permission import MAY_COMPOSE, require_district
from bihuan.reports.queries.document import may_write
from bihuan.reports.queries.text import version_text
from bihuan.reports.services.checking import check_version, note_check
from bihuan.reports.services.drafting import recompose as recompose_report
from bihuan.reports.services.drafting import reissue as reissue_report
from bihuan.reports.services.editing import edit_paragraph, withdraw_edit
from bihuan.reports.services.flow import approve, send_back, sign, submit
from bihuan.reports.services.issuing import issue, note_receipt
from bihuan.reports.views.access import REFUSED, back, told, version_of
from bihuan.reports.wording import tags_of, to_editable
from bihuan.ui.request import PageRequest

PLAIN = {
    Step.SUBMIT: submit,
    Step.APPROVE: approve,
    Step.SIGN: sign,
    Step.SEND_BACK: send_back,
}


@business_page
def paragraph(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """Rewrite a paragraph, or go back to the machine's words (修改段落)."""
    version = version_of(request, pk)
    if not may_write(version, person(request)):
        raise PermissionDenied("文稿不在编制环节，或您的岗位不能修改")
    text = version_text(version)
    machine = next((one for one in text.machine.paragraphs() if one.key == key), None)
    if machine is None:
        raise Http404("没有这个段落")
    edit = text.edits.get(key)
    shown = edit.text if edit else machine.text
    form = ParagraphForm(request.POST or None, initial={"text": to_editable(shown, text.figures)})
    if request.method == "POST":
        done = _edited(request, version, key, form)
        if done is not None:
            return done
    tags, mine = tags_of(text.figures), figures_in(f"{machine.text}{shown}")
    listed = sorted(text.figures.values(), key=lambda one: one.key not in mine)
    context = {
        "version": version,
        "key": key,
        "form": form,
        "edit": edit,
        "machine": to_editable(machine.text, text.figures),
        "base": to_editable(edit.base, text.figures) if edit else "",
        "figures": [(tags[one.key], one.printed) for one in listed],
    }
    return render(request, "reports/paragraph.html", context)


def _edited(
    request: PageRequest, version: ReportVersion, key: str, form: ParagraphForm
) -> HttpResponse | None:
    by, now = person(request), request.now
    try:
        if "withdraw" in request.POST:
            withdraw_edit(version, key, by=by, now=now)
        elif form.is_valid():
            edit_paragraph(version, key, form.cleaned_data["text"], by=by, now=now)
        else:
            return None
    except REFUSED as error:
        form.add_error("text", str(error))
        return None
    return redirect(f"{version.report.get_absolute_url()}#p-{key}")


@require_POST
@business_page
def act(request: PageRequest, pk: int, step: str) -> HttpResponse:
    """Take a step (办理)."""
    version = version_of(request, pk)
    try:
        done = _take(request, version, step)
    except REFUSED as error:
        told(request, error)
        return back(version)
    messages.success(request, f"已{Step(step).label}：{done.report}，{done.get_state_display()}。")
    return back(done, "files" if done.is_issued else "")


def _take(request: PageRequest, version: ReportVersion, step: str) -> ReportVersion:
    by, now = person(request), request.now
    if step == Step.ISSUE:
        form = IssueForm(request.POST, district=version.report.district)
        form.is_valid()
        note = form.cleaned_data.get("note", "")
        return issue(version, told=form.told(), note=note, by=by, now=now)
    plain = NoteForm(request.POST)
    plain.is_valid()
    if step not in PLAIN:
        raise Http404("没有这个步骤")
    return PLAIN[Step(step)](version, note=plain.cleaned_data.get("note", ""), by=by, now=now)


@require_POST
@business_page
def recompose(request: PageRequest, pk: int) -> HttpResponse:
    """Ask for all numbers again (重新取数)."""
    version = version_of(request, pk)
    try:
        version = recompose_report(version.report, by=person(request), now=request.now)
        messages.success(request, "已重新取数，人工修改的段落保留。")
    except REFUSED as error:
        told(request, error)
    return back(version)


@require_POST
@business_page
def reissue(request: PageRequest, pk: int) -> HttpResponse:
    """Begin the next version (拟重发稿)."""
    version = version_of(request, pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        version = reissue_report(version.report, reason=reason, by=person(request), now=request.now)
        messages.success(request, f"已拟第{version.serial}版，原件保留在档案中。")
    except REFUSED as error:
        told(request, error)
    return back(version)


@require_POST
@business_page
def check(request: PageRequest, pk: int, serial: int) -> HttpResponse:
    """Derive every number again (核对全部数据)."""
    version = version_of(request, pk, serial)
    require_district(version.report.district, person(request), MAY_COMPOSE)
    checked = check_version(version, Reading(request.now))
    note_check(version, checked, by=person(request), now=request.now)
    context: dict[str, Any] = {"version": version, "checked": checked}
    return render(request, "reports/checked.html", context)


@require_POST
@business_page
def receive(request: PageRequest, pk: int, serial: int, number: int) -> HttpResponse:
    """Note a receipt (签收)."""
    version = version_of(request, pk, serial)
    recipient = version.recipients.filter(pk=number).first()
    if recipient is None:
        raise Http404("没有这条分发记录")
    note = str(request.POST.get("note", ""))
    try:
        note_receipt(recipient, note=note, by=person(request), now=request.now)
        messages.success(request, f"已登记{recipient}签收。")
    except REFUSED as error:
        told(request, error)
    return back(version, "files")
