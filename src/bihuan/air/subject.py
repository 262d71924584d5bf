"""What a case's page shows of the air room's matter that raised it (事项主体卡片)."""

from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils.timezone import localtime

from bihuan.accounts.models import User
from bihuan.air.analysis.candidate import cause_words
from bihuan.air.models import DustCase, Exclusion, Instruction
from bihuan.air.queries.desk import factor_words
from bihuan.cases.models import Case
from bihuan.cases.subject import SubjectCard
from bihuan.registry.queries.point import factors_of
from bihuan.registry.queries.series import chart
from bihuan.registry.span import SeriesChoice, SeriesKind, Span
from bihuan.ui.chart import Chart

ORDER: Final = "air"
AROUND: Final = timedelta(hours=24)


def exclusion_card(case: Case, user: User) -> SubjectCard | None:
    """The report with its curve; None where the person may not see its station."""
    rows = Exclusion.objects.visible_to(user).select_related("point")
    report = rows.filter(case=case).first()
    if report is None:
        return None
    begin, end = localtime(report.start), localtime(report.end)
    facts = (
        ("编号", report.number),
        ("点位", report.point.name),
        ("因子", factor_words(report.factor)),
        ("时段", f"{begin:%Y-%m-%d %H:%M}～{end:%m-%d %H:%M}"),
        ("理由", report.get_reason_display()),
        ("证据", report.evidence),
    )
    link = reverse("air:exclusion", args=[report.pk])
    return SubjectCard("异常数据上报", facts, _curve(report), link, "市级结论前数据照常参加评价")


def _curve(report: Exclusion) -> Chart:
    choice = SeriesChoice(
        kind=SeriesKind.HOUR,
        span=Span.CUSTOM,
        factors=(report.factor,),
        start=report.start - AROUND,
        end=report.end + AROUND,
    )
    return chart(report.point_id, choice, factors_of(report.point), report.end + AROUND)


def dust_card(case: Case, user: User) -> SubjectCard | None:
    """The days of dust; None where the person may not see their district."""
    dust = DustCase.objects.visible_to(user).filter(case=case).first()
    if dust is None:
        return None
    facts = (
        ("日期", f"{dust.first:%Y-%m-%d} 至 {dust.last:%Y-%m-%d}"),
        ("上报", f"{dust.by} {localtime(dust.at):%Y-%m-%d %H:%M}"),
        ("证据", dust.evidence),
    )
    link = reverse("air:dust_one", args=[dust.pk])
    return SubjectCard("沙尘过程", facts, None, link, "认定前颗粒物照常参加评价；AQI 原值始终保留")


def order_card(case: Case, user: User) -> SubjectCard | None:
    """The order with the course that it is about."""
    key = case.source.partition(":")[2]
    rows = Instruction.objects.visible_to(user).select_related("measure", "approved_by")
    made = rows.filter(pk=key).first() if key.isdigit() else None
    if made is None:
        return None
    facts = (
        ("编号", made.number),
        ("成因判断", cause_words(made.cause)),
        ("依据", made.measure.source if made.measure else "人工提出"),
        ("批准人", str(made.approved_by or "")),
    )
    link = reverse("air:process", args=[made.process]) if made.process else reverse("air:ledger")
    return SubjectCard("空气质量管控指令", facts, None, link)
