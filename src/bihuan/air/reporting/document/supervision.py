"""Field supervision in a special report (现场督导): orders, and the cuts that firms stated."""

from typing import Any

from bihuan.air.reporting.cut import CUT_ITEMS, supervision
from bihuan.air.reporting.document.numbering import Block, paragraphs
from bihuan.air.reporting.text.pen import Pen
from bihuan.reports.definition import Figure, Table

COLUMNS = (
    ("number", "交办单号"),
    ("firm", "企业或地点"),
    ("item", "污染物"),
    ("amount", "减排量\n（千克）"),
)
MOST = 20


def field_supervision(pen: Pen) -> list[Block]:
    """What the orders' feedback says of cuts, else what is missing."""
    found = supervision(pen.seen, pen.span, pen.figures.reading)
    if not found.orders:
        return paragraphs("supervision", ["本期没有下达交办单，没有现场督导反馈和企业减排数据。"])
    orders, answered = _count(pen, "orders", "交办单数"), _count(pen, "answered", "已反馈交办单数")
    said = (
        f"现场督导：本期全市下达交办单（含巡查等各类来源）{orders}件，已提交整改反馈{answered}件。"
    )
    silent = _count(pen, "silent", "未填报减排量交办单数")
    if not found.cuts:
        none = f"{silent}件均未填报减排量，企业减排情况缺少数据，不能与监测结果对照。"
        return paragraphs("supervision", [said + none])
    stated = _count(pen, "stated", "已填报减排量交办单数")
    rest = f"；其余{silent}件未填报，减排合计不完整" if found.orders > found.stated else ""
    cuts = f"其中{stated}件填报减排量，合计{_totals(pen)}{rest}。"
    return [*paragraphs("supervision", [said + cuts]), _table(pen, len(found.cuts[:MOST]))]


def _count(pen: Pen, what: str, label: str) -> Figure:
    return pen.take(f"cut_{what}", label, "air.cut.count", **pen.days(), what=what)


def _totals(pen: Pen) -> str:
    made = [
        (item, pen.take(f"cut_{n}", f"{item}减排量", "air.cut.total", **pen.days(), item=item))
        for n, item in enumerate(CUT_ITEMS, 1)
    ]
    return "、".join(f"{item}{one}千克" for item, one in made if one.number is not None)


def _table(pen: Pen, count: int) -> Table:
    rows = tuple(
        tuple(f"{_cell(pen, n, what, word)}" for what, word in COLUMNS) for n in range(1, count + 1)
    )
    return Table(
        key="cuts",
        caption="企业减排填报情况",
        head=tuple(word for _, word in COLUMNS),
        rows=rows,
        widths=(5, 6, 3, 3),
        note="减排量由承办单位在整改反馈中填报，未经核算；按下达时间，最多列出二十条。",
    )


def _cell(pen: Pen, n: int, what: str, word: str) -> Figure:
    said: dict[str, Any] = {**pen.days(), "n": n, "what": what}
    label = f"减排{n}{word.replace(chr(10), '')}"
    return pen.take(f"cut_{n}_{what}", label, "air.cut.nth", missing="—", **said)
