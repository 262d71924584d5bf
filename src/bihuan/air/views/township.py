"""The statistics pack of a township (乡镇统计资料)."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate

from bihuan.accounts.views.access import person
from bihuan.air.acts import Act
from bihuan.air.judge.span import DaySpan
from bihuan.air.queries.county import month_so_far
from bihuan.air.queries.township import township_screen
from bihuan.air.queries.township_pack import township_pack
from bihuan.air.series.values import values_at
from bihuan.air.services.export import record_export
from bihuan.air.site import sites_of
from bihuan.air.views.access import air_page
from bihuan.air.views.site import refuse_township
from bihuan.ui.request import PageRequest

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@air_page
def pack(request: PageRequest, code: str) -> HttpResponse:
    """The workbook of the month so far, with an audit entry."""
    user, now, today = person(request), request.now, localdate(request.now)
    values, span = values_at(now), month_so_far(today) or DaySpan(today, today)
    screen = township_screen(values, sites_of(user, now), code, span)
    if screen is None:
        refuse_township(code, request)
    made = township_pack(values, user, screen, now=now)
    record_export(Act.EXPORT_TOWNSHIP, rows=span.days, what=screen.name, by=user, now=now)
    answer = HttpResponse(made, content_type=EXCEL)
    name = f"{screen.name}统计资料-{span.last}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer
