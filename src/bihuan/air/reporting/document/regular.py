"""Weekly to annual reports (周报至年报): one build, more sections the longer the period."""

from typing import Any

from bihuan.air.judge.span import SpanKind
from bihuan.air.reporting.document import parts
from bihuan.air.reporting.document.dust import TITLE, dust
from bihuan.air.reporting.document.numbering import Part, numbered, paragraphs
from bihuan.air.reporting.text import change, target, township
from bihuan.air.reporting.text.cause import Cause, cause_of, leading_item
from bihuan.air.reporting.text.pen import Pen, pen_for
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.reports.definition import Asked, Composition, FigureSet, Sheet

MARK = "审核前数据，仅供内部参考"
NAMES = {
    SpanKind.WEEK: "周报",
    SpanKind.MONTH: "月报",
    SpanKind.QUARTER: "季报",
    SpanKind.HALF: "半年报",
    SpanKind.YEAR: "年报",
}
WITH_MONTHS = frozenset({SpanKind.QUARTER, SpanKind.HALF, SpanKind.YEAR})


def compose(asked: Asked, figures: FigureSet) -> Composition:
    """A period's report."""
    pen = pen_for(asked, figures)
    item = leading_item(pen.period("leading", "出现最多的首要污染物", "air.period.leading"))
    found = cause_of(pen, item)
    return Composition(
        title=f"{asked.district_name}空气质量{NAMES[pen.kind]}",
        subtitle=_subtitle(pen),
        sections=numbered(_parts(pen, item, found)),
        figures=figures.all(),
        basis=pen.basis_words,
        sheets=_sheets(pen),
        mark=MARK,
        message=_message(pen),
    )


def _subtitle(pen: Pen) -> str:
    period = pen.asked.period
    cut = (
        f"（截至{pen.span.last.month}月{pen.span.last.day}日）"
        if pen.span.last < period.last
        else ""
    )
    return f"{period.words}{cut}"


def _parts(pen: Pen, item: Pollutant, found: Cause) -> list[Part]:
    is_long = pen.kind is not SpanKind.WEEK
    months = (
        [parts.picture(pen, "months", "逐月综合指数", "months")] if pen.kind in WITH_MONTHS else []
    )
    return [
        ("highlights", "主要结论", paragraphs("highlight", _highlights(pen))),
        ("city", "全市空气质量状况", parts.overall(pen)),
        ("dust_part", TITLE, dust(pen)),
        ("comparison", "同比环比分析", [*parts.compared(pen), *months]),
        ("towns", "乡镇（街道）排名", parts.townships(pen, item)),
        ("features_part", "污染特征与成因", parts.features(pen, item, found)),
        ("sources_part", "突出污染源", parts.sources(pen, item) if is_long else []),
        ("targets_part", "目标完成情况", parts.targets(pen, with_months=is_long)),
        ("benchmark_part", "市内排名与对标", parts.benchmark(pen) if is_long else []),
        ("work_part", "监管与数据质量", parts.work(pen)),
        ("advice_part", "下一步管控建议", parts.suggestions(pen, found)),
    ]


def _highlights(pen: Pen) -> list[str]:
    """The four things to remember."""
    return [
        f"（一）{change.days_sentence(pen)}",
        f"（二）{change.index_sentence(pen)}",
        f"（三）{township.extremes_sentence(pen)}",
        f"（四）{target.good_sentence(pen)}",
    ]


def _sheets(pen: Pen) -> tuple[Sheet, ...]:
    kind: dict[str, Any] = {"kind": pen.kind.value}
    return (
        Sheet("days_sheet", "逐日评价", "air.sheet.days", pen.picture()),
        Sheet("townships_sheet", "乡镇排名", "air.sheet.townships", pen.picture(**kind)),
        Sheet("compared_sheet", "同比环比", "air.sheet.compared", pen.picture(**kind)),
    )


def _message(pen: Pen) -> str:
    title = f"{pen.asked.district_name}空气质量{NAMES[pen.kind]}"
    return "\n".join(
        [
            f"【{title}】{_subtitle(pen)}",
            change.days_sentence(pen),
            change.index_sentence(pen),
            MARK + "。",
        ]
    )
