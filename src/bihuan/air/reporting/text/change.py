"""How a change is told (变化描述)."""

from collections.abc import Sequence

from bihuan.air.judge.ranking import COMPOSITE, GOOD_SHARE
from bihuan.air.reporting.query.change import GOOD_DAYS
from bihuan.air.reporting.text.basis import one_basis
from bihuan.air.reporting.text.pen import ITEMS, Pen
from bihuan.regulations.air.pollutant import Pollutant, symbol, unit
from bihuan.reports.definition import Figure

WORDS = {"year": "同比", "before": "环比"}


def told(word: str, change: Figure) -> str:
    """``同比下降3.2%``, or the reason alone where there is nothing to compare with."""
    return f"{word}{change}" if change.number is not None else f"{change}"


def both(yearly: Figure, running: Figure) -> str:
    """Change against last year, then against the period before."""
    one_basis(yearly, running)
    return f"{told('同比', yearly)}，{told('环比', running)}"


def index_sentence(pen: Pen) -> str:
    """The composite index with its changes."""
    index = pen.period("composite", "综合指数", "air.period.composite")
    if index.number is None:
        return f"综合指数无法计算（{index}）。"
    yearly, running = (pen.changed(COMPOSITE, one, "综合指数") for one in ("year", "before"))
    one_basis(index, yearly, running)
    main = pen.period("main", "最大单项污染物", "air.period.main")
    return f"综合指数为{index}，{both(yearly, running)}；对综合指数贡献最大的污染物为{main}。"


def days_sentence(pen: Pen) -> str:
    """Good days with their changes, and the heavy ones."""
    good = pen.period("good_days", "优良天数", "air.period.good_days")
    judged = pen.period("judged_days", "有效评价天数", "air.period.judged_days")
    if good.number is None:
        return f"优良天数无法统计（{good}）。"
    share = pen.period("good_share", "优良天数比例", "air.period.good_share")
    yearly = pen.moved(GOOD_DAYS, "year", "优良天数")
    points = pen.moved(GOOD_SHARE, "before", "优良天数比例")
    one_basis(good, share, yearly, points)
    heavy = pen.period("heavy_days", "重度及以上污染天数", "air.period.heavy_days")
    worst = f"重度及以上污染{heavy}天" if heavy.number else "未出现重度及以上污染"
    return (
        f"有效评价{judged}天，其中优良{good}天，优良天数比例{share}%，"
        f"优良天数{told('同比', yearly)}，优良天数比例{told('环比', points)}；{worst}。"
    )


def items_sentence(pen: Pen) -> str:
    """Every pollutant with its yearly change, those that fell apart from those that rose."""
    falls, rises, others = [], [], []
    for item in ITEMS:
        change = pen.changed(item.value, "year", symbol(item))
        said = f"{symbol(item)}{told('同比', change)}"
        if change.number is None or change.number == 0:
            others.append((item, said))
        else:
            (falls if change.number < 0 else rises).append((item, said))
    if not falls and not rises:
        return "六项污染物均" + ("无同期数据可比。" if _nothing(pen) else "与去年同期持平。")
    parts = [_listed("下降的有", falls), _listed("上升的有", rises), _listed("其余", others)]
    return "六项污染物中，" + "；".join(part for part in parts if part) + "。"


def _nothing(pen: Pen) -> bool:
    return all(pen.changed(one.value, "year", symbol(one)).number is None for one in ITEMS)


def _listed(head: str, found: Sequence[tuple[Pollutant, str]]) -> str:
    return f"{head}{'、'.join(said for _, said in found)}" if found else ""


def values_sentence(pen: Pen) -> str:
    """Every pollutant's statistic."""
    parts = []
    for item in ITEMS:
        figure = pen.statistic(item)
        words = f"{figure}{unit(item)}" if figure.number is not None else f"缺测（{figure}）"
        parts.append(f"{symbol(item)}{statistic_words(item)}{words}")
    return "、".join(parts) + "。"


def statistic_words(item: Pollutant) -> str:
    """What a period states of a pollutant."""
    words = {Pollutant.CO: "第95百分位浓度", Pollutant.O3: "日最大8小时第90百分位浓度"}
    return words.get(item, "平均浓度")
