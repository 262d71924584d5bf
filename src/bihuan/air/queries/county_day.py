"""The county's days one by one, and how they fall into levels and primary pollutants."""

from dataclasses import dataclass
from datetime import date

from bihuan.air.judge.figure import PeriodFigures
from bihuan.air.queries.reading import Reading, readings
from bihuan.regulations.air.category import Category, categories
from bihuan.regulations.air.columns import pollutants_of
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, symbol


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the county."""

    day: date
    reading: Reading


def day_rows(figures: PeriodFigures, row: int = 0) -> list[DayRow]:
    """Every day of the period, newest first (逐日评价)."""
    days = enumerate(figures.span.each())
    found = [DayRow(day, readings(figures.days, figures.indices, [row], at)[0]) for at, day in days]
    return found[::-1]


def level_counts(figures: PeriodFigures, row: int = 0) -> list[tuple[Category, int]]:
    """Days in each level (各级别天数)."""
    return [(one, int(figures.days_of_level(one.level)[row])) for one in categories()]


def primary_counts(figures: PeriodFigures, row: int = 0) -> list[tuple[str, int]]:
    """Days led by each pollutant, ties counted for each (首要污染物天数)."""
    bits = [int(one) for one in figures.indices.primary[row]]
    led = [item for one in bits for item in pollutants_of(one)]
    return [(symbol(item), led.count(item)) for item in PUBLISHED_ORDER if item in led]
