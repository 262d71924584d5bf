"""Averages of many days at once; equal to `average` wherever that is exact."""

import numpy as np
import numpy.typing as npt

from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.air.validity import least
from bihuan.regulations.rounding import FloatArray

CountArray = npt.NDArray[np.int16]


def daily_columns(
    hours: FloatArray, pollutant: Pollutant, *, ozone_limit: float = 160.0
) -> tuple[FloatArray, CountArray]:
    """Each day's value (日评价项目): mean, or for ozone the largest eight-hour mean.

    Args:
        hours: hourly means in the order of time, whole days from the hour
            that ends at 01:00, NaN where missing. shape (series, 24 * days)
        pollutant: ozone is judged by its eight-hour means.
        ozone_limit: above it fewer than fourteen means are enough. [µg/m³]

    Returns:
        Values, NaN where not valid, and how many hours or means took part.
        shape (series, days) both

    Raises:
        ValueError: the hours are not whole days.

    Source: GB 3095-2026, 3.9, 3.10, table 4.

    >>> daily_columns(np.full((1, 24), 60.0), Pollutant.PM25)[0].tolist()
    [[60.0]]
    >>> daily_columns(np.empty((0, 48)), Pollutant.O3)[0].shape
    (0, 2)
    """
    if hours.ndim != 2 or hours.shape[1] % 24:
        raise ValueError(f"hours of shape {hours.shape} are not whole days of series")
    days = hours.reshape(hours.shape[0], hours.shape[1] // 24, 24)
    if pollutant is Pollutant.O3:
        return _maximum_eight_hours(days, ozone_limit)
    return valid_mean(days, least("day_hours"))


def valid_mean(values: FloatArray, needed: int) -> tuple[FloatArray, CountArray]:
    """Mean along the last axis, NaN left out, and how many values took part.

    Args:
        values: shape (..., n)
        needed: fewer values give NaN.

    >>> valid_mean(np.array([1.0, 2.0, np.nan]), 2)[0].item()
    1.5
    """
    present = ~np.isnan(values)
    count = present.sum(axis=-1, dtype=np.int16)
    total = np.where(present, values, 0.0).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / count
    return np.where(count >= needed, mean, np.nan), count


def _maximum_eight_hours(days: FloatArray, limit: float) -> tuple[FloatArray, CountArray]:
    means = _eight_hour_means(days)
    count = (~np.isnan(means)).sum(axis=-1, dtype=np.int16)
    highest = np.where(np.isnan(means), -np.inf, means).max(axis=-1)
    enough = (count >= least("ozone_day_eight_hours")) | (highest > limit)
    return np.where(enough & (count > 0), highest, np.nan), count


def _eight_hour_means(days: FloatArray) -> FloatArray:
    """The seventeen means that end at 08:00 … 24:00, from running sums. shape (..., 17)"""
    present = ~np.isnan(days)
    total = _running(np.where(present, days, 0.0))
    count = _running(present.astype(np.float64))
    counts = count[..., 8:] - count[..., :-8]
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (total[..., 8:] - total[..., :-8]) / counts
    means[counts < least("eight_hours")] = np.nan
    return means


def _running(values: FloatArray) -> FloatArray:
    total = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=total[..., 1:])
    return total
