"""Did an order change anything (指令效果)? A station against matched controls, weather off.

The controls carry what the region and the weather do to everybody; what is left of the station's
log ratio to them is fitted to hour of the day and wind over the weeks before. The effect is the
mean of the rest after the order minus the mean before it. How far two such means differ when
nothing was ordered is read from the weeks before, window by window, so that hours that resemble
each other do not count as independent. When the interval holds zero the answer is "cannot tell".
"""

from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np

from bihuan.air.analysis.relation import ranks
from bihuan.regulations.rounding import FloatArray

CONTROLS = 10
LEAST_CONTROLS = 3
LEAST_MATCH = 0.4
"""Rank correlation with the station under which a neighbour is no control. [P]"""

TRAINING_HOURS = 24 * 56
LEAST_TRAINING = 24 * 14
LEAST_SHARE = 0.7
INTERVAL = 0.90
CERTAIN = 0.98
"""Probability that must be reached before an effect is claimed at all."""

FLOOR = 0.5
"""Added before the logarithm, so that clean hours do not shout. [unit of the values]"""


class Answer(StrEnum):
    """What can be said of an order's effect (效果判断)."""

    LOWER = "lower"
    HIGHER = "higher"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Effect:
    """The estimated effect of an order on a station (措施效果).

    Attributes:
        share: change of the concentration, -0.2 for a fifth lower; NaN where it cannot be told.
        low, high: limits of the 90 % interval.
        controls: rows of the matched stations, the best first.
        expected: what the station would have measured without the order. shape (after,)
        because: why nothing can be said; empty where something can.
    """

    answer: Answer
    share: float
    low: float
    high: float
    controls: tuple[int, ...]
    expected: FloatArray
    because: str = ""


def order_effect(
    values: FloatArray, row: int, at: int, *, after: int, wind: FloatArray, before: int = 48
) -> Effect:
    """Change of one station's concentration after an order.

    Args:
        values: hours of stations of one kind. shape (stations, time)
        row: the station.
        at: position of the order's hour; training lies before it.
        after, before: hours that are compared.
        wind: eastward and northward wind, NaN where unknown. [m/s], shape (2, time)
    """
    end = min(at + after, values.shape[1])
    first = max(0, at - before - TRAINING_HOURS)
    controls = matched(values[:, first:at], row)
    if len(controls) < LEAST_CONTROLS:
        return _unknown("可比站点不足 3 个，无法区分区域变化", controls)
    level = np.log(np.maximum(values, 0) + FLOOR)
    outside = _row_mean(level[list(controls)])
    ratio = level[row] - outside
    trained = slice(first, at - before)
    if _known(ratio[trained]) < LEAST_TRAINING:
        return _unknown("指令前有效数据不足 14 天", controls)
    if min(_share(ratio[at:end]), _share(ratio[at - before : at])) < LEAST_SHARE or end <= at:
        return _unknown("指令前后有效小时不足七成", controls)
    usual = _usual(ratio, wind, trained)
    rest = ratio - usual
    spread = _placebo(rest[first:at], before=before, after=end - at)
    if len(spread) < LEAST_TRAINING // 2:
        return _unknown("指令前可作比对的时段不足", controls)
    mean_before = float(np.nanmean(rest[at - before : at]))
    expected = np.exp(outside[at:end] + usual[at:end] + mean_before) - FLOOR
    size = float(np.nanmean(rest[at:end])) - mean_before
    return _judged(size, spread, before + end - at, controls, expected)


def _judged(
    size: float, spread: FloatArray, window: int, controls: tuple[int, ...], expected: FloatArray
) -> Effect:
    """The change with its interval; windows overlap and the fit takes some, so few count."""
    deviation = float(np.sqrt((spread**2).mean()))
    independent = len(spread) / (2 * window)
    answer = _answer(size, deviation * _quantile(CERTAIN, independent))
    half = deviation * _quantile(INTERVAL, independent)
    return Effect(
        answer=answer,
        share=float(np.expm1(size)),
        low=float(np.expm1(size - half)),
        high=float(np.expm1(size + half)),
        controls=controls,
        expected=expected,
        because="变化没有超出平常波动" if answer is Answer.UNKNOWN else "",
    )


