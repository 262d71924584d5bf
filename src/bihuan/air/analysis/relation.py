"""Two pollutants beside each other (散点, 比值, 相关)."""

from dataclasses import dataclass

import numpy as np

from bihuan.regulations.rounding import FloatArray

LEAST_PAIRS = 3


@dataclass(frozen=True, slots=True)
class Fit:
    """A straight line through pairs (线性拟合); NaN where fewer than three pairs are.

    Attributes:
        slope, intercept: least squares, y over x.
        correlation: Pearson's r.
        rank_correlation: Spearman's.
        count: pairs.
    """

    slope: float
    intercept: float
    correlation: float
    rank_correlation: float
    count: int


def fit(x: FloatArray, y: FloatArray) -> Fit:
    """Line and correlation of the pairs that are complete.

    >>> line = fit(np.array([1.0, 2.0, 3.0]), np.array([3.0, 5.0, 7.0]))
    >>> round(line.slope, 9), round(line.intercept, 9), round(line.correlation, 9)
    (2.0, 1.0, 1.0)
    """
    known = ~(np.isnan(x) | np.isnan(y))
    a, b = x[known], y[known]
    if len(a) < LEAST_PAIRS or a.std() == 0:
        nothing = float("nan")
        return Fit(nothing, nothing, nothing, nothing, len(a))
    slope = float(((a - a.mean()) * (b - b.mean())).sum() / ((a - a.mean()) ** 2).sum())
    return Fit(
        slope=slope,
        intercept=float(b.mean() - slope * a.mean()),
        correlation=_pearson(a, b),
        rank_correlation=_pearson(ranks(a), ranks(b)),
        count=len(a),
    )


def ranks(values: FloatArray) -> FloatArray:
    """Ranks from 1, ties share their mean rank.

    >>> ranks(np.array([10.0, 20.0, 10.0])).tolist()
    [1.5, 3.0, 1.5]
    """
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    middle = last - (count - 1) / 2.0
    return np.asarray(middle[place], dtype=np.float64)


def ratio(x: FloatArray, y: FloatArray, *, least: float = 1.0) -> FloatArray:
    """x over y, NaN where either is missing or y is below `least`.

    >>> ratio(np.array([3.0, 1.0]), np.array([6.0, 0.0]))[0].item()
    0.5
    """
    return np.where(y >= least, x / np.where(y >= least, y, 1.0), np.nan)


def correlations(columns: FloatArray) -> FloatArray:
    """Pearson's r of every pair of columns over their complete pairs. shape (n, n)

    Args:
        columns: shape (n, time)
    """
    count = len(columns)
    found = np.eye(count)
    for left in range(count):
        for right in range(left):
            found[left, right] = found[right, left] = fit(columns[left], columns[right]).correlation
    return found


def _pearson(a: FloatArray, b: FloatArray) -> float:
    scale = a.std() * b.std()
    return float(((a - a.mean()) * (b - b.mean())).mean() / scale) if scale else float("nan")
