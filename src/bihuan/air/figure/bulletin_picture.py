"""The one picture of a bulletin for a chat group (预报配图): ranges of AQI by day and class."""

from datetime import date
from typing import Any

from bihuan.air.figure.picture import drawn
from bihuan.air.models import Bulletin
from bihuan.regulations.air.category import Category, categories, category_of

HIGHEST = 500


def bulletin_picture(made: Bulletin) -> bytes:
    """The days as bars from the lowest to the highest AQI, in the colours of the classes."""
    days = [
        (date.fromisoformat(one["day"]), int(one["low"]), int(one["high"]), one["primary"] or "")
        for one in made.days
    ]
    top = min(HIGHEST, max([high for _, _, high, _ in days] + [100]) + 40)

    def draw(figure: Any) -> None:
        axes = figure.add_subplot()
        for one in categories():
            if one.lowest < top:
                high = min(one.highest, top)
                axes.axhspan(one.lowest, high, color=_colour(one), alpha=0.12, zorder=0)
                axes.text(-0.48, (one.lowest + high) / 2, one.name_zh, fontsize=8, va="center")
        for place, (_, low, high, primary) in enumerate(days):
            colour = _colour(category_of(high))
            axes.bar(place, max(high - low, 2), bottom=low, width=0.45, color=colour)
            axes.text(place, high + 4, f"{low}～{high}", ha="center", fontsize=12)
            axes.text(place, max(low - 14, 2), primary, ha="center", fontsize=9)
        axes.set_xticks(range(len(days)), [f"{day:%m月%d日}" for day, *_ in days], fontsize=11)
        axes.set_xlim(-0.5, len(days) - 0.5)
        axes.set_ylim(0, top)
        axes.set_ylabel("AQI")

    title = f"{made.district.name}空气质量预报（{made.day:%m月%d日}{made.get_slot_display()}）"
    note = "内部研判参考，正式信息以上级发布为准"
    return drawn(draw, title=title, note=note, share=0.55)


def _colour(category: Category) -> tuple[float, float, float]:
    red, green, blue = category.rgb
    return red / 255, green / 255, blue / 255
