"""Composite index (环境空气质量综合指数) with its variants by date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant
from bihuan.regulations.table import rows


@dataclass(frozen=True, slots=True)
class IndexVariant:
    """One way to build the composite index: denominators, weights and its days.

    Attributes:
        is_default: the variant that is used where a bureau chose none.
        trust: S secondary source, T official text, U unconfirmed (待确认).
    """

    code: str
    first_day: date | None
    last_day: date | None
    denominators: Mapping[Pollutant, Decimal]
    weights: Mapping[Pollutant, Decimal]
    is_default: bool
    trust: str

    def covers(self, day: date) -> bool:
        """Whether the variant may judge the day."""
        begun = self.first_day is None or self.first_day <= day
        return begun and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class CompositeIndex:
    """The composite index, unrounded, with what it is made of.

    Attributes:
        value: sum of the weighted single indices; None when one is missing.
        single: unweighted C / S of each pollutant that has a statistic.
        main: pollutants with the largest weighted share.
        variant: the code of the variant.
    """

    value: Fraction | None
    single: Mapping[Pollutant, Fraction]
    main: tuple[Pollutant, ...]
    missing: tuple[Pollutant, ...]
    variant: str


@cache
def variants() -> tuple[IndexVariant, ...]:
    """Every variant of the table, oldest first."""
    return tuple(_variant(row) for row in rows("composite_index"))


def variant_on(day: date) -> IndexVariant:
    """The variant that is used for the day where a bureau chose none.

    >>> variant_on(date(2026, 2, 28)).code, variant_on(date(2026, 3, 1)).code
    ('ranking-2013', 'ranking-2026-unit-weights')
    """
    return next(item for item in variants() if item.is_default and item.covers(day))


def composite_index(
    statistics: Mapping[Pollutant, Fraction | None], variant: IndexVariant
) -> CompositeIndex:
    """Sum of statistic over denominator (单项指数之和).

    Args:
        statistics: unrounded statistics of the period, `period.period_statistic`.
            [µg/m³; mg/m³ for CO]
        variant: denominators and weights.

    Source: city ranking rules of 2014 and 2018 (secondary source); GB 3095-2026 table 1.

    >>> variant = variant_on(date(2026, 3, 1))
    >>> half = {item: Fraction(limit) / 2 for item, limit in variant.denominators.items()}
    >>> composite_index(half, variant).value
    Fraction(3, 1)
    """
    single = {
        item: value / Fraction(variant.denominators[item])
        for item in PUBLISHED_ORDER
        if (value := statistics.get(item)) is not None
    }
    weighted = {item: value * Fraction(variant.weights[item]) for item, value in single.items()}
    missing = tuple(item for item in PUBLISHED_ORDER if item not in single)
    largest = max(weighted.values(), default=None)
    main = tuple(item for item, value in weighted.items() if value == largest)
    total = None if missing else sum(weighted.values(), Fraction(0))
    return CompositeIndex(total, single, main, missing, variant.code)


def _variant(row: Mapping[str, str]) -> IndexVariant:
    return IndexVariant(
        code=row["variant"],
        first_day=_day(row["first_day"]),
        last_day=_day(row["last_day"]),
        denominators={item: Decimal(row[item.value]) for item in Pollutant},
        weights={item: Decimal(row[f"w_{item.value}"]) for item in Pollutant},
        is_default=row["is_default"] == "1",
        trust=row["trust"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
