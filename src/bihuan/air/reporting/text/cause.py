"""What the hours point to (成因判断): size of particles, wind, course of the day."""

from dataclasses import dataclass
from typing import Any

from bihuan.air.analysis.candidate import CauseKind
from bihuan.air.judge.span import DaySpan
from bihuan.air.reporting.text.pen import CAUSE_RULES, Pen, unit_words
from bihuan.air.rule_book import RuleBook
from bihuan.regulations.air.pollutant import Pollutant, symbol
from bihuan.reports.definition import Figure, Style

OZONE = "ozone"


@dataclass(frozen=True, slots=True)
class Cause:
    """What the measures are chosen by: a cause of the library, and a sentence why."""

    code: str
    words: str


def leading_item(primary: Figure) -> Pollutant:
    """The pollutant that the document looks at closely: the first primary one, else PM2.5."""
    said = str(primary.value or "")
    return next((item for item in Pollutant if symbol(item) in said.split("、")), Pollutant.PM25)


def cause_of(pen: Pen, item: Pollutant, span: DaySpan | None = None) -> Cause:
    """The likeliest cause by rules; each clue is a figure, and so are the rules' numbers."""
    book = pen.seen.book(span or pen.span)
    pen.rules("report", CAUSE_RULES)
    share = pen.period("fine_share", "PM₂.₅与PM₁₀之比", "air.hours.fine_share", span=span)
    weak = pen.period("weak_wind", "小风时段占比", "air.hours.weak_wind", span=span)
    coarse = pen.period("pm10_seen", "PM₁₀浓度值", "air.period.statistic", span=span, item="pm10")
    words = f"{_particles(share, book)}{_wind(pen, weak, book, span)}"
    if item is Pollutant.O3:
        return Cause(OZONE, words + "首要污染物为臭氧，应重点管控挥发性有机物和氮氧化物。")
    if _below(share, book, "report_coarse") and _above(coarse, book, "report_dusty"):
        return Cause(CauseKind.DUST.value, words + "粗颗粒物浓度高，符合沙尘或大风扬尘特征。")
    if _above(share, book, "report_fine") and _above(weak, book, "report_weak"):
        return Cause(
            CauseKind.REGIONAL.value, words + "以细颗粒物累积为主，区域传输与本地排放叠加。"
        )
    return Cause(CauseKind.LOCAL.value, words + "以本地排放影响为主，应从高值乡镇查起。")


def _below(figure: Figure, book: RuleBook, name: str) -> bool:
    return figure.number is not None and figure.number < book.exact(name)


def _above(figure: Figure, book: RuleBook, name: str) -> bool:
    return figure.number is not None and figure.number >= book.exact(name)


def _particles(share: Figure, book: RuleBook) -> str:
    if share.number is None:
        return f"PM₂.₅与PM₁₀之比无法计算（{share}）。"
    if _above(share, book, "report_fine"):
        kind = "细颗粒物占比高，二次生成和燃烧源影响较大"
    elif _below(share, book, "report_coarse"):
        kind = "粗颗粒物占比高，扬尘影响较大"
    else:
        kind = "粗、细颗粒物影响相当"
    return f"PM₂.₅与PM₁₀之比平均为{share}，{kind}。"


def _wind(pen: Pen, weak: Figure, book: RuleBook, span: DaySpan | None) -> str:
    wind = pen.period("wind", "主导风向", "air.hours.wind", span=span)
    if wind.value is None or weak.number is None:
        return f"气象条件：{wind}。"
    speed = pen.period("wind_speed", "平均风速", "air.hours.weather", span=span, name="wind_speed")
    damp = pen.period("humidity", "平均相对湿度", "air.hours.weather", span=span, name="humidity")
    how = "扩散条件较差" if _above(weak, book, "report_weak") else "扩散条件一般或较好"
    wet = f"，平均相对湿度{damp}%" if damp.number is not None else ""
    return f"主导风向为{wind}，平均风速{speed}m/s，风力微弱的时段占{weak}%{wet}，{how}。"


def course_sentence(pen: Pen, item: Pollutant) -> str:
    """Peak and trough of the day, and the week's end."""
    name, code = symbol(item), item.value

    def turn(side: str, word: str) -> tuple[Figure, Figure]:
        said: dict[str, Any] = {"item": code, "side": side}
        at = pen.period(f"{code}_{side}", f"{name}{word}时段", "air.hours.turn", **said)
        label = f"{name}{word}浓度"
        return at, pen.period(f"{code}_{side}_value", label, "air.hours.turn_value", **said)

    peak, high = turn("peak", "峰值")
    if peak.value is None:
        return f"{name}日变化无法分析（{peak}）。"
    low, deep = turn("low", "谷值")
    return (
        f"{name}平均日变化峰值出现在{peak}（{high}{unit_words(item)}），"
        f"谷值出现在{low}（{deep}{unit_words(item)}）{_weekend(pen, item)}。"
    )


def _weekend(pen: Pen, item: Pollutant) -> str:
    """How the week's end differs; empty where it cannot be told."""
    name, code = symbol(item), item.value
    rest = pen.period(f"{code}_weekend", f"{name}周末差", "air.hours.weekend", item=code)
    if rest.number is None:
        return ""
    if not rest.number:
        return "，周末与工作日持平"
    size = pen.period(
        f"{code}_weekend_size", f"{name}周末差幅", rest.query, style=Style.ABSOLUTE, item=code
    )
    return f"，周末平均比工作日{'高' if rest.number > 0 else '低'}{size}%"


def ratio_sentence(pen: Pen) -> str:
    """SO2 over NO2, and how the gases go with the particles."""
    sulphur = pen.period("sulphur_share", "SO₂与NO₂之比", "air.hours.sulphur_share")
    gas = pen.period(
        "no2_pm25", "NO₂与PM₂.₅相关系数", "air.hours.correlation", item="no2", other="pm2_5"
    )
    carbon = pen.period(
        "co_pm25", "CO与PM₂.₅相关系数", "air.hours.correlation", item="co", other="pm2_5"
    )
    if sulphur.number is None:
        return f"SO₂与NO₂之比无法计算（{sulphur}）。"
    is_low = _below(sulphur, pen.seen.book(pen.span), "report_fuel")
    fuel = "移动源影响相对突出" if is_low else "燃煤源影响不可忽视"
    said = f"SO₂与NO₂之比平均为{sulphur}，{fuel}"
    if gas.number is not None and carbon.number is not None:
        said += f"；PM₂.₅与NO₂、CO小时值的相关系数分别为{gas}、{carbon}"
    return said + "。"


def sector_sentence(pen: Pen, item: Pollutant) -> str:
    """The wind sector that brought most of the pollutant."""
    name = pen.period("sector", "贡献最大风向", "air.hours.sector", item=item.value)
    if name.value is None:
        return ""
    share = pen.period("sector_share", "该风向贡献", "air.hours.sector_share", item=item.value)
    return f"按风向统计，{name}方位来风对应的{symbol(item)}累计量最大，占{share}%。"
