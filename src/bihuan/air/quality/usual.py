"""How a station usually stands to its network (平常比值): distance from it, drift of it."""

import numpy as np

from bihuan.regulations.rounding import FloatArray

WINDOW_DAYS, BACK_DAYS = 7, 14
LEAST_SPREAD = 0.08


def own_distance(relative: FloatArray) -> FloatArray:
    """Distance of each value from its series' usual ratio, in robust spreads. (series, time)

    Args:
        relative: log ratio to the network without offset. shape (series, time)
    """
    size = np.sort(np.abs(relative), axis=1)
    count = (~np.isnan(size)).sum(axis=1)
    middle = np.maximum(count - 1, 0) // 2
    spread = np.maximum(1.4826 * size[np.arange(len(size)), middle], LEAST_SPREAD)
    return np.asarray(np.abs(relative) / np.where(count > 0, spread, 1.0)[:, None])


def drift_size(relative: FloatArray, steps_a_day: int) -> FloatArray:
    """Change of the seven-day median ratio against fourteen days before, by period.

    NaN in the first three weeks. shape (series, time)
    """
    days = relative.shape[1] // steps_a_day
    found = np.full(relative.shape, np.nan)
    if days <= BACK_DAYS + 1:
        return found
    daily = _medians(relative[:, : days * steps_a_day].reshape(len(relative), days, steps_a_day))
    week = np.stack([_running(daily, day) for day in range(days)], axis=1)
    change = np.full(week.shape, np.nan)
    change[:, BACK_DAYS:] = week[:, BACK_DAYS:] - week[:, :-BACK_DAYS]
    found[:, : days * steps_a_day] = np.repeat(change, steps_a_day, axis=1)
    return found


def _running(daily: FloatArray, day: int) -> FloatArray:
    return _medians(daily[:, max(0, day - WINDOW_DAYS + 1) : day + 1])


def _medians(values: FloatArray) -> FloatArray:
    """Median along the last axis; NaN where fewer than half are known."""
    ordered = np.sort(values, axis=-1)
    count = (~np.isnan(values)).sum(axis=-1)
    middle = np.maximum(count - 1, 0)
    low = np.take_along_axis(ordered, (middle // 2)[..., None], axis=-1)[..., 0]
    high = np.take_along_axis(ordered, ((middle + 1) // 2)[..., None], axis=-1)[..., 0]
    return np.where(2 * count >= values.shape[-1], (low + high) / 2, np.nan)
