"""Tables of targets (目标表): the year until now, its months, the weeks to come, other counties."""

from datetime import date
from typing import Any

from bihuan.air.judge.allowance import weeks_of
from bihuan.air.judge.ranking import COMPOSITE
from bihuan.air.judge.span import DaySpan, SpanKind, span_around
from bihuan.air.models import TargetItem
from bihuan.air.reporting.query.place import GOOD_DAYS, rows_of
from bihuan.air.reporting.query.target import target_value
from bihuan.air.reporting.text.pen import ITEMS, Pen
from bihuan.air.reporting.text.target import MEANS
from bihuan.regulations.air.pollutant import Pollutant, symbol
from bihuan.reports.definition import Figure, Style, Table

EMPTY = "—"
YEAR_ROWS = (
    *((item.value, symbol(item), "air.period.statistic") for item in ITEMS),
    (TargetItem.COMPOSITE.value, "综合指数", "air.period.composite"),
    (TargetItem.GOOD_DAYS.value, "优良天数", "air.period.good_days"),
)


def year_table(pen: Pen) -> Table:
    """Every item of the year until now beside its annual target, as each day was judged then."""
    return Table(
        key="year_targets",
        caption="年度目标完成情况（今年累计）",
        head=("指标", "今年累计", "年度目标", "差距", "状态"),
        rows=tuple(_year_row(pen, *one) for one in YEAR_ROWS),
        widths=(3, 3, 4, 3, 4),
        note="浓度单位µg/m³，CO为mg/m³；差距为今年累计减目标，今年累计逐日按当时标准评价。",
    )


def _year_row(pen: Pen, metric: str, name: str, query: str) -> tuple[str, ...]:
    days: dict[str, Any] = {**pen.days(pen.year), "choice": "auto"}
    more: dict[str, Any] = {"item": metric} if metric in set(Pollutant) else {}
    now = pen.take(f"year_{metric}", f"{name}今年累计", query, **days, **more)
    target = pen.take(
        f"target_{metric}",
        f"{name}年度目标",
        "air.target.annual",
        year=pen.span.last.year,
        target=metric,
    )
    gap = pen.take(
        f"gap_{metric}",
        f"{name}与目标差",
        "air.target.gap",
        style=Style.SIGNED,
        missing=EMPTY,
        **days,
        target=metric,
    )
    return name, f"{now}", f"{target}", f"{gap}", _state(metric, gap)


def _state(metric: str, gap: Figure) -> str:
    if gap.number is None:
        return EMPTY
    if metric == TargetItem.GOOD_DAYS:
        return "已完成" if gap.number >= 0 else "未到目标天数"
    return "在目标内" if gap.number <= 0 else "超出目标"


def has_target(pen: Pen) -> bool:
    """Whether anything was set for the year."""
    year = pen.span.last.year
    return any(target_value(pen.seen, year, metric) is not None for metric, *_ in YEAR_ROWS)


def set_means(pen: Pen) -> list[Pollutant]:
    """Means with an annual target."""
    year = pen.span.last.year
    return [item for item in MEANS if target_value(pen.seen, year, item.value) is not None]


def leaf(pen: Pen, item: Pollutant, kind: SpanKind, first: date, what: str) -> Figure:
    """A number of the tree of targets."""
    words = {
        "target": "计划",
        "measured": "实测",
        "gap": "差距",
        "left": "余下可用",
        "light": "状态",
    }
    day = f"{first:%m%d}"
    return pen.take(
        f"leaf_{item.value}_{kind.value}_{day}_{what}",
        f"{symbol(item)}{first:%m-%d}起{words[what]}",
        "air.target.leaf",
        style=Style.SIGNED if what == "gap" else Style.PLAIN,
        missing=EMPTY,
        today=pen.today.isoformat(),
        item=item.value,
        kind=kind.value,
        first=first.isoformat(),
        what=what,
    )


