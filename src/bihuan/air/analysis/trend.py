"""Trend (趋势): Theil-Sen slope with confidence, Mann-Kendall test."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from bihuan.regulations.rounding import FloatArray

LEAST_VALUES = 4


@dataclass(frozen=True, slots=True)
class Trend:
    """A monotone trend; NaN where fewer than four values are.

    Attributes:
        slope: median of all pairwise slopes. [unit of y over unit of x]
        low, high: limits of the slope at the confidence asked for.
        intercept: median of y - slope x.
        p: two-sided probability of no trend (Mann-Kendall).
        count: values.
    """

    slope: float
    low: float
    high: float
    intercept: float
    p: float
    count: int

    @property
    def is_significant(self) -> bool:
        """Whether the trend differs from none at the 5 % level."""
        return self.p < 0.05


def theil_sen(x: FloatArray, y: FloatArray, *, confidence: float = 0.95) -> Trend:
    """Theil-Sen estimator with Sen's limits.

    Args:
        x: times in any unit. shape (n,)
        y: NaN left out. shape (n,)

    Source: Sen 1968; the limits are ranks of the sorted slopes around their middle, as in
    ``scipy.stats.theilslopes``.

    >>> flat = theil_sen(np.arange(5.0), np.array([0.0, 1.0, 2.0, 3.0, 9.0]))
    >>> flat.slope, flat.intercept
    (1.0, 0.0)
    """
    known = ~(np.isnan(x) | np.isnan(y))
    a, b = x[known], y[known]
    if len(a) < LEAST_VALUES:
        nothing = float("nan")
        return Trend(nothing, nothing, nothing, nothing, nothing, len(a))
    left, right = np.triu_indices(len(a), k=1)
    apart = a[right] - a[left]
    slopes = np.sort((b[right] - b[left])[apart != 0] / apart[apart != 0])
    slope = float(np.median(slopes))
    low, high = _limits(slopes, b, confidence)
    return Trend(
        slope, low, high, float(np.median(b) - slope * np.median(a)), mann_kendall(b), len(a)
    )


def _limits(slopes: FloatArray, y: FloatArray, confidence: float) -> tuple[float, float]:
    z = NormalDist().inv_cdf((1 - confidence) / 2)
    spread = np.sqrt(kendall_variance(y))
    upper = min(round((len(slopes) - z * spread) / 2), len(slopes) - 1)
    lower = max(round((len(slopes) + z * spread) / 2) - 1, 0)
    return float(slopes[lower]), float(slopes[upper])


def kendall_variance(y: FloatArray) -> float:
    """Variance of Kendall's S with ties.

    >>> kendall_variance(np.arange(10.0))
    125.0
    """
    n = len(y)
    _, ties = np.unique(y, return_counts=True)
    lost = (ties * (ties - 1) * (2 * ties + 5)).sum()
    return float((n * (n - 1) * (2 * n + 5) - lost) / 18)


def mann_kendall(y: FloatArray) -> float:
    """Two-sided probability of no trend, with continuity correction.

    >>> mann_kendall(np.array([5.0, 5.0, 5.0, 5.0]))
    1.0
    """
    left, right = np.triu_indices(len(y), k=1)
    score = float(np.sign(y[right] - y[left]).sum())
    variance = kendall_variance(y)
    if variance <= 0 or score == 0:
        return 1.0
    z = (score - np.sign(score)) / np.sqrt(variance)
    return float(2 * (1 - NormalDist().cdf(abs(z))))
