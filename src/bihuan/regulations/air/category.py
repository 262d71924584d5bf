"""Classes of the air quality index (空气质量指数级别): name, colour, advice."""

from dataclasses import dataclass
from functools import cache

from bihuan.regulations.table import rows


@dataclass(frozen=True, slots=True)
class Category:
    """One class (级别) with what is published beside the index."""

    level: int
    level_zh: str
    name_zh: str
    colour_zh: str
    rgb: tuple[int, int, int]
    lowest: int
    highest: int


@cache
def categories() -> tuple[Category, ...]:
    """The six classes, best first. Source: HJ 633-2012 table 2, HJ 633-2026 table 1."""
    return tuple(
        Category(
            level=int(row["level"]),
            level_zh=row["level_zh"],
            name_zh=row["name_zh"],
            colour_zh=row["colour_zh"],
            rgb=_rgb(row["rgb"]),
            lowest=int(row["lowest"]),
            highest=int(row["highest"]),
        )
        for row in rows("aqi_categories")
    )


def _rgb(text: str) -> tuple[int, int, int]:
    red, green, blue = (int(part) for part in text.split())
    return red, green, blue


def category_of(index: int) -> Category:
    """The class of an index in 0..500.

    Raises:
        ValueError: outside the scale.

    >>> category_of(50).name_zh, category_of(51).name_zh, category_of(500).name_zh
    ('优', '良', '严重污染')
    """
    for category in categories():
        if category.lowest <= index <= category.highest:
            return category
    raise ValueError(f"air quality index {index} is outside 0..500")
