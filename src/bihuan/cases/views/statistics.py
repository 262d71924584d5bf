"""Statistics of cases (统计)."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from bihuan.accounts.services import record_act
from bihuan.accounts.views.access import person
from bihuan.cases.acts import CaseAct
from bihuan.cases.circular import circular as circular_of
from bihuan.cases.forms.statistics import StatisticsForm
from bihuan.cases.procedure.document import ProcedureError
from bihuan.cases.queries.statistics import GROUPS, spell_statistics, statistics
from bihuan.cases.services.procedure import current_version
from bihuan.cases.version_document import procedure_of
from bihuan.cases.views.order import TYPES
from bihuan.registry.views.access import business_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

USUAL_KIND = "assignment_order"


@business_page
def figures(request: PageRequest) -> HttpResponse:
    """Counts, on-time rates and hours; every number opens the list behind it (事项统计)."""
    form = StatisticsForm(request.GET, user=person(request), now=request.now)
    asked = form.asked()
    context = {
        "form": form,
        "asked": asked,
        "heading": GROUPS[asked.group],
        "circular_kind": asked.kind or USUAL_KIND,
    }
    if asked.group == "stage":
        context["spells"] = spell_statistics(asked, user=person(request))
    rows, total = statistics(asked, user=person(request), now=request.now)
    context |= {"rows": rows, "total": total}
    parts = {"figures": "cases/part/figures.html"}
    return render_page(request, "cases/statistics.html", context, parts=parts)


@business_page
def circular(request: PageRequest, kind: str) -> HttpResponse:
    """The circular of one kind's problems and rectification, for the period of the page (通报)."""
    try:
        procedure = procedure_of(current_version(kind, now=request.now))
    except ProcedureError as error:
        raise Http404(str(error)) from error
    user = person(request)
    asked = StatisticsForm(request.GET, user=user, now=request.now).asked()
    made = circular_of(asked, procedure, by=user, now=request.now)
    detail = {"kind": procedure.title}
    record_act(user=user, action=CaseAct.CIRCULAR, object=None, now=request.now, detail=detail)
    answer = HttpResponse(made, content_type=TYPES["docx"])
    name = f"关于{procedure.title}整改情况的通报.docx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer
