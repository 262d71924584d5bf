"""Sections that several documents share (通用章节)."""

from typing import Any

from bihuan.air.judge.span import DaySpan, SpanKind
from bihuan.air.reporting.document.numbering import Block, paragraphs
from bihuan.air.reporting.document.tables import period_table, township_table
from bihuan.air.reporting.document.target_tables import (
    benchmark_table,
    gap_table,
    has_target,
    month_table,
    week_table,
    year_table,
)
from bihuan.air.reporting.query.place import newest_published
from bihuan.air.reporting.query.work import orders_of
from bihuan.air.reporting.source import suspects
from bihuan.air.reporting.text import cause, change, target, township
from bihuan.air.reporting.text.advice import advice
from bihuan.air.reporting.text.cause import Cause
from bihuan.air.reporting.text.pen import ITEMS, Pen, days_words
from bihuan.regulations.air.pollutant import Pollutant, symbol, unit
from bihuan.reports.definition import Figure, Picture, Table

MOST_SOURCES = 5
A_WEEK = 7


def picture(pen: Pen, key: str, caption: str, query: str, **more: Any) -> Picture:
    """A picture of the pen's span on the document's basis."""
    return Picture(key, caption, f"air.picture.{query}", pen.picture(**more))


def overall(pen: Pen) -> list[Block]:
    """Values, index and good days."""
    head = f"{pen.until_words}，全市{change.values_sentence(pen)}"
    texts = [head, change.extremes_sentence(pen), transition(pen)]
    return [
        *paragraphs("overall", texts),
        picture(pen, "levels", "各级别天数与首要污染物天数", "levels"),
        picture(pen, "calendar", "空气质量日历", "calendar"),
    ]


def transition(pen: Pen) -> str:
    """Good days as each day was judged then, where the period crosses two editions (标准更替)."""
    then = pen.period("then_good", "按当时标准优良天数", "air.period.good_days")
    auto = pen.take(
        "auto_good", "逐日按当时标准优良天数", "air.period.good_days", **pen.days(), choice="auto"
    )
    if auto.answer.edition == then.answer.edition or auto.number is None:
        return ""
    return (
        "本期跨越环境空气质量标准更替，文中统一按期末日的标准评价，以便与同期、上期比较；"
        f"逐日按当时标准评价的优良天数为{auto}天。"
    )


def compared(pen: Pen) -> list[Block]:
    """The period beside last year and the period before."""
    return [
        *paragraphs("compared", [change.items_sentence(pen)]),
        period_table(pen),
        picture(pen, "compared", "单项指数同比环比", "compared", kind=pen.kind.value),
    ]


def townships(pen: Pen, item: Pollutant) -> list[Block]:
    """Ranking of the townships, worst places and hours."""
    table = township_table(pen)
    if table is None:
        return paragraphs("townships_none", ["没有登记乡镇站，无法排名。"])
    hot = township.hot_sentences(pen, item.value)
    text = paragraphs("townships_text", [township.extremes_sentence(pen), *hot])
    if pen.kind is SpanKind.WEEK:
        return [*text, table]
    bars = picture(pen, "township_bars", "乡镇综合指数排名", "townships", kind=pen.kind.value)
    return [*text, table, bars]


def features(pen: Pen, item: Pollutant, found: Cause) -> list[Block]:
    """Course of the day, week, ratios, wind."""
    texts = [
        found.words + cause.sector_sentence(pen, item),
        cause.course_sentence(pen, item) + cause.ratio_sentence(pen),
    ]
    return [
        *paragraphs("features", texts),
        picture(pen, "course", "AQI与主要污染物逐日变化", "days"),
        variation(pen),
        picture(pen, "rose", f"风玫瑰与{symbol(item)}污染玫瑰", "rose", item=item.value),
    ]


def variation(pen: Pen) -> Picture:
    """Mean course of the day; of the week where the span holds one."""
    words = "主要污染物平均日变化" + ("与周变化" if pen.span.days >= A_WEEK else "")
    return picture(pen, "variation", words, "variation")


def sources(pen: Pen, item: Pollutant) -> list[Block]:
    """The likeliest local sources with what speaks for them (突出污染源)."""
    count = min(MOST_SOURCES, len(suspects(pen.seen, pen.span, item)))
    if not count:
        none = _source(pen, item, 1, "name", "污染源")
        return paragraphs("sources", [f"突出污染源：{none}，需结合现场巡查补充。"])
    text = (
        f"以乡镇站{symbol(item)}高出同类站中位数的部分为准，统计各站在来风指向登记污染源时的抬升，"
        "再按距离折减、按同期交办加权，排序如下；结果是现场核查的线索，不是结论。"
    )
    return [*paragraphs("sources_text", [text]), _source_table(pen, item, count)]


def _source_table(pen: Pen, item: Pollutant, count: int) -> Table:
    columns = (
        ("name", "污染源"),
        ("township", "乡镇\n（街道）"),
        ("sector", "方位"),
        ("distance", "距离\n（km）"),
        ("station", "受影响\n站点"),
        ("excess", f"顺风抬升\n（{unit(item)}）"),
        ("hours", "顺风\n小时"),
        ("orders", "同期\n交办"),
    )
    rows = tuple(
        (f"{n}", *(f"{_source(pen, item, n, name, word)}" for name, word in columns))
        for n in range(1, count + 1)
    )
    return Table(
        key="sources",
        caption="突出污染源线索",
        head=("序号", *(word for _, word in columns)),
        rows=rows,
        widths=(5, 14, 9, 6, 7, 9, 9, 5, 5),
        note=f"计算方法为平台建议：{pen.rules('suspect', '突出污染源规则')}。",
    )


