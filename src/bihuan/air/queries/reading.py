"""What a station says in one hour or on one day, ready to be printed (站点读数)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from bihuan.air.judge.day_table import IndexTable
from bihuan.air.judge.figure import published
from bihuan.regulations.air.category import Category, category_of
from bihuan.regulations.air.columns import pollutants_of
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant, input_places, symbol, unit
from bihuan.regulations.rounding import FloatArray

NEWEST = "HJ633-2026"


@dataclass(frozen=True, slots=True)
class Head:
    """Head of a pollutant's column (表头)."""

    item: Pollutant
    symbol: str
    unit: str


HEADS = tuple(Head(item, symbol(item), unit(item)) for item in PUBLISHED_ORDER)


@dataclass(frozen=True, slots=True)
class Reading:
    """One hour or day of one subject.

    Attributes:
        index: AQI; None is NA, with `reason`.
        values: concentrations as printed, None where missing.
        levels: class 1..6 of each concentration's own index, 0 without one.
    """

    index: int | None
    category: Category | None
    primary: tuple[Pollutant, ...]
    values: Mapping[Pollutant, Decimal | None]
    levels: Mapping[Pollutant, int]
    reason: str

    @property
    def level(self) -> int:
        """Class of the index, 0 for NA."""
        return self.category.level if self.category else 0

    @property
    def category_words(self) -> str:
        """Name of the class; empty for NA."""
        return self.category.name_zh if self.category else ""

    @property
    def primary_words(self) -> str:
        """Primary pollutants, a dash for none."""
        return "、".join(symbol(item) for item in self.primary) or "—"

    @property
    def cells(self) -> list[tuple[Head, Decimal | None, int]]:
        """Columns in published order with value and class."""
        return [(head, self.values[head.item], self.levels[head.item]) for head in HEADS]


def readings(
    values: Mapping[Pollutant, FloatArray], table: IndexTable, rows: Sequence[int], at: int
) -> list[Reading]:
    """The readings of some rows at one place of the clock.

    Args:
        values: shape (series, time)
        table: indices of the same shape.
    """
    printed = {
        item: published(array[list(rows), at], input_places(item, NEWEST))
        for item, array in values.items()
    }
    return [
        _reading(table, row, at, {item: column[place] for item, column in printed.items()})
        for place, row in enumerate(rows)
    ]


def _reading(
    table: IndexTable, row: int, at: int, values: Mapping[Pollutant, Decimal | None]
) -> Reading:
    index = int(table.index[row, at])
    return Reading(
        index=index if index >= 0 else None,
        category=category_of(index) if index >= 0 else None,
        primary=pollutants_of(int(table.primary[row, at])) if index > 50 else (),
        values=values,
        levels={item: level_of(int(array[row, at])) for item, array in table.individual.items()},
        reason="" if index >= 0 else why_missing(int(table.missing[row, at])),
    )


def level_of(index: int) -> int:
    """Class of an index, 0 where there is none."""
    return category_of(index).level if index >= 0 else 0


def why_missing(bits: int) -> str:
    """Why there is no index (缺失原因).

    >>> why_missing(0b111111), why_missing(0b010000)
    ('无数据', '缺 PM₂.₅，其余项目的指数不超过 100')
    """
    missing = pollutants_of(bits)
    if len(missing) == len(PUBLISHED_ORDER):
        return "无数据"
    names = "、".join(symbol(item) for item in missing)
    return f"缺 {names}，其余项目的指数不超过 100"


def has_any(values: Mapping[Pollutant, FloatArray]) -> npt.NDArray[np.bool_]:
    """Where at least one pollutant has a value. shape (series, time)"""
    known = [~np.isnan(array) for array in values.values()]
    return np.asarray(np.logical_or.reduce(known))
