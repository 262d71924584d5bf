"""Time variation (时间变化): means by hour of day, weekday and month, with their interval."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from bihuan.regulations.rounding import FloatArray

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Variation:
    """Means of groups with a 95 % interval of the mean.

    Attributes:
        groups: 0..23, 0..6 (Monday 0) or 1..12.
        mean, low, high: NaN for an empty group. shape (groups,)
        count: values in each group.
    """

    groups: tuple[int, ...]
    mean: FloatArray
    low: FloatArray
    high: FloatArray
    count: IntArray


def hours_and_days(first: date, count: int) -> tuple[IntArray, IntArray, IntArray]:
    """Hour of day, weekday and month of each hour from midnight of the first day.

    >>> [part[25].item() for part in hours_and_days(date(2026, 1, 31), 48)]
    [1, 6, 2]
    """
    hours = np.arange(count)
    days = first.toordinal() + hours // 24
    dates = np.datetime64(first) + (hours // 24)
    months = dates.astype("datetime64[M]").astype(np.int64) % 12 + 1
    return hours % 24, (days - 1) % 7, months


def variation(values: FloatArray, groups: IntArray, names: tuple[int, ...]) -> Variation:
    """Mean of each group, as openair's ``timeVariation`` draws it (interval of the mean, 1.96 s).

    Args:
        values: NaN left out. shape (time,)
        groups: group of each value. shape (time,)

    >>> found = variation(np.array([1.0, 3.0, 5.0]), np.array([0, 0, 1]), (0, 1))
    >>> found.mean.tolist(), found.count.tolist()
    ([2.0, 5.0], [2, 1])
    """
    known = ~np.isnan(values)
    picks = [values[known & (groups == name)] for name in names]
    count = np.array([len(pick) for pick in picks])
    mean = np.array([pick.mean() if len(pick) else np.nan for pick in picks])
    spread = np.array([pick.std(ddof=1) if len(pick) > 1 else np.nan for pick in picks])
    half = 1.96 * spread / np.sqrt(np.maximum(count, 1))
    return Variation(names, mean, mean - half, mean + half, count)


def by_hour(values: FloatArray, first: date) -> Variation:
    """Mean of each hour of the day (日变化). `values` begin at midnight of the first day."""
    return variation(values, hours_and_days(first, len(values))[0], tuple(range(24)))


def by_weekday(values: FloatArray, first: date) -> Variation:
    """Mean of each weekday (周变化), Monday 0."""
    return variation(values, hours_and_days(first, len(values))[1], tuple(range(7)))


def by_month(values: FloatArray, first: date) -> Variation:
    """Mean of each month (月变化)."""
    return variation(values, hours_and_days(first, len(values))[2], tuple(range(1, 13)))
