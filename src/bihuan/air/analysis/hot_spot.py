"""Worst places and hours (污染严重的区域和时段): place x hour x weekday, with significance.

A place is measured against the median of its network in the same hour, so a regional haze is
no hot spot; what is tested is the mean of the log ratio, so a single peak is none either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np

from bihuan.air.analysis.time_variation import IntArray, hours_and_days
from bihuan.air.rule_book import SHIPPED, Numbers
from bihuan.regulations.rounding import FloatArray
from bihuan.rules.panel import BoolArray

LEAST_WEEKS = 4
LEAST_NETWORK = 3
FAMILY_ERROR = 0.01
"""Probability that a network of white noise yields any finding at all."""

FLOOR = 2.0
"""Added before the logarithm, so that clean hours do not shout. [unit of the values]"""


@dataclass(frozen=True, slots=True)
class HotPlace:
    """A place that is worse than its network at all times (高值区域)."""

    series: int
    excess: float
    z: float


@dataclass(frozen=True, slots=True)
class HotHours:
    """Hours and weekdays in which a place is worse than it usually is (高值时段).

    Attributes:
        weekdays: Monday 0.
        hours: of the day, each stands for [hour, hour + 1).
        excess: mean excess over its usual self in these hours, as a share.
        z: the largest of their cells.
    """

    series: int
    weekdays: tuple[int, ...]
    hours: tuple[int, ...]
    excess: float
    z: float


@dataclass(frozen=True, slots=True)
class HotSpots:
    """What stands out, the strongest first; empty for white noise."""

    places: tuple[HotPlace, ...]
    hours: tuple[HotHours, ...]
    cells: FloatArray


def hot_spots(values: FloatArray, first: date, numbers: Numbers = SHIPPED) -> HotSpots:
    """Places and hours that stand out significantly.

    Args:
        values: one factor at places of one kind, whole days. shape (series, 24 * days)
        first: the first day.
        numbers: of the rules; a finding is at least `hot_excess` above its network.

    Returns:
        `cells` holds the mean log ratio by series, weekday and hour. shape (series, 7, 24)
    """
    if len(values) < LEAST_NETWORK:
        return HotSpots((), (), np.full((len(values), 7, 24), np.nan))
    relative = _relative(values)
    usual = np.array([_mean(row) for row in relative])
    own = relative - usual[:, None]
    hour, weekday, _ = hours_and_days(first, values.shape[1])
    mean, z = _cells(own, hour, weekday)
    least = numbers["hot_excess"]
    return HotSpots(_places(relative, least), tuple(_hours(mean, z, least)), mean)


def _relative(values: FloatArray) -> FloatArray:
    """Log ratio to the network's median of the same hour; NaN where too few measure."""
    known = (~np.isnan(values)).sum(axis=0) >= LEAST_NETWORK
    middle = np.full(values.shape[1], np.nan)
    if known.any():
        middle[known] = np.nanmedian(values[:, known], axis=0)
    return np.asarray(np.log((np.maximum(values, 0) + FLOOR) / (np.maximum(middle, 0) + FLOOR)))


def _mean(row: FloatArray) -> float:
    known = row[~np.isnan(row)]
    return float(known.mean()) if len(known) else float("nan")


def _cells(own: FloatArray, hour: IntArray, weekday: IntArray) -> tuple[FloatArray, FloatArray]:
    """Mean and z of each cell; a cell's hours lie a week apart and count as independent."""
    place = weekday * 24 + hour
    mean = np.full((len(own), 168), np.nan)
    z = np.zeros((len(own), 168))
    for row, values in enumerate(own):
        known = ~np.isnan(values)
        count = np.bincount(place[known], minlength=168)
        total = np.bincount(place[known], weights=values[known], minlength=168)
        enough = count >= LEAST_WEEKS
        mean[row, enough] = total[enough] / count[enough]
        spread = _spread(values[known], place[known], mean[row])
        if spread > 0:
            z[row, enough] = mean[row, enough] * np.sqrt(count[enough]) / spread
    return mean.reshape(-1, 7, 24), z.reshape(-1, 7, 24)


def _spread(values: FloatArray, place: IntArray, mean: FloatArray) -> float:
    """Spread of the hours around their cells' means."""
    rest = values - mean[place]
    rest = rest[~np.isnan(rest)]
    return float(rest.std(ddof=1)) if len(rest) > 200 else 0.0


def _threshold(tests: int) -> float:
    return NormalDist().inv_cdf(1 - FAMILY_ERROR / max(tests, 1))


def _places(relative: FloatArray, least: float) -> tuple[HotPlace, ...]:
    days = relative.reshape(len(relative), relative.shape[1] // 24, 24)
    found = []
    for row, hours in enumerate(days):
        daily = np.array([_mean(day) for day in hours if (~np.isnan(day)).sum() >= 12])
        z = _steady_z(daily)
        excess = float(np.expm1(daily.mean())) if len(daily) else 0.0
        if z > _threshold(len(relative)) and excess >= least:
            found.append(HotPlace(row, excess, z))
    return tuple(sorted(found, key=lambda one: -one.excess))


def _steady_z(daily: FloatArray) -> float:
    """How far the mean of days lies above zero, fewer days for those that resemble each other."""
    n = len(daily)
    if n < 7 * LEAST_WEEKS or daily.std() == 0:
        return 0.0
    off = daily - daily.mean()
    alike = float(np.clip((off[1:] * off[:-1]).sum() / (off**2).sum(), 0.0, 0.95))
    independent = max(2.0, n * (1 - alike) / (1 + alike))
    return float(daily.mean() / (daily.std(ddof=1) / np.sqrt(independent)))


def _hours(mean: FloatArray, z: FloatArray, least: float) -> list[HotHours]:
    tests = int((~np.isnan(mean)).sum())
    hot = (z > _threshold(tests)) & (np.expm1(np.nan_to_num(mean)) >= least)
    found = [
        _merged(row, hot[row], mean[row], z[row]) for row in range(len(mean)) if hot[row].any()
    ]
    return sorted(found, key=lambda one: -one.z)


def _merged(row: int, hot: BoolArray, mean: FloatArray, z: FloatArray) -> HotHours:
    weekdays, hours = np.nonzero(hot)
    return HotHours(
        series=row,
        weekdays=tuple(sorted({int(one) for one in weekdays})),
        hours=tuple(sorted({int(one) for one in hours})),
        excess=float(np.expm1(mean[hot].mean())),
        z=float(z[hot].max()),
    )


def hours_words(hours: Sequence[int]) -> str:
    """Hours of the day in ranges; a range over midnight stays one.

    >>> hours_words([22, 23, 0, 1]), hours_words([6, 7, 18])
    ('22—2 时', '6—8 时、18—19 时')
    """
    held = sorted(set(hours))
    if len(held) == 24:
        return "全天"
    starts = [one for one in held if (one - 1) % 24 not in held]
    return "、".join(f"{start}—{_end(start, held)} 时" for start in starts)


def _end(start: int, held: Sequence[int]) -> int:
    end = start
    while end % 24 in held:
        end += 1
    return end % 24 if end > 24 else end


def weekdays_words(weekdays: Sequence[int]) -> str:
    """Weekdays in short.

    >>> weekdays_words([4, 5, 6]), weekdays_words(range(7))
    ('周五、周六、周日', '每天')
    """
    if len(set(weekdays)) == 7:
        return "每天"
    return "、".join(f"周{'一二三四五六日'[one]}" for one in sorted(set(weekdays)))
