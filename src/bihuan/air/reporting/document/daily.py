"""The daily report (空气质量日报): page one for a mayor, the figures as annex."""

from datetime import timedelta
from typing import Any

from bihuan.air.judge.ranking import COMPOSITE
from bihuan.air.reporting.document.dust import TITLE, day_sentence, dust
from bihuan.air.reporting.document.numbering import Block, numbered, paragraphs
from bihuan.air.reporting.document.parts import picture
from bihuan.air.reporting.document.tables import day_table, township_table
from bihuan.air.reporting.query.place import newest_published
from bihuan.air.reporting.text import cause, change, target, township
from bihuan.air.reporting.text.advice import measure_figures
from bihuan.air.reporting.text.cause import Cause, cause_of, leading_item
from bihuan.air.reporting.text.pen import Pen, month_pen, pen_for, unit_words
from bihuan.regulations.air.pollutant import Pollutant, symbol, unit
from bihuan.reports.definition import (
    Asked,
    Composition,
    Figure,
    FigureSet,
    Paragraph,
    Picture,
    Section,
    Sheet,
    Style,
    Table,
    Tile,
    Tiles,
)
from bihuan.reports.period import short_day

MARK = "审核前数据，仅供内部参考"
NOT_AVAILABLE = "NA"
ACTIONS = 3


def compose(asked: Asked, figures: FigureSet) -> Composition:
    """A day's report."""
    pen = pen_for(asked, figures)
    item = leading_item(_primary(pen))
    found = cause_of(pen, item)
    front = _front(pen, item, found)
    return Composition(
        title=f"{asked.district_name}空气质量日报",
        subtitle="",
        sections=(front, *numbered(_annex(pen, item, found))),
        figures=figures.all(),
        basis=pen.basis_words,
        sheets=_sheets(pen),
        mark=MARK,
        message=_message(pen),
    )


def _primary(pen: Pen) -> Figure:
    return pen.period("primary", "首要污染物", "air.day.primary")


def _index(pen: Pen) -> Figure:
    return pen.period("aqi", "全市AQI", "air.day.index")


def _front(pen: Pen, item: Pollutant, found: Cause) -> Section:
    """Page one: everything in a minute."""
    texts = {
        "summary": _summary(pen),
        "month": _month(month_pen(pen)),
        "goal": target.good_sentence(pen) + target.over_sentence(pen),
        "allowance": target.allowance_sentence(pen),
    }
    told = [Paragraph(key, text) for key, text in texts.items()]
    blocks: list[Block] = [_tiles(pen), *told, extremes_table(pen), *_actions(pen, item, found)]
    return Section("front", "", tuple(blocks), is_front=True)


def _summary(pen: Pen) -> str:
    index, day = _index(pen), short_day(pen.span.first)
    if index.number is None:
        none = f"{day}，全市没有可发布的AQI（{index}），不评价类别；有数据的项目见附件。"
        return none + _place_sentence(pen)
    category = pen.period("category", "空气质量类别", "air.day.category")
    level = pen.period("level", "空气质量级别", "air.day.level")
    primary = _primary(pen)
    led = f"首要污染物为{primary}" if primary.value != "无" else "无首要污染物"
    return (
        f"{day}，全市AQI为{index}，空气质量{category}（{level}），{led}，"
        f"{_moved(pen)}。{day_sentence(pen)}{_place_sentence(pen)}"
    )


def _moved(pen: Pen) -> str:
    moved = pen.take(
        "aqi_change",
        "AQI较前一日",
        "air.change.day_index",
        style=Style.CHANGE,
        day=pen.span.first.isoformat(),
        against="before",
        choice=pen.choice.value,
    )
    return f"AQI较前一日{moved}" if moved.number is not None else f"{moved}"


def _place_sentence(pen: Pen) -> str:
    span = newest_published(pen.seen.county.name, pen.span.last)
    place = _place(pen)
    if span is None or place.number is None:
        return f"市内排名：{place}。"
    words = "当日" if span == pen.span else f"{span.first.month}月"
    return f"上级最近公布的{words}综合排名为第{place}位。"


def _place(pen: Pen) -> Figure:
    """Our newest published place; its own period stands beside it."""
    span = newest_published(pen.seen.county.name, pen.span.last) or pen.span
    return pen.take("rank", "市内综合排名", "air.place.overall", **pen.days(span))


