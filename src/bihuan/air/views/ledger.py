"""The countable ledger of studies and orders (异常研判与管控指令台账)."""

import csv
import io

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.utils.timezone import localtime

from bihuan.accounts.views.access import person
from bihuan.air.acts import Act
from bihuan.air.analysis.candidate import cause_words
from bihuan.air.forms.ledger import LedgerForm
from bihuan.air.models import Instruction, InstructionKind, InstructionState
from bihuan.air.queries.order_effect import effect_screen
from bihuan.air.series.values import values_at
from bihuan.air.services.export import record_export
from bihuan.air.views.access import air_page, row_of
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

HEAD = ("编号", "类型", "标题", "内容", "成因判断", "措施编号", "状态", "提出人", "提出时间")
TAIL = ("批准人", "批准时间", "交办单")


@air_page
def show(request: PageRequest) -> HttpResponse:
    """The entries with their counts."""
    form = LedgerForm(request.GET)
    rows = _rows(request, form)
    by_kind = dict(rows.order_by().values_list("kind").annotate(Count("pk")))
    by_state = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    counts = [(kind.label, by_kind.get(kind.value, 0)) for kind in InstructionKind]
    counts += [(state.label, by_state.get(state.value, 0)) for state in InstructionState]
    context = {
        "form": form,
        "page": page_of(rows, request, size=50),
        "counts": counts,
        "query": request.GET.urlencode(),
    }
    return render_page(request, "air/ledger.html", context)


@air_page
def effect(request: PageRequest, pk: int) -> HttpResponse:
    """What one order changed at its station, or why nobody can tell (管控措施效果)."""
    made = row_of(Instruction.objects.select_related("by", "approved_by"), request, pk)
    screen = effect_screen(values_at(request.now), made, person(request), now=request.now)
    chart = screen.chart.as_json() if screen.chart else None
    return render_page(request, "air/effect.html", {"screen": screen, "chart": chart})


@air_page
def export(request: PageRequest) -> HttpResponse:
    """The entries that are shown, as a CSV file that Excel opens, with an audit entry."""
    rows = list(_rows(request, LedgerForm(request.GET)))
    what = "异常研判与管控指令台账"
    record_export(Act.EXPORT_LEDGER, rows=len(rows), what=what, by=person(request), now=request.now)
    answer = HttpResponse(_text(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ledger-{request.now:%Y%m%d}.csv"'
    return answer


def _rows(request: PageRequest, form: LedgerForm) -> QuerySet[Instruction]:
    rows = Instruction.objects.visible_to(person(request)).filter(**form.filters)
    return rows.select_related("by", "approved_by", "measure")


def _text(rows: list[Instruction]) -> bytes:
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow([*HEAD, *TAIL])
    sheet.writerows([_line(one) for one in rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _line(one: Instruction) -> list[str]:
    approved = one.approved_at
    texts = [
        one.number,
        one.get_kind_display(),
        one.title,
        one.text,
        cause_words(one.cause),
        one.measure.code if one.measure else "",
        one.get_state_display(),
        str(one.by),
        f"{localtime(one.at):%Y-%m-%d %H:%M}",
        str(one.approved_by or ""),
        f"{localtime(approved):%Y-%m-%d %H:%M}" if approved else "",
        one.case,
    ]
    return [f"'{text}" if text.startswith(("=", "+", "-", "@")) else text for text in texts]
