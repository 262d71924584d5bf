"""The page of a case, its steps and acts."""

from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from bihuan.accounts.models import User
from bihuan.accounts.scope import within
from bihuan.accounts.views.access import person
from bihuan.cases.acting import do_act
from bihuan.cases.audience import people_of
from bihuan.cases.error import CaseError
from bihuan.cases.forms.act import ActForm, Offered
from bihuan.cases.forms.step import StepForm
from bihuan.cases.models import Case, Draft, Evidence, SubTask
from bihuan.cases.permission import standing, why_not, why_not_act
from bihuan.cases.procedure.document import ACT_TITLES, Act, ProcedureError, Step
from bihuan.cases.procedure.drawing import drawing
from bihuan.cases.queries.case_page import case_page
from bihuan.cases.queries.duty import suggested_bodies
from bihuan.cases.queries.nearest import nearby_people
from bihuan.cases.services import Answer, decide_extension, finish_sub_task, keep_draft, take_step
from bihuan.cases.services.answer_link import answerable
from bihuan.cases.version_document import procedure_of
from bihuan.cases.views.access import REFUSED, case_of, faults_of, refusal, said
from bihuan.registry.views.access import business_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest


@business_page
def case(request: PageRequest, pk: int) -> HttpResponse:
    """A case: what happened, who did what, what comes next (事项页)."""
    found = case_of(request, pk)
    page = case_page(found, user=person(request))
    context = {
        "page": page,
        "case": found,
        "overdue": found.is_open and found.deadline is not None and found.deadline < request.now,
        "drawing": drawing(page.procedure, current=found.stage),
    }
    if page.card and page.card.chart:
        context["chart"] = page.card.chart.as_json()
    return render_page(request, "cases/case.html", context, parts={"case": "cases/part/case.html"})


@business_page
def step(request: PageRequest, pk: int, code: str) -> HttpResponse:
    """The form of a step, made for a desk and for a phone in the field (办理)."""
    found = case_of(request, pk)
    procedure = procedure_of(found.version)
    asked = next((one for one in procedure.steps if one.code == code), None)
    if asked is None:
        raise Http404(f"没有步骤 {code}")
    on_behalf = request.POST.get("on_behalf_of", "") or request.GET.get("on_behalf", "")
    reason = _why_not(request, found, asked, on_behalf=bool(on_behalf))
    if reason and request.method != "POST":
        return refusal(request, CaseError(f"不能办理“{asked.title}”：{reason}"))
    form = _step_form(request, found, asked)
    if request.method == "POST" and form.is_valid():
        try:
            return _taken(request, found, asked, form)
        except REFUSED as error:
            form.add_error(None, said(error))
            keep_draft(found, code, form.values(), by=person(request), now=request.now)
    status = 200 if request.method != "POST" else 422
    return _step_page(request, found, asked, form, status=status)


def _why_not(request: PageRequest, found: Case, asked: Step, *, on_behalf: bool) -> str:
    if found.stage not in asked.sources:
        return f"现处于“{found.stage_title}”环节"
    before = standing(person(request), found, procedure_of(found.version))
    return why_not(before, asked, on_behalf=on_behalf)


def _step_form(request: PageRequest, found: Case, asked: Step) -> StepForm:
    draft = Draft.objects.filter(case=found, user=person(request), step=asked.code).first()
    form = procedure_of(found.version).form(asked.form)
    initial = draft.values if draft else {}
    data = request.POST if request.method == "POST" else None
    return StepForm(form, data, initial=initial, facts=found.facts)


def _step_page(
    request: PageRequest, found: Case, asked: Step, form: StepForm, *, status: int
) -> HttpResponse:
    waiting = Evidence.objects.filter(
        case=found, event=None, added_by=person(request), step=asked.code
    ).select_related("file")
    context = {
        "case": found,
        "step": asked,
        "form": form,
        "waiting": waiting,
        "on_behalf": request.GET.get("on_behalf") or request.POST.get("on_behalf_of"),
        "key": request.POST.get("key") or uuid4().hex,
        "revision": request.POST.get("revision") or found.revision,
        "draft_key": f"case-{found.pk}-{asked.code}",
    }
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"faults": faults_of(form)}, status=status)
    return render(request, "cases/step.html", context, status=status)


def _taken(request: PageRequest, found: Case, asked: Step, form: StepForm) -> HttpResponse:
    revision = request.POST.get("revision", "")
    answer = Answer(
        fields=form.values(),
        key=request.POST.get("key", "")[:64],
        revision=int(revision) if revision.isdigit() else None,
        on_behalf_of=request.POST.get("on_behalf_of", "")[:120].strip(),
        channel=request.POST.get("channel", "")[:40],
    )
    if "on_behalf" in request.GET and not answer.on_behalf_of:
        raise CaseError("代录须写明实际答复的单位或人")
    moved = take_step(found, asked.code, by=person(request), now=request.now, answer=answer)
    words = f"已办理“{asked.title}”，现处于“{moved.stage_title}”环节。"
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"address": moved.get_absolute_url(), "words": words})
    messages.success(request, words)
    return redirect(moved)


@require_POST
@business_page
def draft(request: PageRequest, pk: int, code: str) -> HttpResponse:
    """Keep what is filled in so far (草稿自动保存)."""
    found = case_of(request, pk)
    hidden = {"csrfmiddlewaretoken", "key", "revision"}
    values = {
        k: v[:4000] for k, v in request.POST.items() if isinstance(v, str) and k not in hidden
    }
    keep_draft(found, code, values, by=person(request), now=request.now)
    return HttpResponse(status=204)


@business_page
def act(request: PageRequest, pk: int, code: str) -> HttpResponse:
    """The form of an act beside the route, in the side panel (办件动作)."""
    found = case_of(request, pk)
    if code not in set(Act):
        raise Http404(code)
    asked = Act(code)
    before = standing(person(request), found, procedure_of(found.version))
    reason = why_not_act(before, asked)
    data = request.POST if request.method == "POST" else None
    form = ActForm(asked, data, case=found, offered=_offered(found, asked, now=request.now))
    if request.method == "POST" and form.is_valid():
        try:
            words = do_act(found, asked, form.cleaned_data, by=person(request), now=request.now)
            return _done(request, found, words)
        except REFUSED as error:
            form.add_error(None, said(error))
    context = {
        "case": found,
        "act": asked,
        "title": "恢复计时" if asked is Act.PAUSE and found.paused_at else ACT_TITLES[asked],
        "form": form,
        "reason": reason,
    }
    return render(request, "cases/part/act.html", context)


def _done(request: PageRequest, found: Case, words: str) -> HttpResponse:
    if words.startswith("/"):
        address = request.build_absolute_uri(words)
        return render(request, "cases/part/link_made.html", {"case": found, "address": address})
    messages.success(request, words)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = reverse("cases:case", args=[found.pk])
    return answer


def _offered(found: Case, asked: Act, *, now: datetime) -> Offered:
    if asked is Act.ASSIGN:
        return Offered(
            User.objects.none(),
            near=nearby_people(found, now=now),
            bodies=suggested_bodies(found, on=localtime(now).date()),
        )
    steps = answerable(found) if asked is Act.LINK else []
    return Offered(_people(found) if asked is Act.TRANSFER else _colleagues(found), steps=steps)


def _people(found: Case) -> "QuerySet[User]":
    procedure = procedure_of(found.version)
    holder = procedure.stage(found.stage).holder
    return people_of(found, procedure.actor(holder)) if holder else User.objects.none()


def _colleagues(found: Case) -> "QuerySet[User]":
    near = within("posts__district_id", found.district_id[:4])
    above = Q(posts__district_id=found.district_id[:2])
    return User.objects.filter(near | above, is_active=True, posts__is_active=True).distinct()


@require_POST
@business_page
def extension(request: PageRequest, pk: int) -> HttpResponse:
    """Grant or refuse an extension (审批延期)."""
    found = case_of(request, pk)
    granted = request.POST.get("decision") == "grant"
    note = request.POST.get("note", "")[:400]
    try:
        decide_extension(found, is_granted=granted, note=note, by=person(request), now=request.now)
        messages.success(request, "已同意延期。" if granted else "已答复不同意延期。")
    except REFUSED as error:
        messages.error(request, said(error))
    return redirect(found)


@require_POST
@business_page
def sub_task(request: PageRequest, pk: int, part: int) -> HttpResponse:
    """Finish a part of a case (完成子任务)."""
    found = case_of(request, pk)
    row = SubTask.objects.filter(case=found, pk=part).first()
    if row is None:
        raise Http404("没有这个子任务")
    try:
        result = request.POST.get("result", "")[:400]
        finish_sub_task(row, result=result, by=person(request), now=request.now)
    except (CaseError, ProcedureError) as error:
        messages.error(request, said(error))
    return redirect(found)
