"""What goes on paper is on record (打印留痕)."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from bihuan.accounts.acts import Act
from bihuan.accounts.services import record_act
from bihuan.accounts.views.access import person
from bihuan.ui.request import PageRequest


@require_POST
def printed(request: PageRequest) -> HttpResponse:
    """Note who printed which page; the page tells it by itself (打印页面)."""
    detail = {name: request.POST.get(name, "")[:200] for name in ("title", "path")}
    record_act(user=person(request), action=Act.PRINT, object=None, now=request.now, detail=detail)
    return HttpResponse(status=204)
