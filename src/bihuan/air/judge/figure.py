"""Figures of a period for many subjects (时段评价): statistics, index, good days, basis."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bihuan.air.judge.day_table import IndexTable, Values, daily_indices
from bihuan.air.judge.edition_choice import Basis, EditionChoice, basis_of
from bihuan.air.judge.span import DaySpan
from bihuan.regulations.air.period import Purpose, decimals
from bihuan.regulations.air.period_columns import period_columns
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant
from bihuan.regulations.edition import Edition
from bihuan.regulations.rounding import MISSING, FloatArray, round_columns


@dataclass(frozen=True)
class PeriodFigures:
    """Figures of several subjects over one period.

    Attributes:
        span: the days.
        days: daily values. shape (subjects, days)
        indices: the days' AQI.
        statistic: unrounded statistic a pollutant, NaN without a valid day. shape (subjects,)
        valid: valid days a pollutant. shape (subjects,)
        basis: the editions behind all of it.
    """

    span: DaySpan
    days: Values
    indices: IndexTable
    statistic: Mapping[Pollutant, FloatArray]
    valid: Mapping[Pollutant, npt.NDArray[np.int64]]
    basis: Basis

    @cached_property
    def single(self) -> dict[Pollutant, FloatArray]:
        """Single indices C / S (单项指数), unweighted. shape (subjects,)"""
        limits = self.basis.variant.denominators
        return {item: self.statistic[item] / float(limits[item]) for item in PUBLISHED_ORDER}

    @cached_property
    def composite(self) -> FloatArray:
        """Composite index (综合指数), unrounded; NaN where a pollutant is missing."""
        weights = self.basis.variant.weights
        parts = [self.single[item] * float(weights[item]) for item in PUBLISHED_ORDER]
        total: FloatArray = np.sum(parts, axis=0)
        return total

    @cached_property
    def judged_days(self) -> npt.NDArray[np.int64]:
        """Days with a publishable AQI. shape (subjects,)"""
        return np.asarray((self.indices.index >= 0).sum(axis=1), dtype=np.int64)

    @cached_property
    def good_days(self) -> npt.NDArray[np.int64]:
        """Days with an AQI up to 100 (优良天数). shape (subjects,)"""
        index = self.indices.index
        return np.asarray(((index >= 0) & (index <= 100)).sum(axis=1), dtype=np.int64)

    @cached_property
    def good_share(self) -> FloatArray:
        """Good days among judged days (优良天数比例), NaN without any. shape (subjects,)"""
        judged = self.judged_days
        return np.where(judged > 0, self.good_days / np.maximum(judged, 1), np.nan)

    def days_of_level(self, level: int) -> npt.NDArray[np.int64]:
        """Days in a class 1..6 of the index. shape (subjects,)"""
        low, high = _BOUNDS[level - 1]
        index = self.indices.index
        return np.asarray(((index >= low) & (index <= high)).sum(axis=1), dtype=np.int64)

    def printed(self, item: Pollutant) -> list[Decimal | None]:
        """The statistic as it is published, rounded once (修约)."""
        places = decimals(self.basis.evaluation, Purpose.PUBLISHED, item.value)
        return published(self.statistic[item], places)

    def printed_composite(self) -> list[Decimal | None]:
        """The composite index as it is published."""
        return published(self.composite, index_places(self.basis.evaluation))

    def printed_share(self) -> list[Decimal | None]:
        """Good-day ratio in percent with one decimal."""
        return published(self.good_share * 100.0, 1)

    def main_pollutant(self, row: int) -> Pollutant | None:
        """The pollutant with the largest weighted share of the index."""
        weights = self.basis.variant.weights
        shares = {item: self.single[item][row] * float(weights[item]) for item in PUBLISHED_ORDER}
        known = {item: value for item, value in shares.items() if not np.isnan(value)}
        return max(known, key=lambda item: known[item]) if known else None


_BOUNDS = ((0, 50), (51, 100), (101, 150), (151, 200), (201, 300), (301, 500))


def period_figures(days: Values, first: date, choice: EditionChoice) -> PeriodFigures:
    """Everything that is said of a period, from daily values.

    Args:
        days: shape (subjects, days)
        first: the first day.
        choice: each day's own edition, or one for all.

    Source: HJ 663 table 1; see `regulations.air`.
    """
    count = next(iter(days.values())).shape[1]
    span = DaySpan(first, date.fromordinal(first.toordinal() + count - 1))
    return PeriodFigures(
        span=span,
        days=days,
        indices=daily_indices(days, first, choice),
        statistic={item: period_columns(values, item) for item, values in days.items()},
        valid={item: _present(values) for item, values in days.items()},
        basis=basis_of(span, choice),
    )


def _present(values: FloatArray) -> npt.NDArray[np.int64]:
    return np.asarray((~np.isnan(values)).sum(axis=1), dtype=np.int64)


def index_places(evaluation: Edition) -> int:
    """Decimals of the composite index under an edition of HJ 663 (待确认)."""
    return decimals(evaluation, Purpose.PUBLISHED, "composite_index")


def published(values: FloatArray, places: int) -> list[Decimal | None]:
    """A column rounded half to even as decimals; None where missing.

    >>> published(np.array([45.5, 44.5, np.nan]), 0)
    [Decimal('46'), Decimal('44'), None]
    """
    whole = round_columns(values, places).tolist()
    missing = int(MISSING)
    return [None if one == missing else Decimal(one).scaleb(-places) for one in whole]
