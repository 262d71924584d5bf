"""Percentile of daily values (百分位数) as HJ 663 defines it."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from bihuan.regulations.rounding import FloatArray


def percentile(values: Sequence[Fraction], share: Fraction) -> Fraction:
    """Value below which the share of the days lies, linear between ranks.

    k = 1 + (n - 1) * p, s = floor(k), m = X(s) + (X(s+1) - X(s)) * (k - s).

    Args:
        values: valid daily values in any order, one or more.
        share: p in 0..1, such as 9/10.

    Raises:
        ValueError: no value.

    Source: HJ 663 annex; formula as operating platforms use it. 待确认

    >>> percentile([Fraction(n) for n in range(1, 11)], Fraction(9, 10))
    Fraction(91, 10)
    """
    if not values:
        raise ValueError("a percentile needs one value or more")
    ordered = sorted(values)
    rank = (len(ordered) - 1) * share
    lower = rank.numerator // rank.denominator
    upper = min(lower + 1, len(ordered) - 1)
    return ordered[lower] + (ordered[upper] - ordered[lower]) * (rank - lower)


def percentile_columns(values: FloatArray, share: Fraction) -> FloatArray:
    """The same along the last axis, NaN left out; all NaN gives NaN.

    Args:
        values: shape (..., days)
        share: p in 0..1.

    >>> percentile_columns(np.arange(1.0, 11.0), Fraction(9, 10)).item()
    9.1
    """
    ordered = np.sort(values, axis=-1)
    count = (~np.isnan(values)).sum(axis=-1)
    last = np.maximum(count - 1, 0)
    rank_numerator = last * share.numerator
    lower = rank_numerator // share.denominator
    part = (rank_numerator - lower * share.denominator) / share.denominator
    upper = np.minimum(lower + 1, last)
    low = np.take_along_axis(ordered, lower[..., None], axis=-1)[..., 0]
    high = np.take_along_axis(ordered, upper[..., None], axis=-1)[..., 0]
    return np.asarray(low + (high - low) * part)
