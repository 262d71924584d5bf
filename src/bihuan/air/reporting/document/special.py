"""A special report (污染分析专报) on an episode, or on any days that a person chose."""

from datetime import date
from typing import Any

from bihuan.air.reporting.document import parts
from bihuan.air.reporting.document.dust import TITLE, dust
from bihuan.air.reporting.document.numbering import Block, Part, numbered, paragraphs
from bihuan.air.reporting.document.supervision import field_supervision
from bihuan.air.reporting.document.tables import township_table
from bihuan.air.reporting.episode import chosen
from bihuan.air.reporting.text import cause, change, township
from bihuan.air.reporting.text.cause import Cause, cause_of, leading_item
from bihuan.air.reporting.text.pen import Pen, pen_for, unit_words
from bihuan.regulations.air.pollutant import Pollutant, symbol
from bihuan.reports.definition import Asked, Composition, Figure, FigureSet, Sheet, Table
from bihuan.reports.period import short_day

MARK = "审核前数据，仅供内部参考"
MOST_DAYS = 31
DAY_ITEMS = (Pollutant.PM25, Pollutant.PM10, Pollutant.O3, Pollutant.NO2)


def compose(asked: Asked, figures: FigureSet) -> Composition:
    """Course, cause, space, sources, measures and advice."""
    pen = pen_for(asked, figures)
    item = _item(pen)
    found = cause_of(pen, item)
    return Composition(
        title=asked.title or f"{asked.district_name}空气质量专项分析报告",
        subtitle=pen.until_words,
        sections=numbered(_parts(pen, item, found)),
        figures=figures.all(),
        basis=pen.basis_words,
        sheets=_sheets(pen),
        mark=MARK,
        message=_message(pen, item),
    )


def _item(pen: Pen) -> Pollutant:
    """The episode's pollutant, else the one that led most days."""
    one = chosen(pen.seen, pen.span, pen.asked.subject)
    if one is not None:
        return one.item
    return leading_item(pen.period("leading", "出现最多的首要污染物", "air.period.leading"))


def _parts(pen: Pen, item: Pollutant, found: Cause) -> list[Part]:
    return [
        ("episode_part", "过程概述", _overview(pen, item)),
        ("course_part", "演变过程", _course(pen)),
        ("cause_part", "气象条件与成因分析", _causes(pen, item, found)),
        ("dust_part", TITLE, dust(pen)),
        ("space_part", "空间分布", _space(pen, item)),
        ("sources_part", "突出污染源", parts.sources(pen, item)),
        ("work_part", "管控措施与现场督导", [*parts.work(pen), *field_supervision(pen)]),
        ("advice_part", "下一步管控建议", parts.suggestions(pen, found)),
    ]


def _episode(pen: Pen, name: str, label: str) -> Figure:
    query, subject = f"air.episode.{name}", pen.asked.subject
    return pen.take(f"episode_{name}", label, query, **pen.days(), subject=subject)


def _overview(pen: Pen, item: Pollutant) -> list[Block]:
    start, rules = _episode(pen, "start", "过程开始"), pen.rules("episode", "污染过程规则")
    is_long = pen.span.days >= parts.A_WEEK
    days = change.days_sentence(pen) if is_long else change.few_days_sentence(pen)
    said = f"{pen.until_words}，全市{change.values_sentence(pen)}{days}"
    if start.value is None:
        none = f"期间没有达到判定规则（{rules}）的连续污染过程。"
        return paragraphs("overview", [none + said])
    end, hours = _episode(pen, "end", "过程结束"), _episode(pen, "hours", "持续小时")
    highest, at = _episode(pen, "highest", "最高实时AQI"), _episode(pen, "at", "峰值时刻")
    led = _episode(pen, "item", "主导污染物")
    peak = _episode(pen, "peak", f"{symbol(item)}小时峰值")
    peak_at = _episode(pen, "peak_time", f"{symbol(item)}峰值时刻")
    course = (
        f"本次过程自{start}开始，至{end}结束，持续{hours}小时，主导污染物为{led}；"
        f"实时AQI最高为{highest}（{at}），{symbol(item)}小时浓度最高为{peak}{unit_words(item)}（{peak_at}）。"
        f"过程判定规则：{rules}。"
    )
    return paragraphs("overview", [course + _cut(pen), said])


def _cut(pen: Pen) -> str:
    """That the days cut the course at an end, so that nobody takes the cut for a turn."""
    one = chosen(pen.seen, pen.span, pen.asked.subject)
    if one is None:
        return ""
    begins, ends = one.begin == 0, one.end == 24 * pen.span.days
    if begins and ends:
        return "所选时段首末均处于污染过程中，起止时刻为统计起止。"
    if begins:
        return "所选时段开始时已处于污染过程中。"
    return "所选时段结束时污染过程仍在持续。" if ends else ""


def _course(pen: Pen) -> list[Block]:
    """Hours as a picture, days as a table."""
    days = enumerate(pen.span.each()[-MOST_DAYS:], 1)
    table = Table(
        key="course_days",
        caption="逐日空气质量",
        head=("日期", "AQI", "类别", "首要污染物", *(symbol(one) for one in DAY_ITEMS)),
        rows=tuple(_day_row(pen, n, day) for n, day in days),
        widths=(4, 2, 4, 4, 2, 2, 2, 2),
        note="浓度单位µg/m³，O₃为日最大8小时平均。",
    )
    return [parts.picture(pen, "hours", "AQI与主要污染物小时变化", "hours"), table]


def _day_row(pen: Pen, n: int, day: date) -> tuple[str, ...]:
    iso = day.isoformat()
    asked: dict[str, Any] = {"day": iso, "choice": pen.choice.value}
    cells = [
        pen.take(f"d{n}_{key}", f"{iso}{word}", f"air.day.{key}", **asked)
        for key, word in (("index", "AQI"), ("category", "类别"), ("primary", "首要污染物"))
    ]
    cells += [
        pen.take(
            f"d{n}_{item.value}",
            f"{iso}{symbol(item)}",
            "air.day.concentration",
            missing="—",
            **asked,
            item=item.value,
        )
        for item in DAY_ITEMS
    ]
    return short_day(day), *(f"{one}" for one in cells)


def _causes(pen: Pen, item: Pollutant, found: Cause) -> list[Block]:
    texts = [
        found.words + cause.sector_sentence(pen, item),
        cause.course_sentence(pen, item) + cause.ratio_sentence(pen),
    ]
    return [
        *paragraphs("causes", texts),
        parts.picture(pen, "rose", f"风玫瑰与{symbol(item)}污染玫瑰", "rose", item=item.value),
        parts.variation(pen),
    ]


def _space(pen: Pen, item: Pollutant) -> list[Block]:
    table = township_table(pen)
    if table is None:
        return paragraphs("space", ["没有登记乡镇站，无法分析空间分布。"])
    texts = [township.extremes_sentence(pen), *township.hot_sentences(pen, item.value)]
    return [
        *paragraphs("space", texts),
        parts.picture(pen, "space", f"乡镇{symbol(item)}时空分布", "space", item=item.value),
        table,
    ]


def _sheets(pen: Pen) -> tuple[Sheet, ...]:
    kind: dict[str, Any] = {"kind": pen.kind.value}
    return (
        Sheet("hours_sheet", "全市小时值", "air.sheet.hours", pen.picture()),
        Sheet("days_sheet", "逐日评价", "air.sheet.days", pen.picture()),
        Sheet("townships_sheet", "乡镇排名", "air.sheet.townships", pen.picture(**kind)),
    )


def _message(pen: Pen, item: Pollutant) -> str:
    first = _overview(pen, item)[0]
    body = getattr(first, "text", "")
    return "\n".join([f"【{pen.asked.district_name}污染分析】{pen.until_words}", body, MARK + "。"])