def _quantile(probability: float, independent: float) -> float:
    """Two-sided quantile of Student's t by Hill's expansion; windows are few.

    >>> round(_quantile(0.90, 11), 2)
    1.81
    """
    z = NormalDist().inv_cdf((1 + probability) / 2)
    n = max(independent - 1, 2.0)
    return z + (z**3 + z) / (4 * n) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)


def matched(values: FloatArray, row: int) -> tuple[int, ...]:
    """Stations whose hours rise and fall with this one's, the best first (匹配对照站)."""
    found = []
    for other in range(len(values)):
        both = ~np.isnan(values[other]) & ~np.isnan(values[row])
        if other == row or both.sum() < LEAST_TRAINING:
            continue
        a, b = ranks(values[row, both]), ranks(values[other, both])
        match = float(np.corrcoef(a, b)[0, 1]) if a.std() and b.std() else 0.0
        if match >= LEAST_MATCH:
            found.append((match, other))
    return tuple(other for _, other in sorted(found, reverse=True)[:CONTROLS])


def _unknown(because: str, controls: tuple[int, ...]) -> Effect:
    nothing = float("nan")
    return Effect(Answer.UNKNOWN, nothing, nothing, nothing, controls, np.empty(0), because)


def _answer(size: float, least: float) -> Answer:
    if abs(size) <= least:
        return Answer.UNKNOWN
    return Answer.LOWER if size < 0 else Answer.HIGHER


def _known(values: FloatArray) -> int:
    return int((~np.isnan(values)).sum())


def _share(values: FloatArray) -> float:
    return _known(values) / max(len(values), 1)


def _row_mean(values: FloatArray) -> FloatArray:
    """Mean over the controls; NaN where fewer than half of them measure."""
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    return np.where(2 * count >= len(values), total / np.maximum(count, 1), np.nan)


def _usual(ratio: FloatArray, wind: FloatArray, trained: slice) -> FloatArray:
    """The ratio as hour of the day and wind explain it, fitted before the order (气象归一)."""
    design = _design(len(ratio), wind)
    known = ~np.isnan(ratio[trained])
    fit, *_ = np.linalg.lstsq(design[trained][known], ratio[trained][known], rcond=None)
    return np.asarray(design @ fit, dtype=np.float64)


def _design(count: int, wind: FloatArray) -> FloatArray:
    hour = 2 * np.pi * np.arange(count) / 24
    known = ~np.isnan(wind).any(axis=0)
    east, north = (np.where(known, one, 0.0) for one in wind)
    columns = [np.ones(count), np.sin(hour), np.cos(hour), np.sin(2 * hour), np.cos(2 * hour)]
    return np.column_stack([*columns, known * 1.0, east, north, np.hypot(east, north)])


def _placebo(rest: FloatArray, *, before: int, after: int) -> FloatArray:
    """What the same comparison gives at each earlier hour, when nothing was ordered."""
    ahead, behind = _window_means(rest, after), _window_means(rest, before)
    last = len(rest) - after
    found = ahead[before : last + 1] - behind[: max(0, last + 1 - before)]
    return found[~np.isnan(found)]


def _window_means(values: FloatArray, length: int) -> FloatArray:
    """Mean of each window of that length by its first hour; NaN with too few values."""
    known = ~np.isnan(values)
    total = np.concatenate([[0.0], np.cumsum(np.where(known, values, 0.0))])
    count = np.concatenate([[0], np.cumsum(known)])
    sums, counts = total[length:] - total[:-length], count[length:] - count[:-length]
    enough = counts >= LEAST_SHARE * length
    return np.where(enough, sums / np.maximum(counts, 1), np.nan)
