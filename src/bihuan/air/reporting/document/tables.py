"""Tables of figures (数据表)."""

from typing import Any

from bihuan.air.judge.ranking import COMPOSITE, GOOD_SHARE
from bihuan.air.judge.span import SpanKind
from bihuan.air.reporting.query.change import GOOD_DAYS, NO_BEFORE, NO_YEAR
from bihuan.air.reporting.query.township import order_of
from bihuan.air.reporting.text.pen import ITEMS, Pen, Shown
from bihuan.regulations.air.pollutant import Pollutant, symbol, unit
from bihuan.reports.definition import Figure, Style, Table

EMPTY = "—"
PERIOD_ROWS = (
    (COMPOSITE, "综合指数", "air.period.composite"),
    (GOOD_DAYS, "优良天数（天）", "air.period.good_days"),
    (GOOD_SHARE, "优良天数比例（%）", "air.period.good_share"),
)


def item_head(item: Pollutant) -> str:
    """PM₂.₅（µg/m³）"""
    return f"{symbol(item)}（{unit(item)}）"


def day_table(pen: Pen) -> Table:
    """The six pollutants of a day beside the day before and the same day of last year."""
    return Table(
        key="day_items",
        caption="全市六项污染物日评价浓度",
        head=("污染物", "浓度", "较前一日", "较去年同日"),
        rows=tuple(_day_row(pen, item) for item in ITEMS),
        widths=(3, 2, 3, 3),
        note="O₃为日最大8小时平均，其余为日平均。",
    )


def _day_row(pen: Pen, item: Pollutant) -> tuple[str, ...]:
    code, name = item.value, symbol(item)
    now = pen.period(f"day_{code}", f"{name}浓度", "air.day.concentration", item=code)

    def moved(against: str, word: str, missing: str) -> Figure:
        return pen.take(
            f"day_{code}_{against}",
            f"{name}较{word}",
            "air.change.day_concentration",
            style=Style.CHANGE,
            missing=missing,
            day=pen.span.first.isoformat(),
            against=against,
            choice=pen.choice.value,
            item=code,
        )

    before = moved("before", "前一日", "无前一日数据")
    return item_head(item), f"{now}", f"{before}", f"{moved('year', '去年同日', NO_YEAR)}"


def period_table(pen: Pen) -> Table:
    """The period beside last year and the period before, all on one basis."""
    rows = [_item_row(pen, item) for item in ITEMS]
    rows += [_row(pen, *one) for one in PERIOD_ROWS]
    before = f"上期为{pen.before.first}至{pen.before.last}。" if pen.has_before else ""
    return Table(
        key="period_items",
        caption="主要指标同比环比",
        head=("指标", "本期", "去年同期", "同比", "上期", "环比")[: 6 if pen.has_before else 4],
        rows=tuple(rows),
        widths=(6, 3, 4, 4, 4, 4)[: 6 if pen.has_before else 4],
        note="O₃为日最大8小时第90百分位，CO为第95百分位，其余为均值；"
        f"优良天数及其比例的变化为差值（天、百分点）。{before}各时段按同一口径评价。",
    )


def _item_row(pen: Pen, item: Pollutant) -> tuple[str, ...]:
    return _row(pen, item.value, item_head(item), "air.period.statistic", item=item.value)


def _row(pen: Pen, metric: str, head: str, query: str, **more: Any) -> tuple[str, ...]:
    """A metric's row; its own key is the one that the sentences use."""
    name = head.split("（")[0]
    label = f"{name}浓度" if more else name
    now = pen.period(metric, label, query, **more)
    then = pen.period(
        f"{metric}_then",
        f"{name}同期",
        query,
        span=pen.span.year_before(),
        missing=NO_YEAR,
        **more,
    )
    cells = [head, f"{now}", f"{then}", _change_cell(pen, metric, "year", name)]
    if pen.has_before:
        earlier: dict[str, Any] = {"span": pen.before, "missing": NO_BEFORE, **more}
        before = pen.period(f"{metric}_earlier", f"{name}上期", query, **earlier)
        cells += [f"{before}", _change_cell(pen, metric, "before", name)]
    return tuple(cells)


def _change_cell(pen: Pen, metric: str, against: str, name: str) -> str:
    """Percent for values, a signed difference for days and shares."""
    shown = Shown.SIGNED if metric in {GOOD_DAYS, GOOD_SHARE} else Shown.PERCENT
    change = pen.changed(metric, against, name, shown)
    return f"{change}" if change.number is not None else EMPTY


def township_table(pen: Pen) -> Table | None:
    """Every township station by place; None where there is none."""
    seen = pen.seen
    order = order_of(seen, pen.picture(kind=pen.kind.value))
    if not order:
        return None
    codes = [seen.townships[one.row].code for one in order]
    rows = tuple(_station_row(pen, code) for code in codes)
    unranked = [
        f"{seen.townships[one.row].district_name}未参加排名：{_place(pen, codes[n], reason=True)}"
        for n, one in enumerate(order)
        if one.place is None
    ]
    is_day = pen.kind is SpanKind.DAY
    third = ("AQI", "首要污染物") if is_day else ("PM₂.₅", "PM₁₀")
    return Table(
        key="townships",
        caption="乡镇（街道）空气质量排名",
        head=("名次", "乡镇（街道）", "综合指数", *third, "O₃", "NO₂", "名次变化"),
        rows=rows,
        widths=(2, 5, 3, 3, 4 if is_day else 3, 3, 3, 3),
        note="；".join(
            [
                "按综合指数由低到高，名次变化为较上期，正数为上升；浓度单位µg/m³，"
                "O₃为日最大8小时（时段为第90百分位）",
                *unranked,
            ]
        )
        + "。",
    )


def _station_row(pen: Pen, code: str) -> tuple[str, ...]:
    site = next(one for one in pen.seen.townships if one.code == code)
    value = _station(pen, code, "value", "air.station.value")
    changed = _station(pen, code, "moved", "air.station.place_change", style=Style.SIGNED)
    ozone, nitrogen = (_station_item(pen, code, item) for item in (Pollutant.O3, Pollutant.NO2))
    if pen.kind is SpanKind.DAY:
        third = [
            _station(pen, code, "index", "air.station.index"),
            _station(pen, code, "primary", "air.station.primary"),
        ]
    else:
        third = [_station_item(pen, code, item) for item in (Pollutant.PM25, Pollutant.PM10)]
    cells = [_place(pen, code), value, *third, ozone, nitrogen, changed]
    return (f"{cells[0]}", site.district_name, *(f"{one}" for one in cells[1:]))


def _place(pen: Pen, code: str, *, reason: bool = False) -> Figure:
    name = "why" if reason else "place"
    missing = "" if reason else EMPTY
    return _station(pen, code, name, "air.station.place", missing=missing)


def _station(
    pen: Pen,
    code: str,
    what: str,
    query: str,
    *,
    style: Style = Style.PLAIN,
    missing: str = EMPTY,
    **more: Any,
) -> Figure:
    site = next(one for one in pen.seen.townships if one.code == code)
    return pen.period(
        f"t{site.station}_{what}",
        f"{site.district_name}{_WORDS.get(what, what)}",
        query,
        style=style,
        missing=missing,
        station=code,
        kind=pen.kind.value,
        **more,
    )


_WORDS = {
    "value": "综合指数",
    "moved": "名次变化",
    "index": "AQI",
    "primary": "首要污染物",
    "place": "名次",
    "why": "未排名原因",
}


def _station_item(pen: Pen, code: str, item: Pollutant) -> Figure:
    return _station(pen, code, item.value, "air.station.statistic", item=item.value)
