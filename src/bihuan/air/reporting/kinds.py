"""The kinds of air reports (报告种类), and everything that they ask (登记)."""

from dataclasses import replace
from datetime import time
from pathlib import Path

from bihuan.air.reporting import sheet
from bihuan.air.reporting.behind import stations_behind
from bihuan.air.reporting.document import daily, regular, special
from bihuan.air.reporting.episode import subjects
from bihuan.air.reporting.picture import registered
from bihuan.air.reporting.query import (
    change,
    cut,
    day,
    dust,
    episode,
    hours,
    measure,
    period,
    place,
    rule,
    source,
    target,
    township,
    work,
)
from bihuan.reports.definition import (
    STANDARD_TEMPLATE,
    Due,
    PeriodKind,
    ReportKind,
    register_kind,
    register_query,
)

HERE = Path(__file__).parent / "templates"
SYSTEM = "空气质量监测与研判"
OF_STATIONS = (day, period, change, hours, township)
FIGURES = (place, target, episode, work, source, measure, dust, rule, cut)


def _regular(code: str, title: str, period_kind: PeriodKind, due: Due, word: str) -> ReportKind:
    return ReportKind(
        code=f"air.{code}",
        title=title,
        system=SYSTEM,
        period=period_kind,
        template=STANDARD_TEMPLATE,
        compose=regular.compose,
        due=due,
        number=f"{{district}}气{word}〔{{year}}〕{{serial}}号",
    )


KINDS = (
    ReportKind(
        code="air.daily",
        title="空气质量日报",
        system=SYSTEM,
        period=PeriodKind.DAY,
        template=HERE / "daily.docx",
        compose=daily.compose,
        due=Due(days=1, at=time(9)),
        number="{district}气日报〔{year}〕{serial}号",
    ),
    _regular("weekly", "空气质量周报", PeriodKind.WEEK, Due(1, time(12)), "周报"),
    _regular("monthly", "空气质量月报", PeriodKind.MONTH, Due(3, time(18)), "月报"),
    _regular("quarterly", "空气质量季报", PeriodKind.QUARTER, Due(5, time(18)), "季报"),
    _regular("half_yearly", "空气质量半年报", PeriodKind.HALF_YEAR, Due(7, time(18)), "半年报"),
    _regular("annual", "空气质量年报", PeriodKind.YEAR, Due(10, time(18)), "年报"),
    ReportKind(
        code="air.special",
        title="污染分析专报",
        system=SYSTEM,
        period=PeriodKind.SPECIAL,
        template=STANDARD_TEMPLATE,
        compose=special.compose,
        due=Due(days=3, at=time(18)),
        number="{district}气专报〔{year}〕{serial}号",
        subjects=subjects,
    ),
)


def register() -> None:
    """Called once at start (apps.py)."""
    for room in FIGURES:
        register_query(*room.QUERIES)
    for room in OF_STATIONS:
        register_query(*(replace(one, sources=stations_behind) for one in room.QUERIES))
    register_query(*registered.QUERIES, *sheet.QUERIES)
    register_kind(*KINDS)
