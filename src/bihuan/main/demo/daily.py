"""Means of whole days of hours."""

from typing import Final

import numpy as np

from bihuan.main.demo.noise import Real

VALID_HOURS: Final = 20


def whole_days(hours: Real) -> Real:
    """Hours from a Shanghai midnight as (series, day, 24); an unfinished day is cut."""
    days = hours.shape[1] // 24
    return hours[:, : days * 24].reshape(hours.shape[0], days, 24)


def daily_mean(hours: Real) -> Real:
    """Mean of each whole day, NaN with fewer than twenty hours; shape (series, day).

    >>> daily_mean(np.arange(50.0)[None, :]).tolist()
    [[11.5, 35.5]]
    """
    by_day = whole_days(hours)
    known = ~np.isnan(by_day)
    count = known.sum(axis=2)
    mean = np.where(known, by_day, 0.0).sum(axis=2) / np.maximum(count, 1)
    return np.where(count >= VALID_HOURS, mean, np.nan)


def daily_sum(hours: Real) -> Real:
    """Sum of what each whole day's hours hold, shape (series, day)."""
    total: Real = np.nan_to_num(whole_days(hours)).sum(axis=2)
    return total
