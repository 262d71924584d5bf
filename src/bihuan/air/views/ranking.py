"""The ranking page and its export (排名)."""

import csv
import io

from django.http import HttpResponse
from django.utils.timezone import localdate

from bihuan.accounts.views.access import person
from bihuan.air.acts import Act
from bihuan.air.forms.period import RankingForm
from bihuan.air.queries.ranking import RankingScreen, ranking_screen
from bihuan.air.queries.reading import HEADS
from bihuan.air.services.export import record_export
from bihuan.air.views.access import air_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

PARTS = {"ranking": "air/part/ranking.html"}


@air_page
def show(request: PageRequest) -> HttpResponse:
    """Stations, townships or micro stations by place over any period."""
    form = RankingForm(request.GET, today=localdate(request.now))
    screen = ranking_screen(person(request), form.query(), now=request.now)
    context = {"form": form, "screen": screen, "heads": HEADS}
    return render_page(request, "air/ranking.html", context, parts=PARTS)


@air_page
def export(request: PageRequest) -> HttpResponse:
    """The ranking as a CSV file that Excel opens, with its basis, and an audit entry."""
    form = RankingForm(request.GET, today=localdate(request.now))
    screen = ranking_screen(person(request), form.query(), now=request.now)
    record_export(
        Act.EXPORT_RANKING,
        rows=len(screen.lines),
        what=screen.query.span.words,
        by=person(request),
        now=request.now,
    )
    answer = HttpResponse(_text(screen), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ranking-{screen.query.span.last}.csv"'
    return answer


def _text(screen: RankingScreen) -> bytes:
    out = io.StringIO()
    sheet = csv.writer(out)
    heads = [f"{head.symbol}({head.unit})" for head in HEADS]
    sheet.writerow(["名次", "站点", *heads, "综合指数", "优良天数比例(%)", "有效天数", "说明"])
    for line in screen.lines:
        values = ["" if value is None else value for _, value in line.values]
        note = line.standing.reason or line.standing.warning
        place = line.standing.place or ""
        extra = ["" if one is None else one for one in (line.composite, line.share)]
        sheet.writerow([place, line.site.name, *values, *extra, line.judged_days, note])
    sheet.writerow([])
    sheet.writerow(["时段", screen.query.span.words])
    sheet.writerow(["口径", screen.basis])
    sheet.writerow(["数据版本", screen.version])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
