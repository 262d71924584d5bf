"""The townships in words (乡镇描述)."""

from typing import Any

from bihuan.air.reporting.text.pen import Pen
from bihuan.reports.definition import Figure

THREE = (1, 2, 3)


def nth(pen: Pen, side: str, n: int, what: str, **more: Any) -> Figure:
    """Name, value or daily index of the n-th best or worst."""
    word = {"best": "最好", "worst": "最差"}[side]
    label = {"name": "乡镇", "value": "综合指数", "index": "AQI"}[what]
    return pen.period(
        f"{side}_{n}_{what}",
        f"{word}第{n}{label}",
        f"air.township.nth_{what}",
        side=side,
        n=n,
        kind=pen.kind.value,
        **more,
    )


def extremes_sentence(pen: Pen) -> str:
    """The best three and the worst three, with their index."""
    first = nth(pen, "best", 1, "name")
    if first.value is None:
        return f"乡镇排名：{first}。"
    return f"综合指数由低到高，靠前的为{_three(pen, 'best')}；靠后的为{_three(pen, 'worst')}。"


def _three(pen: Pen, side: str) -> str:
    found = []
    for n in THREE:
        name, value = nth(pen, side, n, "name"), nth(pen, side, n, "value")
        if name.value is not None:
            found.append(f"{name}（{value}）")
    return "、".join(found)


def hot_sentences(pen: Pen, item: str) -> list[str]:
    """Significant places and hours of the last weeks, at most three each."""
    said, rules = [], pen.rules("hot", "高值判别规则")
    for what, word in (("places", "高值区域"), ("hours", "高值时段")):
        found = [
            pen.period(
                f"hot_{what}_{n}", f"{word}{n}", "air.township.hot_spot", what=what, n=n, item=item
            )
            for n in THREE
        ]
        known = [one for one in found if one.value is not None]
        if known:
            said.append(f"{word}：" + "；".join(f"{one}" for one in known) + "。")
        else:
            said.append(f"{word}：{found[0]}，各站差异在随机波动以内。")
    return [*said, f"高值判别规则：{rules}。"]
