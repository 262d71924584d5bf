"""The audit trail, for auditors only (审计记录)."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.timezone import localtime

from bihuan.accounts.acts import Act
from bihuan.accounts.anchor import anchors_of
from bihuan.accounts.forms.audit import AuditForm
from bihuan.accounts.models import AuditEntry
from bihuan.accounts.queries.audit import AuditFilter, Cursor, audit_page, audit_rows
from bihuan.accounts.queries.sealing import CHAIN, audit_condition, head_of_audit
from bihuan.accounts.queries.setting_proof import altered_settings
from bihuan.accounts.roles import Role
from bihuan.accounts.services import record_act
from bihuan.accounts.views.access import person, post_page
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

VERIFIED_ON_THE_PAGE = 20_000
HEADER = ("时间", "用户", "操作", "对象类型", "对象编号", "对象", "结果", "来源地址", "详情")


@post_page(Role.AUDITOR)
def audit(request: PageRequest) -> HttpResponse:
    """What people did, newest first, page by page (审计记录)."""
    form = AuditForm(request.GET, now=request.now)
    page = audit_page(form.filter(), after=_cursor(request.GET.get("after", "")))
    anchors = anchors_of(settings.ANCHORS, CHAIN)
    context = {"form": form, "page": page, "head": head_of_audit(), "days": settings.AUDIT_DAYS}
    context["anchor"] = anchors[-1] if anchors else None
    parts = {"list": "accounts/part/audit_list.html"}
    return render_page(request, "accounts/audit.html", context, parts=parts)


@post_page(Role.AUDITOR)
def export(request: PageRequest) -> StreamingHttpResponse:
    """The chosen part of the trail as CSV (导出审计记录), itself on record."""
    asked = AuditForm(request.GET, now=request.now).filter()
    filters = {name: value for name, value in request.GET.items() if value}
    detail = {"content": "审计记录", "filters": filters}
    record_act(user=person(request), action=Act.EXPORT, object=None, now=request.now, detail=detail)
    answer = StreamingHttpResponse(_lines(asked), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="audit-{request.now:%Y%m%d}.csv"'
    return answer


@post_page(Role.AUDITOR)
def verify(request: PageRequest) -> HttpResponse:
    """Walk the newest part of the chain and say whether it holds (核验审计链)."""
    condition = audit_condition(settings.ANCHORS, request.now, newest=VERIFIED_ON_THE_PAGE)
    context = {"condition": condition, "altered": altered_settings()}
    return render_page(request, "accounts/audit_verify.html", context)


def _cursor(text: str) -> Cursor | None:
    at, _, pk = text.partition("~")
    try:
        return Cursor(datetime.fromtimestamp(float(at), UTC), int(pk))
    except (ValueError, OverflowError, OSError):
        return None


def _lines(asked: AuditFilter) -> Iterator[str]:
    yield "\N{ZERO WIDTH NO-BREAK SPACE}" + _line(HEADER)
    for entry in audit_rows(asked):
        yield _line(_cells(entry))


def _cells(entry: AuditEntry) -> tuple[str, ...]:
    return (
        f"{localtime(entry.at):%Y-%m-%d %H:%M:%S}",
        entry.user_name,
        entry.action_name,
        entry.object_kind,
        entry.object_id,
        entry.object_name,
        "成功" if entry.succeeded else "失败",
        entry.address or "",
        str(entry.detail or ""),
    )


def _line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    harmless = ("'" + cell if cell[:1] in ("=", "+", "-", "@") else cell for cell in cells)
    csv.writer(line).writerow(harmless)
    return line.getvalue()
