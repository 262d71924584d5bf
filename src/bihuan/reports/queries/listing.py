"""The archive as a list (报告台账)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.timezone import localtime

from bihuan.accounts.models import User
from bihuan.accounts.scope import within
from bihuan.reports.definition import all_kinds
from bihuan.reports.models import Report, ReportVersion, State
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
    out = _issued().filter(report=OuterRef("pk")).values
    told = rows.annotate(
        issued_number=Subquery(out("number__text")[:1]),
        issued_signer=Subquery(out("signed_by__name")[:1]),
    )
    return told.select_related("district", "current").order_by("-last", "kind", "-pk")


def _issued() -> QuerySet[ReportVersion]:
    """What went out, the newest first."""
    return ReportVersion.objects.filter(state=State.ISSUED).order_by("-serial")


def _late(now: datetime) -> Q:
    issued = Q(issued_at__isnull=False, due_at__isnull=False, issued_at__gt=F("due_at"))
    return issued | Q(issued_at__isnull=True, due_at__isnull=False, due_at__lt=now)


def lines(rows: ReportQuerySet) -> Iterator[list[str]]:
    """The list as an export writes it: of each document what went out last, else its draft."""
    titles = kind_titles()
    wide = ("number", "drafted_by", "reviewed_by", "signed_by", "word")
    out = _issued().select_related(*wide).prefetch_related("recipients")
    found = rows.select_related("current__drafted_by", "current__reviewed_by", "current__word")
    held = found.prefetch_related(Prefetch("versions", out, to_attr="issued_ones"))
    for row in held.iterator(chunk_size=500):
        gone_out: list[ReportVersion] = getattr(row, "issued_ones", [])
        version = gone_out[0] if gone_out else row.current
        if version is not None:
            yield _line(row, version, titles)


def _line(row: Report, version: ReportVersion, titles: Mapping[str, str]) -> list[str]:
    told = list(version.recipients.all()) if version.is_issued else []
    state = row.current.get_state_display() if row.current else ""
    again = f"，第{row.current.serial}版{state}" if row.is_corrected and row.current else ""
    return [
        version.number.text if version.number else "",
        row.title,
        titles.get(row.kind, row.kind),
        row.district.name,
        row.period.words,
        f"{version.get_state_display()}{again}",
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
