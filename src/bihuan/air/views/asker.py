"""Statistics of reports of abnormal values (剔除申请统计), which the auditor reads as well."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from bihuan.accounts.views.access import person
from bihuan.air.permission import may_audit, may_see_air
from bihuan.air.queries.asker import asked_by, asker_screen
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest


def statistics(request: PageRequest) -> HttpResponse:
    """Who asked how often with which effect; one person's reports where one is chosen."""
    user = person(request)
    if not (may_see_air(user) or may_audit(user)):
        raise PermissionDenied("您的岗位不能查看剔除申请统计")
    chosen = request.GET.get("person", "")
    screen = asker_screen(user)
    context = {
        "screen": screen,
        "chosen": next((one for one in screen.people if one.key == chosen), None),
        "asked": asked_by(user, chosen),
        "sides": (
            ("按点位", "点位", screen.stations),
            ("按理由", "理由", screen.reasons),
            ("按月份", "月份", screen.months),
        ),
        "may_open": may_see_air(user),
    }
    return render_page(request, "air/exclusion_statistics.html", context)
