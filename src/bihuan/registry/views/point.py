"""The page of a point: newest values, curves, table, export (点位页)."""

from dataclasses import dataclass

from django.http import HttpResponse, JsonResponse

from bihuan.accounts.views.access import person
from bihuan.registry.curve import table_rows
from bihuan.registry.export import series_csv
from bihuan.registry.forms.series import SeriesForm
from bihuan.registry.models import MonitoringPoint, PointFactor
from bihuan.registry.queries.point import PointHead, assignments_of, factors_of, point_head
from bihuan.registry.queries.series import bounds_for, chart, history
from bihuan.registry.services.export import record_export
from bihuan.registry.span import SeriesChoice
from bihuan.registry.views.access import business_page, visible
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

ROWS = 100
PARTS = {
    "head": "registry/part/point_head.html",
    "series": "registry/part/series.html",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A point with what is asked about its history."""

    head: PointHead
    factors: list[PointFactor]
    form: SeriesForm
    choice: SeriesChoice

    @property
    def point(self) -> MonitoringPoint:
        return self.head.point


def _asked(request: PageRequest, pk: int) -> _Asked:
    rows = MonitoringPoint.objects.select_related("outlet__enterprise", "station", "district")
    head = point_head(visible(rows, person(request), pk), request.now)
    factors = factors_of(head.point)
    form = SeriesForm(request.GET, factors=factors, kind=head.kind, now=request.now)
    return _Asked(head, factors, form, form.choice())


@business_page
def point(request: PageRequest, pk: int) -> HttpResponse:
    """A point with its newest values and its history (点位页)."""
    asked = _asked(request, pk)
    context = {"head": asked.head, "form": asked.form, "choice": asked.choice}
    context["assignments"] = assignments_of(asked.point)
    if request.GET.get("view") == "table":
        context.update(_table(request, asked))
    return render_page(request, "registry/point.html", context, parts=PARTS)


def _table(request: PageRequest, asked: _Asked) -> dict[str, object]:
    shown = [one for one in asked.factors if one.factor in asked.choice.factors]
    frame = history(asked.point.pk, asked.choice)
    bounds = bounds_for(asked.point.pk, asked.choice)
    rows = table_rows(frame, [one.factor for one in shown], bounds)
    return {"columns": shown, "page": page_of(rows, request, size=ROWS)}


@business_page
def series(request: PageRequest, pk: int) -> HttpResponse:
    """The curves as JSON (曲线数据); a wrong question is answered in words."""
    asked = _asked(request, pk)
    if asked.form.sentences:
        return HttpResponse("；".join(asked.form.sentences), status=400, content_type="text/plain")
    drawn = chart(asked.point.pk, asked.choice, asked.factors, request.now)
    return JsonResponse(drawn.as_json())


@business_page
def export(request: PageRequest, pk: int) -> HttpResponse:
    """The values as a CSV file that Excel opens (导出), with an entry in the audit trail."""
    asked = _asked(request, pk)
    if asked.form.sentences:
        return HttpResponse("；".join(asked.form.sentences), status=400, content_type="text/plain")
    frame = history(asked.point.pk, asked.choice)
    record_export(
        asked.point, choice=asked.choice, rows=frame.height, by=person(request), now=request.now
    )
    return series_csv(asked.point, asked.choice, asked.factors, frame)
