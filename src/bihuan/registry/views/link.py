"""The link monitor (链路监控)."""

from django.http import HttpResponse

from bihuan.accounts.views.access import person
from bihuan.registry.forms.listing import LinkForm
from bihuan.registry.ledger.query import Head
from bihuan.registry.link import LinkCause
from bihuan.registry.queries import link_report
from bihuan.registry.queries.link_list import matching, recent_gaps
from bihuan.registry.views.access import business_page
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

COLUMNS = {
    "name": "设备与点位",
    "silent_for": "状态",
    "last_packet_at": "最后有效报文",
    "delay_s": "数据延迟",
    "clock_offset_s": "时钟偏差",
    "": "原因判断",
    "address": "来源地址",
}
"""What a column is sorted by, and its title."""


@business_page
def links(request: PageRequest) -> HttpResponse:
    """Who is heard, who is silent since when and probably why (链路监控)."""
    form = LinkForm(request.GET)
    report = link_report(user=person(request), now=request.now)
    context = {"form": form, "report": report, "view": request.GET.get("view", "")}
    if context["view"] == "gaps":
        context["gaps"] = recent_gaps(person(request), request.now)
    else:
        sort = request.GET.get("sort", "")
        context["page"] = page_of(matching(report, sort=sort, **form.told), request)
        context["heads"] = [_head(*column, sort) for column in COLUMNS.items()]
    context["causes"] = [(one, report.causes.get(one, 0)) for one in LinkCause]
    parts = {"links": "registry/part/links.html"}
    return render_page(request, "registry/links.html", context, parts=parts)


def _head(column: str, title: str, sort: str) -> Head:
    following = f"-{column}" if column and sort == column else column
    now = {column: "ascending", f"-{column}": "descending"}.get(sort, "") if column else ""
    return Head(column, title, is_number=False, next_sort=following, sorted=now)