def _month(pen: Pen) -> str:
    fine = pen.statistic(Pollutant.PM25)
    yearly = pen.changed(Pollutant.PM25.value, "year", "PM₂.₅")
    index = pen.period("composite", "综合指数", "air.period.composite")
    index_yearly = pen.changed(COMPOSITE, "year", "综合指数")
    good = pen.period("good_days", "优良天数", "air.period.good_days")
    bad = pen.period("bad_days", "超标天数", "air.period.bad_days")
    until = f"本月截至{pen.span.last.day}日"
    if good.number is None:
        return f"{until}，没有可发布的日AQI（{good}）。"
    particles = (
        f"PM₂.₅平均{fine}微克/立方米，{change.told('同比', yearly)}"
        if fine.number is not None
        else f"{fine}"
    )
    said = (
        f"综合指数{index}，{change.told('同比', index_yearly)}"
        if index.number is not None
        else f"综合指数无法计算（{index}）"
    )
    return f"{until}，优良{good}天、超标{bad}天；{particles}；{said}。"


def _tiles(pen: Pen) -> Tiles:
    """The eight numbers of page one, short where they are missing; the template places them."""
    return Tiles("tiles", (*_tiles_of_day(pen), *_tiles_of_year(pen)))


def _tiles_of_day(pen: Pen) -> tuple[Tile, ...]:
    """Yesterday's index, class and pollutant, and our newest place."""

    def day(key: str, label: str, query: str, missing: str = NOT_AVAILABLE) -> str:
        return f"{pen.period(f'kpi_{key}', f'{label}（要情）', query, missing=missing)}"

    level = day("level", "级别", "air.day.level", "不评价")
    note = pen.take("kpi_rank_note", "排名所属时段", "air.place.period", **pen.days())
    return (
        Tile("昨日AQI", day("aqi", "全市AQI", "air.day.index")),
        Tile("级别", day("category", "类别", "air.day.category"), level),
        Tile("首要污染物", day("primary", "首要污染物", "air.day.primary")),
        Tile("市内综合排名（位）", f"{_place(pen)}", f"{note}"),
    )


def _tiles_of_year(pen: Pen) -> tuple[Tile, ...]:
    """The month so far, the year's good days, what today may have."""
    month = month_pen(pen)
    fine: dict[str, Any] = {"missing": NOT_AVAILABLE, "item": Pollutant.PM25.value}
    mean = month.period("kpi_pm2_5", "PM₂.₅均值（要情）", "air.period.statistic", **fine)
    good = month.period(
        "kpi_good", "优良天数（要情）", "air.period.good_days", missing=NOT_AVAILABLE
    )
    days: dict[str, Any] = {"today": pen.today.isoformat(), "missing": NOT_AVAILABLE}
    until = {**pen.days(pen.year), "choice": "auto", "missing": NOT_AVAILABLE}
    year = pen.take("kpi_year_good", "今年优良天数（要情）", "air.period.good_days", **until)
    goal = pen.take(
        "kpi_good_target",
        "优良天数目标（要情）",
        "air.target.annual",
        missing="未设",
        year=pen.span.last.year,
        target="good_days",
    )
    unset: dict[str, Any] = {**days, "missing": "未设目标", "item": Pollutant.PM25.value}
    left = pen.take("kpi_allowance", "今日PM₂.₅余量（要情）", "air.target.allowance", **unset)
    return (
        Tile("本月PM₂.₅", f"{mean}", unit(Pollutant.PM25)),
        Tile("本月优良天数", f"{good}", "天"),
        Tile("今年优良天数", f"{year}", f"天（目标{goal}）"),
        Tile("今日PM₂.₅余量", f"{left}", unit(Pollutant.PM25)),
    )