def _source(pen: Pen, item: Pollutant, n: int, name: str, word: str) -> Figure:
    label = f"{word.replace(chr(10), '')}{n}"
    return pen.period(f"s{n}_{name}", label, f"air.source.{name}", n=n, item=item.value)


def targets(pen: Pen, *, with_months: bool) -> list[Block]:
    """What is reached of the year's targets and what is left."""
    said = target.good_sentence(pen) + target.over_sentence(pen)
    if not has_target(pen):
        return paragraphs("targets", [said])
    tables = [year_table(pen)]
    if with_months:
        tables += [one for one in (month_table(pen), week_table(pen)) if one is not None]
    arguments = {"district": pen.asked.district, **pen.days(pen.year), "choice": "auto"}
    shown = Picture("gaps_picture", "年度目标使用情况", "air.picture.gaps", arguments)
    return [*paragraphs("targets", [said]), tables[0], shown, *tables[1:]]


def benchmark(pen: Pen) -> list[Block]:
    """Our place in the city and the gaps to the benchmark counties."""
    county = pen.seen.county.name
    span = newest_published(county, pen.span.last)
    if span is None or span.last < pen.span.first:
        place = pen.period("rank", "市内综合排名", "air.place.overall")
        return paragraphs("rank", [f"市内综合排名：{place}。"])
    place = pen.take("rank", "市内综合排名", "air.place.overall", **pen.days(span))
    count = pen.take("ranked", "参加排名县市数", "air.place.ranked", **pen.days(span))
    worst = [
        f"{symbol(item)}第{_metric_place(pen, span, item.value, symbol(item))}位"
        for item in ITEMS
        if _metric_place(pen, span, item.value, symbol(item)).number is not None
    ]
    text = (
        f"据上级公布的{days_words(span)}数据，我市综合排名第{place}位（{count}个县市参加排名）"
        + (f"，单项排名（由低到高）：{'、'.join(worst)}。" if worst else "。")
    )
    tables = [one for one in (benchmark_table(pen, span), gap_table(pen, span)) if one is not None]
    return [*paragraphs("rank", [text]), *tables]


def _metric_place(pen: Pen, span: DaySpan, metric: str, name: str) -> Figure:

    return pen.take(
        f"rank_{metric}", f"{name}排名", "air.place.metric", **pen.days(span), metric=metric
    )


def work(pen: Pen) -> list[Block]:
    """What was watched, reported and ordered (监管与处置)."""

    def count(key: str, label: str, query: str, **more: Any) -> Figure:
        return pen.take(key, label, f"air.work.{query}", **pen.days(), **more)

    studies = count("studies", "研判意见数", "instructions", kind="study")
    orders = count("orders", "管控指令数", "instructions", kind="order")
    sent = count("sent", "已下发指令数", "instructions", kind="order", state="dispatched")
    cases = count("cases", "交办事项数", "cases")
    closed = count("closed", "已办结事项数", "cases", state="closed")
    reported = count("reported", "异常数据上报数", "exclusions")
    accepted = count("accepted", "已采纳上报数", "exclusions", state="accepted")
    dust = count("dust", "沙尘过程数", "dust")
    done = (
        f"本期提出研判意见{studies}件、管控指令{orders}件，其中已下发{sent}件；"
        f"空气异常交办事项{cases}件，已办结{closed}件。"
    )
    data = f"向市中心上报异常数据{reported}条，已采纳{accepted}条；登记沙尘过程{dust}次。"
    table = order_table(pen)
    listed = [table] if table is not None else []
    return [*paragraphs("work", [done + data, missing_days(pen)]), *listed]


ORDER_COLUMNS = (
    ("number", "编号"),
    ("title", "内容"),
    ("state", "状态"),
    ("outcome", "办理情况"),
)


def order_table(pen: Pen) -> Table | None:
    """The period's studies and orders with what became of them; None where there are none."""
    count = len(orders_of(pen.seen, pen.span))
    if not count:
        return None
    rows = tuple(
        tuple(f"{_order(pen, n, what, word)}" for what, word in ORDER_COLUMNS)
        for n in range(1, count + 1)
    )
    return Table(
        key="orders",
        caption="研判意见与管控指令",
        head=tuple(word for _, word in ORDER_COLUMNS),
        rows=rows,
        widths=(4, 7, 2, 3),
        note="按登记时间，最多列出二十条。",
    )


def _order(pen: Pen, n: int, what: str, word: str) -> Figure:
    said: dict[str, Any] = {**pen.days(), "n": n, "what": what}
    return pen.take(f"order_{n}_{what}", f"条目{n}{word}", "air.work.order", missing="—", **said)


def missing_days(pen: Pen) -> str:
    """How many days could not be judged, where there are any."""
    judged = pen.period("judged_days", "有效评价天数", "air.period.judged_days")
    if judged.number is None or judged.number >= pen.span.days:
        return ""
    return (
        f"本期有效评价{judged}天，其余日子缺少有效数据，未计入统计；"
        "有效天数不足时，时段数据仅供参考。"
    )


def suggestions(pen: Pen, found: Cause) -> list[Block]:
    """What to do next."""
    return paragraphs("advice", [target.allowance_sentence(pen), *advice(pen, found)])
