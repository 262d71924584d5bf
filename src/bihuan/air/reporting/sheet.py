"""Sheets of the Excel annex (附表), with charts that Excel draws."""

from decimal import Decimal

from bihuan.air.judge.figure import published
from bihuan.air.judge.span import SpanKind, previous_of
from bihuan.air.queries.county import Compared, comparison
from bihuan.air.queries.county_day import day_rows
from bihuan.air.queries.reading import HEADS
from bihuan.air.reporting.hours import county_hours
from bihuan.air.reporting.link import county_page, ranking_page
from bihuan.air.reporting.look import choice_of, look, span_of
from bihuan.air.reporting.query.township import order_of
from bihuan.regulations.air.pollutant import input_places
from bihuan.regulations.rounding import round_gbt8170
from bihuan.reports.composition import Cell
from bihuan.reports.definition import Arguments, Reading, SheetChart, SheetQuery, SheetRows

NEWEST = "HJ633-2026"
NA = "NA"
HEAD_WORDS = tuple(f"{head.symbol}（{head.unit}）" for head in HEADS)


def _index(value: int | None) -> Decimal | str:
    return NA if value is None or value < 0 else Decimal(value)


def days(arguments: Arguments, reading: Reading) -> SheetRows:
    """The county day by day, oldest first (逐日评价)."""
    seen, span = look(arguments, reading), span_of(arguments)
    figures = seen.figures(span, choice_of(arguments))
    rows = day_rows(figures)[::-1] if figures else []
    made = tuple(
        (
            f"{one.day:%Y-%m-%d}",
            _index(one.reading.index),
            one.reading.category_words or one.reading.reason,
            one.reading.primary_words,
            *(one.reading.values[head.item] for head in HEADS),
        )
        for one in rows
    )
    charts = (
        SheetChart("逐日AQI", "column", 0, (1,)),
        SheetChart("逐日浓度", "line", 0, (7, 8, 9)),
    )
    return SheetRows(("日期", "AQI", "类别", "首要污染物", *HEAD_WORDS), made, charts)


def hours(arguments: Arguments, reading: Reading) -> SheetRows:
    """The county hour by hour (全市小时值), named by the end of the hour."""
    seen, span = look(arguments, reading), span_of(arguments)
    found = county_hours(seen, span)
    head = ("时间（止）", "AQI", *HEAD_WORDS)
    if found is None:
        return SheetRows(head, ())
    columns = [published(found.of(one.item), input_places(one.item, NEWEST)) for one in HEADS]
    each = span.each()
    made = tuple(
        (
            f"{each[n // 24]:%m-%d} {n % 24 + 1:02d}:00",
            _index(int(found.indices.index[0, n])),
            *(column[n] for column in columns),
        )
        for n in range(24 * span.days)
    )
    charts = (SheetChart("小时AQI", "line", 0, (1,)), SheetChart("小时浓度", "line", 0, (5, 6, 7)))
    return SheetRows(head, made, charts)


def townships(arguments: Arguments, reading: Reading) -> SheetRows:
    """The township stations by place (乡镇排名)."""
    seen, span = look(arguments, reading), span_of(arguments)
    head = ("名次", "乡镇（街道）", "综合指数", "名次变化", *HEAD_WORDS, "优良天数", "说明")
    order = order_of(seen, arguments)
    if not order:
        return SheetRows(head, ())
    figures = seen.of_townships(span, choice_of(arguments))
    printed = [figures.printed(one.item) for one in HEADS]
    made = tuple(
        (
            None if one.place is None else Decimal(one.place),
            seen.townships[one.row].district_name,
            one.value,
            None if one.change is None else Decimal(one.change),
            *(column[one.row] for column in printed),
            Decimal(int(figures.good_days[one.row])) if figures.judged_days[one.row] else None,
            one.reason or one.warning or None,
        )
        for one in order
    )
    return SheetRows(head, made, (SheetChart("乡镇综合指数", "bar", 1, (2,)),))


def compared(arguments: Arguments, reading: Reading) -> SheetRows:
    """The period beside last year and the period before (同比环比).

    Counts and shares change by days and percentage points, everything else by percent.
    """
    seen, span = look(arguments, reading), span_of(arguments)
    kind = SpanKind(str(arguments["kind"]))
    has_before = previous_of(kind, span) != span.year_before()
    head = ("指标", "单位", "本期", "去年同期", "同比变化", "上期", "环比变化", "变化单位")
    places = range(len(head)) if has_before else (0, 1, 2, 3, 4, 7)
    made: tuple[tuple[Cell, ...], ...] = ()
    if seen.evaluation:
        found = comparison(seen.values, seen.sites, span, kind, choice=choice_of(arguments))
        made = tuple(_compared(row) for row in found.rows)
    rows = tuple(tuple(row[n] for n in places) for row in made)
    return SheetRows(tuple(head[n] for n in places), rows)


MOVED = {"天": "天", "%": "百分点"}


def _compared(row: Compared) -> tuple[Cell, ...]:
    changes = [
        one.absolute if row.unit in MOVED else _percent(one.percent)
        for one in (row.yearly, row.running)
    ]
    return (
        row.name,
        row.unit,
        row.now,
        row.then if row.then is not None else "无同期数据",
        changes[0],
        row.before if row.before is not None else "无上期数据",
        changes[1],
        MOVED.get(row.unit, "%"),
    )


def _percent(value: Decimal | None) -> Decimal | None:
    return None if value is None else round_gbt8170(value, 1)


QUERIES = (
    SheetQuery("air.sheet.days", "逐日评价", days, county_page),
    SheetQuery("air.sheet.hours", "全市小时值", hours, county_page),
    SheetQuery("air.sheet.townships", "乡镇排名", townships, ranking_page),
    SheetQuery("air.sheet.compared", "同比环比", compared, county_page),
)
