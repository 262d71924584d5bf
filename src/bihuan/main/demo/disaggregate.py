"""From an hour's value to its minutes, so that the minutes agree with the hour exactly."""

import numpy as np

from bihuan.main.demo.factor import Factor
from bihuan.main.demo.noise import Real, Whole, normal, smooth
from bihuan.main.demo.seed import Stream


def minutes_of(hours: Real, keys: Whole, *, first: int, per_hour: int, factor: Factor) -> Real:
    """Spread hourly means over equal parts of the hour.

    The parts lean from the hour before to the hour after and tremble a little; the sum is then
    rounded cumulatively, part after part, which keeps it whole. A value that repeats a
    neighbour's value exactly (a stuck sensor) does not tremble.

    Args:
        hours: shape (series, 1 + time + 1): one hour more on either side; NaN for none.
        keys: chance of each series, shape (series,).
        first: running hour of the second column.
        per_hour: parts of an hour.
        factor: its step, its lower end, its tremble.

    Returns:
        shape (series, time, per_hour); NaN in an hour without a value.

    >>> from bihuan.main.demo.factor import PM25
    >>> hours = np.array([[3.0, 5.0, 4.0]])
    >>> parts = minutes_of(hours, np.array([1]), first=0, per_hour=12, factor=PM25)
    >>> round(float(parts.mean()), 9), parts.shape
    (5.0, (1, 1, 12))
    """
    above = hours - factor.low
    weight = _lean(above, per_hour)
    weight *= 1.0 + factor.tremble * _tremble(above, keys, first=first, per_hour=per_hour)
    whole = np.rint(above[:, 1:-1] / factor.step) * per_hour
    parts = _cumulatively_rounded(weight, whole) * factor.step + factor.low
    return np.where(np.isnan(whole)[:, :, None], np.nan, np.round(parts, 6))


def amounts_of(hours: Real, keys: Whole, *, first: int, per_hour: int, step: float) -> Real:
    """Spread hourly amounts (rain) over equal parts of the hour; the parts' sum is the hour's.

    Args and returns as in `minutes_of`, without the two extra hours; `step` is the smallest
    amount that the gauge sees.
    """
    size = hours.shape[1]
    parts = np.arange(first * per_hour, (first + size) * per_hour)
    weight = 0.05 + np.abs(smooth(Stream.MINUTE, keys, parts, scale=max(2, per_hour // 3)))
    shaped = weight.reshape(len(keys), size, per_hour)
    whole = np.rint(hours / step)
    spread = _cumulatively_rounded(shaped, whole) * step
    return np.where(np.isnan(whole)[:, :, None], np.nan, np.round(spread, 6))


def directions_of(hours: Real, keys: Whole, *, first: int, per_hour: int) -> Real:
    """Wind directions within the hour, mirrored about the hour's, which stays their vector mean."""
    size = hours.shape[1]
    half = np.arange(first * per_hour, (first + size) * per_hour).reshape(size, per_hour)
    half = half[:, : per_hour // 2]
    swing = np.rint(14.0 * normal(Stream.MINUTE, keys[:, None, None], half[None, :, :]))
    mirrored = np.concatenate([swing, -swing[:, :, ::-1]], axis=2)
    turned: Real = (hours[:, :, None] + mirrored) % 360.0
    return turned


def _cumulatively_rounded(weight: Real, whole: Real) -> Real:
    """Whole parts in proportion to `weight` (series, time, part) that add up to `whole`."""
    climb = np.cumsum(weight, axis=2)
    total = np.nan_to_num(whole)
    climb *= (total / climb[:, :, -1])[:, :, None]
    rounded = np.rint(climb)
    rounded[:, :, -1] = total
    return np.diff(rounded, axis=2, prepend=0.0)


def _lean(hours: Real, per_hour: int) -> Real:
    """Weights that run from half-way to the hour before to half-way to the hour after."""
    middle = hours[:, 1:-1]
    before = np.where(np.isnan(hours[:, :-2]), middle, hours[:, :-2])
    after = np.where(np.isnan(hours[:, 2:]), middle, hours[:, 2:])
    place = (np.arange(per_hour) + 0.5) / per_hour
    level = np.nan_to_num(middle)[:, :, None]
    down = np.nan_to_num(before - middle)[:, :, None] * np.clip(0.5 - place, 0.0, None)
    up = np.nan_to_num(after - middle)[:, :, None] * np.clip(place - 0.5, 0.0, None)
    lean: Real = np.clip(level + down + up, 0.3 * level, 3.0 * level) + 1e-9
    return lean


def _tremble(hours: Real, keys: Whole, *, first: int, per_hour: int) -> Real:
    """Noise of about variance 1 for each part; none where the series stands still."""
    size = hours.shape[1] - 2
    parts = np.arange(first * per_hour, (first + size) * per_hour)
    slow = smooth(Stream.MINUTE, keys, parts, scale=max(2, per_hour // 4))
    quick = normal(Stream.MINUTE, keys[:, None], parts[None, :])
    noise = (0.85 * slow + 0.5 * quick).reshape(len(keys), size, per_hour)
    middle = hours[:, 1:-1]
    still = (middle == hours[:, :-2]) | (middle == hours[:, 2:])
    trembling: Real = np.where(still[:, :, None], 0.0, np.clip(noise, -3.0, 3.0))
    return trembling
