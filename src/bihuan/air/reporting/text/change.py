"""How a change is told (变化描述)."""

from bihuan.air.judge.ranking import COMPOSITE, GOOD_SHARE
from bihuan.air.reporting.query.change import GOOD_DAYS, NO_YEAR
from bihuan.air.reporting.text.basis import one_basis
from bihuan.air.reporting.text.pen import AGAINST, ITEMS, Pen, Shown, unit_words
from bihuan.regulations.air.pollutant import Pollutant, symbol
from bihuan.reports.definition import Figure


def told(word: str, change: Figure) -> str:
    """``同比下降3.2%``, or the reason alone where there is nothing to compare with."""
    return f"{word}{change}" if change.number is not None else f"{change}"


def counted(word: str, change: Figure, size: Figure) -> str:
    """``同比减少7天``: days grow in number, they do not rise."""
    if change.number is None:
        return f"{change}"
    if change.number == 0:
        return f"{word}持平"
    return f"{word}{'增加' if change.number > 0 else '减少'}{size}天"


def _changes(pen: Pen, index: Figure) -> str:
    """Change against last year, then against the period before where it is another one."""
    against = ("year", "before") if pen.has_before else ("year",)
    found = [pen.changed(COMPOSITE, one, "综合指数") for one in against]
    one_basis(index, *found)
    return "，".join(told(AGAINST[one], made) for one, made in zip(against, found, strict=True))


def index_sentence(pen: Pen) -> str:
    """The composite index with its changes."""
    index = pen.period("composite", "综合指数", "air.period.composite")
    if index.number is None:
        return f"综合指数无法计算（{index}）。"
    main = pen.period("main", "最大单项污染物", "air.period.main")
    return f"综合指数为{index}，{_changes(pen, index)}；对综合指数贡献最大的污染物为{main}。"


def days_sentence(pen: Pen) -> str:
    """Good days with their changes, and the heavy ones."""
    good = pen.period("good_days", "优良天数", "air.period.good_days")
    judged = pen.period("judged_days", "有效评价天数", "air.period.judged_days")
    if good.number is None:
        return f"优良天数无法统计（{good}）。"
    share = pen.period("good_share", "优良天数比例", "air.period.good_share")
    yearly = pen.changed(GOOD_DAYS, "year", "优良天数", Shown.MOVED)
    against = "before" if pen.has_before else "year"
    points = pen.changed(GOOD_SHARE, against, "优良天数比例", Shown.MOVED)
    size = pen.changed(GOOD_DAYS, "year", "优良天数", Shown.MOVED_SIZE)
    one_basis(good, share, yearly, points)
    heavy = pen.period("heavy_days", "重度及以上污染天数", "air.period.heavy_days")
    worst = f"重度及以上污染{heavy}天" if heavy.number else "未出现重度及以上污染"
    moves = f"优良天数{counted('同比', yearly, size)}，比例{told(AGAINST[against], points)}"
    return f"有效评价{judged}天，其中优良{good}天，优良天数比例{share}%，{moves}；{worst}。"


def few_days_sentence(pen: Pen) -> str:
    """Good days of a few days, which nothing is compared with."""
    good = pen.period("good_days", "优良天数", "air.period.good_days")
    judged = pen.period("judged_days", "有效评价天数", "air.period.judged_days")
    if good.number is None:
        return f"优良天数无法统计（{good}）。"
    return f"有效评价{judged}天，其中优良{good}天。"


def items_sentence(pen: Pen) -> str:
    """Every pollutant with its yearly change, those that fell apart from those that rose."""
    groups: dict[str, list[Pollutant]] = {"下降": [], "上升": [], "持平": [], NO_YEAR: []}
    for item in ITEMS:
        change = pen.changed(item.value, "year", symbol(item))
        number = change.number
        word = NO_YEAR if number is None else "持平" if number == 0 else "下降"
        groups["上升" if number is not None and number > 0 else word].append(item)
    if len(groups[NO_YEAR]) == len(ITEMS):
        return f"六项污染物均{NO_YEAR}，不作同比。"
    parts = [_together(pen, word, items) for word, items in groups.items() if items]
    return "与去年同期相比，" + "；".join(parts) + "。"


def _together(pen: Pen, word: str, items: list[Pollutant]) -> str:
    names = "、".join(symbol(item) for item in items)
    if word in {"持平", NO_YEAR}:
        return f"{names}{word}"
    sizes = [pen.changed(item.value, "year", symbol(item), Shown.PERCENT_SIZE) for item in items]
    apart = "分别" if len(items) > 1 else ""
    return f"{names}{apart}{word}{'、'.join(f'{size}%' for size in sizes)}"


def extremes_sentence(pen: Pen) -> str:
    """The best and the worst day, and what led most days."""
    days = [_extreme(pen, side, word) for side, word in (("best", "最好"), ("worst", "最差"))]
    if not all(days):
        return ""
    led = pen.period("leading", "出现最多的首要污染物", "air.period.leading")
    said = f"出现天数最多的首要污染物为{led}" if led.value is not None else f"{led}"
    return f"空气质量{'，'.join(days)}；{said}。"


def _extreme(pen: Pen, side: str, word: str) -> str:
    day = pen.period(f"{side}_day", f"{word}日", "air.period.extreme_day", side=side)
    if day.value is None:
        return ""
    index = pen.period(f"{side}_index", f"{word}日AQI", "air.period.extreme_index", side=side)
    return f"{word}日为{day}（AQI {index}）"


def values_sentence(pen: Pen) -> str:
    """Every pollutant's statistic."""
    parts = []
    for item in ITEMS:
        figure = pen.statistic(item)
        words = f"{figure}{unit_words(item)}" if figure.number is not None else f"缺测（{figure}）"
        parts.append(f"{symbol(item)}{statistic_words(item)}{words}")
    return "、".join(parts) + "。"


def statistic_words(item: Pollutant) -> str:
    """What a period states of a pollutant."""
    words = {Pollutant.CO: "第95百分位浓度", Pollutant.O3: "日最大8小时第90百分位浓度"}
    return words.get(item, "平均浓度")
