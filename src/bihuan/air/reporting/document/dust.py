"""The section on dust (沙尘影响与扣除): days, values before and after, what it rests on."""

from typing import Any

from bihuan.air.judge.ranking import COMPOSITE
from bihuan.air.reporting.document.numbering import Block, paragraphs
from bihuan.air.reporting.document.tables import EMPTY, item_head
from bihuan.air.reporting.query.change import GOOD_DAYS
from bihuan.air.reporting.query.dust import JUDGED_DAYS, cases_of, deducted_days
from bihuan.air.reporting.text.pen import Pen
from bihuan.regulations.air.pollutant import Pollutant, symbol
from bihuan.reports.definition import Figure, Style, Table

TITLE = "沙尘影响与扣除"
BASIS = (
    "依据受沙尘天气过程影响城市空气质量评价的补充规定（环办监测〔2016〕120号），"
    "沙尘影响由上级认定后，考核与排名扣除当日颗粒物；HJ 663-2026对例外事件的规定待确认。"
)
PARTICLES = (Pollutant.PM10, Pollutant.PM25)
ROWS = (
    *((item.value, item_head(item), "air.period.statistic") for item in PARTICLES),
    (COMPOSITE, "综合指数", "air.period.composite"),
    (JUDGED_DAYS, "有效评价天数（天）", "air.period.judged_days"),
    (GOOD_DAYS, "优良天数（天）", "air.period.good_days"),
)


def dust(pen: Pen) -> list[Block]:
    """Everything about the dust of the pen's days; empty where no case touches them."""
    count = len(cases_of(pen.seen, pen.span))
    if not count:
        return []
    told = [_sentence(pen), BASIS]
    compared = [_values_table(pen)] if deducted_days(pen.seen, pen.span) else []
    return [*paragraphs("dust", told), *compared, _case_table(pen, count)]


def day_sentence(pen: Pen) -> str:
    """That a day lies in a dust case, for page one; empty where it does not."""
    if not cases_of(pen.seen, pen.span):
        return ""
    state = _of_case(pen, 1, "state", "状态")
    return f"当日列入沙尘过程（{state}），以上为扣沙前数值。"


def _sentence(pen: Pen) -> str:
    count = pen.take("dust_cases", "沙尘过程次数", "air.work.dust", **pen.days())
    days = pen.take("dust_days", "沙尘扣除天数", "air.dust.days", **pen.days())
    if not days.number:
        return f"本期登记沙尘过程{count}次，上级尚未认定扣除，各项数值均为扣沙前。"
    said = "、".join(_moved(pen, item) for item in PARTICLES)
    return (
        f"本期登记沙尘过程{count}次，上级认定扣除{days}天。扣沙后{said}。"
        "正文其余数值均为扣沙前，沙尘日的AQI仍按实况发布。"
    )


def _moved(pen: Pen, item: Pollutant) -> str:
    name = symbol(item)
    left, before = _after(pen, item.value, name), pen.statistic(item)
    if left.number is None:
        return f"{name}没有有效日数据"
    return f"{name}平均为{left}微克/立方米（扣沙前{before}）"


def _after(pen: Pen, metric: str, name: str) -> Figure:
    return pen.period(
        f"dust_{metric}_after", f"{name}扣沙后", "air.dust.after", metric=metric, missing=EMPTY
    )


def _values_table(pen: Pen) -> Table:
    return Table(
        key="dust_values",
        caption="沙尘扣除前后对照",
        head=("指标", "扣沙前", "扣沙后", "差值"),
        rows=tuple(_row(pen, *one) for one in ROWS),
        widths=(4, 3, 3, 3),
        note="扣沙后不计沙尘日的PM₁₀、PM₂.₅；沙尘日是否计入优良天数考核，以上级口径为准（待确认）。",
    )


def _row(pen: Pen, metric: str, head: str, query: str) -> tuple[str, ...]:
    name = head.split("（")[0]
    more: dict[str, Any] = {"item": metric} if metric in set(Pollutant) else {}
    before = pen.period(f"dust_{metric}_before", f"{name}扣沙前", query, missing=EMPTY, **more)
    moved = pen.period(
        f"dust_{metric}_moved",
        f"{name}扣沙差值",
        "air.dust.difference",
        style=Style.SIGNED,
        missing=EMPTY,
        metric=metric,
    )
    return head, f"{before}", f"{_after(pen, metric, name)}", f"{moved}"


def _case_table(pen: Pen, count: int) -> Table:
    columns = (("days", "日期"), ("state", "状态"), ("evidence", "证据"), ("answer", "认定意见"))
    rows = tuple(
        tuple(f"{_of_case(pen, n, what, word)}" for what, word in columns)
        for n in range(1, count + 1)
    )
    return Table(
        key="dust_cases_table",
        caption="沙尘过程上报与认定",
        head=tuple(word for _, word in columns),
        rows=rows,
        widths=(4, 2, 6, 5),
    )


def _of_case(pen: Pen, n: int, what: str, word: str) -> Figure:
    label, missing = f"沙尘过程{n}{word}", EMPTY if what == "answer" else ""
    key = f"dust_{n}_{what}"
    return pen.take(key, label, "air.dust.case", missing=missing, **pen.days(), n=n, what=what)
