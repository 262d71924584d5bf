"""What is left (余量描述): today's allowance, good days, days of the percentile items."""

from typing import Any

from bihuan.air.reporting.query.target import UNSET
from bihuan.air.reporting.text.pen import Pen, unit_words
from bihuan.regulations.air.pollutant import Pollutant, symbol
from bihuan.reports.definition import Figure
from bihuan.reports.period import short_day

MEANS = (Pollutant.PM25, Pollutant.PM10, Pollutant.NO2)
OVER = (Pollutant.O3, Pollutant.CO)


def ask(pen: Pen, key: str, label: str, query: str, **more: Any) -> Figure:
    """A figure of the targets on the morning after the span."""
    return pen.take(key, label, f"air.target.{query}", today=pen.today.isoformat(), **more)


def allowance(pen: Pen, item: Pollutant) -> Figure:
    """Today's allowance of a pollutant."""
    key = f"allowance_{item.value}"
    return ask(pen, key, f"今日{symbol(item)}余量", "allowance", item=item.value)


def allowance_sentence(pen: Pen) -> str:
    """What today may have, or that nobody set a target."""
    if pen.is_year_over:
        return "年度目标已随年末结束，新年度目标下达后重新分解。"
    found = [(item, allowance(pen, item)) for item in MEANS]
    known = [(item, one) for item, one in found if one.number is not None]
    if not known:
        return f"日余量：{found[0][1]}。"
    lost = [item for item, one in known if one.number is not None and one.number <= 0]
    if lost:
        return f"{'、'.join(map(symbol, lost))}年目标已无余量，此后每一天都将扩大缺口。"
    parts = [f"{symbol(item)}不超过{one}{unit_words(item)}" for item, one in known]
    return f"要完成年度目标，{short_day(pen.today)}全市日均浓度应为：" + "，".join(parts) + "。"


def year_good(pen: Pen) -> Figure:
    """Good days of the year until the span's last day, as each day was judged then."""
    days = pen.days(pen.year)
    return pen.take("year_good", "今年优良天数", "air.period.good_days", **days, choice="auto")


def good_sentence(pen: Pen) -> str:
    """Good days so far, needed and still possible."""
    so_far = year_good(pen)
    if so_far.number is None:
        return f"今年优良天数：{so_far}。"
    target = pen.take(
        "good_target",
        "优良天数目标",
        "air.target.annual",
        year=pen.span.last.year,
        target="good_days",
    )
    if target.number is None:
        return f"今年优良天数累计{so_far}天（按当时标准，{UNSET}）。"
    said = f"今年优良天数累计{so_far}天（按当时标准），年度目标{target}天，"
    if so_far.number >= target.number:
        return f"{said}已完成。"
    if pen.is_year_over:
        return f"{said}未完成。"
    needed = ask(pen, "good_needed", "还需优良天数", "good_needed")
    allowed = ask(pen, "bad_allowed", "最多可超标天数", "bad_allowed")
    if allowed.number is not None and allowed.number < 0:
        possible = ask(pen, "good_possible", "全年最多优良天数", "good_possible")
        return f"{said}余下全部优良最多可达{possible}天，目标已不可达。"
    return f"{said}还需{needed}天，余下日子最多可超标{allowed}天。"


def over_sentence(pen: Pen) -> str:
    """Days that the percentile items have used and left; nothing is left of a year that is over."""
    parts: list[str] = []
    if pen.is_year_over:
        return ""
    for item in OVER:
        used = ask(
            pen, f"used_{item.value}", f"{symbol(item)}已超天数", "days_used", item=item.value
        )
        left = ask(
            pen, f"left_{item.value}", f"{symbol(item)}剩余天数", "days_left", item=item.value
        )
        if used.number is None or left.number is None:
            continue
        state = f"剩余{left}天" if left.number >= 0 else "额度已用完"
        parts.append(f"{symbol(item)}已超{used}天，{state}")
    return "百分位项目可超天数：" + "；".join(parts) + "。" if parts else ""