def month_table(pen: Pen) -> Table | None:
    """Each month's plan, what was measured and the gap (逐月目标); None without a target."""
    items = set_means(pen)
    if not items:
        return None
    year = pen.span.last.year
    rows = []
    for month in range(1, 13):
        first = date(year, month, 1)
        cells = [
            f"{leaf(pen, item, SpanKind.MONTH, first, what)}"
            for item in items
            for what in ("target", "measured", "gap")
        ]
        rows.append((f"{month}月", *cells))
    heads = [f"{symbol(item)}\n{word}" for item in items for word in ("计划", "实测", "差距")]
    return Table(
        key="month_targets",
        caption="逐月目标分解与完成情况",
        head=("月份", *heads),
        rows=tuple(rows),
        widths=(2, *(3 for _ in heads)),
        note="单位µg/m³；月计划按近三年季节特征由年度目标分解，按天数加权等于年度目标（待确认）。",
    )


def week_table(pen: Pen) -> Table | None:
    """What the coming weeks may have (逐周控制目标); None without a target or after the year."""
    items = set_means(pen)
    if not items or pen.is_year_over:
        return None
    weeks = weeks_of(span_around(SpanKind.MONTH, pen.today))
    rows = [
        (
            _days_words(week),
            *(f"{leaf(pen, item, SpanKind.WEEK, week.first, 'left')}" for item in items),
        )
        for week in weeks
        if week.last >= pen.today
    ]
    return Table(
        key="week_targets",
        caption="余下各周日均浓度控制目标",
        head=("周", *(f"{symbol(item)}不超过" for item in items)),
        rows=tuple(rows),
        note="单位µg/m³；由年度余量按季节特征重新分配，每日随实测更新。",
    )


def _days_words(week: DaySpan) -> str:
    """``11月2日至8日``, or the one day of a week that a month cuts."""
    first = f"{week.first.month}月{week.first.day}日"
    return first if week.first == week.last else f"{first}至{week.last.day}日"


def benchmark_table(pen: Pen, span: DaySpan) -> Table | None:
    """The counties of a published period and our gap to them; None where nothing was imported."""
    rows = rows_of(pen.seen, span)
    if not rows:
        return None
    columns = (
        *((i.value, symbol(i)) for i in ITEMS),
        (COMPOSITE, "综合指数"),
        (GOOD_DAYS, "优良天数"),
    )
    made = []
    for n, row in enumerate(rows):
        county = row.figure.county
        cells = [_published(pen, span, n, county, "place", "排名")]
        cells += [_published(pen, span, n, county, *column) for column in columns]
        made.append((county, *(f"{one}" for one in cells)))
    return Table(
        key="benchmark",
        caption="市内县（市）公布数据",
        head=("县（市）", "排名", *(name for _, name in columns)),
        rows=tuple(made),
        widths=(5, *(4 for _ in range(7)), 5, 5),
        note=f"上级公布的{span.first}至{span.last}数据，“未公布”表示通报中没有该项；排名为综合排名。",
    )


def _published(pen: Pen, span: DaySpan, n: int, county: str, metric: str, name: str) -> Figure:
    return pen.take(
        f"c{n}_{metric}",
        f"{county}{name}",
        "air.benchmark.value",
        missing="未公布",
        **pen.days(span),
        county=county,
        metric=metric,
    )


def gap_table(pen: Pen, span: DaySpan) -> Table | None:
    """Ours minus each benchmark county (对标差距)."""
    rows = [row for row in rows_of(pen.seen, span) if not row.is_ours]
    if not rows:
        return None
    columns = (
        *((i.value, symbol(i)) for i in ITEMS),
        (COMPOSITE, "综合指数"),
        (GOOD_DAYS, "优良天数"),
    )
    made = [
        (
            row.figure.county,
            *(f"{_gap(pen, span, n, row.figure.county, *one)}" for one in columns),
        )
        for n, row in enumerate(rows)
    ]
    return Table(
        key="gaps",
        caption="与对标县（市）的差距（我市减对标县市）",
        head=("对标县（市）", *(name for _, name in columns)),
        rows=tuple(made),
        widths=(7, *(4 for _ in range(6)), 5, 5),
        note="我市为本级计算值；正值表示我市浓度、指数更高或优良天数更多。",
    )


def _gap(pen: Pen, span: DaySpan, n: int, county: str, metric: str, name: str) -> Figure:
    return pen.take(
        f"g{n}_{metric}",
        f"与{county}{name}差",
        "air.benchmark.gap",
        style=Style.SIGNED,
        missing=EMPTY,
        **pen.days(span),
        county=county,
        metric=metric,
    )
