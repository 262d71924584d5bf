"""The archive as a list (报告台账)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.utils.timezone import localtime

from bihuan.accounts.models import User
from bihuan.accounts.scope import within
from bihuan.reports.definition import all_kinds
from bihuan.reports.models import Report
from bihuan.reports.models.report import ReportQuerySet

HEAD = (
    "文号",
    "标题",
    "种类",
    "行政区划",
    "期间",
    "环节",
    "版次",
    "应交时间",
    "首次印发时间",
    "是否按时",
    "编制人",
    "审核人",
    "签发人",
    "分发数",
    "签收数",
    "Word SHA-256",
)


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """Which documents (筛选)."""

    text: str = ""
    kind: str = ""
    state: str = ""
    district: str = ""
    late: str = ""
    since: date | None = None
    until: date | None = None


def kind_titles() -> dict[str, str]:
    """Chinese names of the kinds by code."""
    return {kind.code: kind.title for kind in all_kinds()}


def reports_of(user: User, asked: ReportFilter, now: datetime) -> ReportQuerySet:
    """The documents within the scope that fit, the newest period first."""
    rows = Report.objects.visible_to(user)
    if asked.text:
        words = Q(title__icontains=asked.text) | Q(versions__number__text__icontains=asked.text)
        rows = rows.filter(pk__in=Report.objects.filter(words).values("pk"))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.state:
        rows = rows.filter(current__state=asked.state)
    if asked.district:
        rows = rows.filter(within("district_id", asked.district))
    if asked.since:
        rows = rows.filter(last__gte=asked.since)
    if asked.until:
        rows = rows.filter(last__lte=asked.until)
    if asked.late:
        rows = rows.filter(_late(now) if asked.late == "yes" else ~_late(now))
    wide = ("district", "current__number", "current__drafted_by", "current__signed_by")
    return rows.select_related(*wide).order_by("-last", "kind", "-pk")


def _late(now: datetime) -> Q:
    issued = Q(issued_at__isnull=False, due_at__isnull=False, issued_at__gt=F("due_at"))
    return issued | Q(issued_at__isnull=True, due_at__isnull=False, due_at__lt=now)


def lines(rows: ReportQuerySet) -> Iterator[list[str]]:
    """The list as an export writes it, a line a document."""
    titles = kind_titles()
    wide = rows.select_related("current__reviewed_by", "current__word").prefetch_related(
        "current__recipients"
    )
    for row in wide.iterator(chunk_size=500):
        version = row.current
        if version is None:
            continue
        told = list(version.recipients.all())
        yield [
            version.number.text if version.number else "",
            row.title,
            titles.get(row.kind, row.kind),
            row.district.name,
            row.period.words,
            str(version.get_state_display()),
            str(version.serial),
            _said(row.due_at),
            _said(row.issued_at),
            _on_time(row),
            str(version.drafted_by or ""),
            str(version.reviewed_by or ""),
            str(version.signed_by or ""),
            str(len(told)),
            str(sum(1 for one in told if one.received_at)),
            version.word.sha256 if version.word else "",
        ]


def _said(moment: datetime | None) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def _on_time(row: Report) -> str:
    if row.due_at is None or row.issued_at is None:
        return ""
    return "按时" if row.issued_at <= row.due_at else "逾期"
