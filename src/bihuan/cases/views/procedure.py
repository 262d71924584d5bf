"""Procedures in the web (流程管理): looked at, drafted, compared, published, rolled back."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from bihuan.accounts.roles import Role
from bihuan.accounts.views.access import person
from bihuan.cases.forms.procedure import ProcedureRows
from bihuan.cases.models import ProcedureVersion, VersionState
from bihuan.cases.procedure.difference import differences
from bihuan.cases.procedure.document import Procedure, ProcedureError
from bihuan.cases.procedure.drawing import drawing
from bihuan.cases.procedure.wire import procedure_from
from bihuan.cases.queries.raising import published
from bihuan.cases.services import discard_draft, publish, roll_back, save_draft
from bihuan.cases.services.procedure import EDITORS, check
from bihuan.cases.version_document import procedure_of
from bihuan.cases.views.access import REFUSED, said
from bihuan.documents.services.number import NumberPattern
from bihuan.registry.views.access import may_see_business
from bihuan.ui.request import PageRequest

LARGEST = 512 * 1024
SAMPLE = "410181"
"""District of the number that shows how the numbers of a procedure look."""


def _require_reader(request: PageRequest) -> None:
    if not (may_see_business(request.user) or person(request).may_act_as(EDITORS)):
        raise PermissionDenied("您的岗位不能查看流程")


def _require_editor(request: PageRequest) -> None:
    if not person(request).may_act_as(EDITORS):
        raise PermissionDenied("只有系统管理员可以编辑流程")


def procedures(request: PageRequest) -> HttpResponse:
    """Every procedure in use (业务流程)."""
    _require_reader(request)
    drafts = dict(
        ProcedureVersion.objects.filter(state=VersionState.DRAFT).values_list("code", "number")
    )
    year = localtime(request.now).year
    rows = []
    for version in published(now=request.now):
        read = procedure_of(version)
        sample = NumberPattern(read.number, SAMPLE).number(year=year, serial=1)
        rows.append((version, read, drafts.get(version.code), sample))
    fresh = set(drafts) - {row[0].code for row in rows}
    context = {"rows": rows, "fresh": sorted(fresh), "may_edit": _may_edit(request)}
    return render(request, "cases/procedures.html", context)


def procedure(request: PageRequest, code: str) -> HttpResponse:
    """One procedure: drawing, stages, steps, versions (流程)."""
    _require_reader(request)
    shown = _version(code, request.GET.get("version"))
    read = procedure_of(shown)
    context = {
        "shown": shown,
        "procedure": read,
        "drawing": drawing(read),
        "versions": ProcedureVersion.objects.filter(code=code).select_related("published_by"),
        "findings": check(read),
        "may_edit": _may_edit(request),
        "changes": _changes(code, shown),
        "stages": [(stage, read.steps_from(stage.code)) for stage in read.stages],
    }
    return render(request, "cases/procedure.html", context)


def edit(request: PageRequest, code: str) -> HttpResponse:
    """Edit the next version of a procedure (编辑流程); what is wrong is said before publishing."""
    _require_editor(request)
    shown = _latest(code)
    text = json.dumps(shown.document, ensure_ascii=False, indent=1)
    context = {"shown": shown, "text": text, "note": "", "faults": []}
    if request.method == "POST":
        text = _given(request)
        context |= {"text": text, "note": request.POST.get("note", "")[:200]}
        try:
            read = _read(text, code)
            save_draft(read, note=str(context["note"]), by=person(request), now=request.now)
            messages.success(request, "草稿已保存，请核对检查结果和流程图后发布。")
            return redirect(f"/cases/procedures/{code}/?version=draft")
        except (ProcedureError, ValueError) as error:
            context["faults"] = [said(error)]
    return render(request, "cases/procedure_edit.html", context, status=_status(context))


PARTS = (
    ("actors", "办理人", "清空代码即删除该行；末尾两行供新增，保存后再给出空行"),
    ("stages", "环节", "起始环节、新表单、凭证、会签和双人复核按文本编辑"),
    ("steps", "步骤", "按住 Ctrl 可选多项"),
    ("fields", "表单字段", "必填条件看本表单或发起表单的选择项；是否类的值写 yes、no"),
)


def edit_rows(request: PageRequest, code: str) -> HttpResponse:
    """Edit actors, stages, steps and fields as rows (按表格编辑); the same draft as by text."""
    _require_editor(request)
    shown = _latest(code)
    rows = ProcedureRows(procedure_of(shown), request.POST if request.method == "POST" else None)
    note, faults = request.POST.get("note", "")[:200], []
    if request.method == "POST" and rows.is_valid():
        try:
            read = procedure_from(rows.document())
            save_draft(read, note=note, by=person(request), now=request.now)
            messages.success(request, "草稿已保存，请核对检查结果和流程图后发布。")
            return redirect(f"/cases/procedures/{code}/?version=draft")
        except (ProcedureError, ValueError) as error:
            faults = [said(error)]
    elif request.method == "POST":
        faults = ["有几行填写有误，见表中红字。"]
    parts = [(name, title, hint, rows.parts[name]) for name, title, hint in PARTS]
    context = {"shown": shown, "parts": parts, "note": note, "faults": faults}
    return render(request, "cases/procedure_rows.html", context, status=_status(context))


@require_POST
def decide(request: PageRequest, code: str, pk: int) -> HttpResponse:
    """Publish a draft, throw it away, or roll back (发布、放弃、回退)."""
    _require_editor(request)
    version = ProcedureVersion.objects.filter(code=code, pk=pk).first()
    if version is None:
        raise Http404("没有这个版本")
    doing = {"publish": publish, "roll_back": roll_back, "discard": discard_draft}
    words = {"publish": "已发布，新事项按新版本办理，在办事项仍按原版本。", "roll_back": "已回退。"}
    act = request.POST.get("act", "")
    if act not in doing:
        raise Http404(act)
    try:
        doing[act](version, by=person(request), now=request.now)
        messages.success(request, words.get(act, "草稿已放弃。"))
    except REFUSED as error:
        messages.error(request, said(error))
    if not ProcedureVersion.objects.filter(code=code).exists():
        return redirect("cases:procedures")
    return redirect("cases:procedure", code=code)


def export(request: PageRequest, code: str) -> HttpResponse:
    """A procedure as a file (导出流程)."""
    _require_reader(request)
    shown = _version(code, request.GET.get("version"))
    options = {"ensure_ascii": False, "indent": 1}
    answer = JsonResponse(shown.document, json_dumps_params=options)
    name = f"{shown.title}_第{shown.number}版.json"
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer


@require_POST
def load(request: PageRequest) -> HttpResponse:
    """Take a procedure from a file as a draft (导入流程)."""
    _require_editor(request)
    try:
        read = _read(_given(request), None)
        save_draft(read, note="导入", by=person(request), now=request.now)
        messages.success(request, f"已导入“{read.title}”为草稿，请核对后发布。")
        return redirect(f"/cases/procedures/{read.code}/?version=draft")
    except (ProcedureError, ValueError) as error:
        messages.error(request, f"文件不能导入：{said(error)}")
        return redirect("cases:procedures")


def _given(request: PageRequest) -> str:
    file = request.FILES.get("file")
    if file is not None and (file.size or 0) <= LARGEST:
        return str(file.read(), "utf-8-sig", "replace")
    return request.POST.get("document", "")[:LARGEST]


def _read(text: str, code: str | None) -> Procedure:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        words = f"第 {error.lineno} 行第 {error.colno} 个字符附近不是合法的 JSON"
        raise ProcedureError(words) from error
    read = procedure_from(data)
    if code is not None and read.code != code:
        raise ProcedureError(f"流程代码不能改动，应为 {code}")
    return read


def _version(code: str, asked: str | None) -> ProcedureVersion:
    rows = ProcedureVersion.objects.filter(code=code)
    if asked == "draft":
        found = rows.filter(state=VersionState.DRAFT).first()
    elif asked and asked.isdigit():
        found = rows.filter(number=int(asked)).first()
    else:
        found = rows.filter(state=VersionState.PUBLISHED).first() or rows.first()
    if found is None:
        raise Http404("没有这个流程或版本")
    return found


def _latest(code: str) -> ProcedureVersion:
    draft = ProcedureVersion.objects.filter(code=code, state=VersionState.DRAFT).first()
    return draft or _version(code, None)


def _changes(code: str, shown: ProcedureVersion) -> list[str]:
    before = ProcedureVersion.objects.filter(code=code, number__lt=shown.number).first()
    if before is None:
        return []
    return differences(procedure_of(before), procedure_of(shown), posts=dict(Role.choices))


def _may_edit(request: PageRequest) -> bool:
    return person(request).may_act_as(EDITORS)


def _status(context: dict[str, object]) -> int:
    return 422 if context["faults"] else 200