def extremes_table(pen: Pen) -> Table:
    """The best three and the worst three townships side by side."""
    rows = []
    for n in township.THREE:
        cells = []
        for side in ("best", "worst"):
            name = township.nth(pen, side, n, "name")
            value = township.nth(pen, side, n, "value")
            index = township.nth(pen, side, n, "index")
            known = name.value is not None
            cells += [f"{name}", f"{index}" if known else "—", f"{value}" if known else "—"]
        rows.append((f"{n}", *cells))
    return Table(
        key="extremes",
        caption="乡镇（街道）最好三名与最差三名（按综合指数）",
        head=("", "最好", "AQI", "综合指数", "最差", "AQI", "综合指数"),
        rows=tuple(rows),
        widths=(1, 4, 2, 3, 4, 2, 3),
    )


def _actions(pen: Pen, item: Pollutant, found: Cause) -> list[Paragraph]:
    """Three actions for today: the worst places first, then the cause, then the day's line."""
    measures = measure_figures(pen, found, 2)
    worst = [township.nth(pen, "worst", n, "name") for n in (1, 2)]
    places = "、".join(f"{one}" for one in worst if one.value is not None)
    said = []
    if measures:
        said.append(
            f"针对{places}等高值乡镇，开展{measures[0]}。" if places else f"{measures[0]}。"
        )
        said += [f"{one}。" for one in measures[1:]]
    else:
        said.append("措施库中没有适用的措施，请分析人员补充。")
    line = target.allowance(pen, item if item in target.MEANS else Pollutant.PM25)
    name = symbol(item if item in target.MEANS else Pollutant.PM25)
    if line.number is not None and line.number > 0:
        said.append(
            f"全天盯住{name}日均{line}{unit_words(Pollutant.PM25)}的控制线，小时均值连续超线时立即加密巡查和调度。"
        )
    else:
        said.append(f"{name}今日余量：{line}；按最严要求加密巡查和调度。")
    return [
        Paragraph(f"action_{n}", f"{'一二三'[n - 1]}是{text}")
        for n, text in enumerate(said[:ACTIONS], 1)
    ]


def _annex(pen: Pen, item: Pollutant, found: Cause) -> list[tuple[str, str, list[Block]]]:
    arguments = pen.picture()
    day = Picture("day_course", "全市近两日AQI与主要污染物小时变化", "air.picture.day", arguments)
    month = month_pen(pen)
    calendar = Picture("calendar", "本月空气质量日历", "air.picture.calendar", month.picture())
    month_days = Picture("month_course", "本月逐日变化", "air.picture.days", month.picture())
    table = township_table(pen)
    bars = picture(pen, "township_bars", "乡镇综合指数排名", "townships", kind="day")
    space = picture(pen, "space", f"乡镇{symbol(item)}小时分布", "space", item=item.value)
    rose = Picture(
        "rose",
        f"近三日风玫瑰与{symbol(item)}污染玫瑰",
        "air.picture.rose",
        {**_last_days(pen, 3), "item": item.value},
    )
    ranked: list[Block] = [
        *paragraphs("townships_text", [township.extremes_sentence(pen)]),
        *((table, bars, space) if table else ()),
    ]
    told = paragraphs("cause", [found.words + cause.sector_sentence(pen, item)])
    return [
        ("city", "全市情况", [day_table(pen), day]),
        ("month_annex", "本月情况", [calendar, month_days]),
        ("dust_annex", f"本月{TITLE}", dust(month)),
        ("townships_annex", "乡镇情况", ranked),
        ("cause_annex", "气象与成因", [*told, rose]),
    ]


def _last_days(pen: Pen, count: int) -> dict[str, str]:
    first = pen.span.last - timedelta(days=count - 1)
    return {
        "district": pen.asked.district,
        "first": first.isoformat(),
        "last": pen.span.last.isoformat(),
    }


def _sheets(pen: Pen) -> tuple[Sheet, ...]:
    kind: dict[str, Any] = {"kind": pen.kind.value}
    return (
        Sheet("hours_sheet", "全市小时值", "air.sheet.hours", pen.picture()),
        Sheet("townships_sheet", "乡镇排名", "air.sheet.townships", pen.picture(**kind)),
        Sheet("days_sheet", "本月逐日评价", "air.sheet.days", month_pen(pen).picture()),
    )


def _message(pen: Pen) -> str:
    """For the group: the same figures as page one."""
    return "\n".join(
        [
            f"【{pen.asked.district_name}空气质量日报】{pen.until_words}",
            _summary(pen),
            target.allowance_sentence(pen),
            MARK + "。",
        ]
    )
