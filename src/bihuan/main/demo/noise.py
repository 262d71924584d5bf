"""Chance that can be asked for any instant: hashed noise instead of a running generator.

A running generator must start at the beginning; a hash of (seed, series, instant) gives the
same number for the same instant whoever asks, so history and live values join without a seam.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Whole = NDArray[np.int64]
Real = NDArray[np.float64]

_STEP: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_LOW: Final = np.uint64(0xFFFF)


def _mixed(words: Words) -> Words:
    """The finaliser of splitmix64."""
    words = (words ^ (words >> np.uint64(30))) * _FIRST
    words = (words ^ (words >> np.uint64(27))) * _SECOND
    return words ^ (words >> np.uint64(31))


def hashed(seed: int, *keys: Whole | int) -> Words:
    """Well-mixed 64-bit words of whole-number keys, which broadcast together.

    >>> hashed(1, np.arange(3)).tolist() == hashed(1, np.arange(3)).tolist()
    True
    >>> len(set(hashed(1, np.arange(1000)).tolist()))
    1000
    """
    with np.errstate(over="ignore"):
        words = _mixed(np.asarray(seed, dtype=np.int64).astype(np.uint64) + _STEP)
        for key in keys:
            words = _mixed(words + np.asarray(key, dtype=np.int64).astype(np.uint64) * _STEP)
    return words


def uniform(seed: int, *keys: Whole | int) -> Real:
    """Numbers in [0, 1), one for each key.

    >>> bool(0.49 < uniform(7, np.arange(20000)).mean() < 0.51)
    True
    """
    return (hashed(seed, *keys) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def normal(seed: int, *keys: Whole | int) -> Real:
    """Nearly normal numbers (mean 0, variance 1, never beyond 3.5): the sum of four uniforms.

    >>> sample = normal(7, np.arange(20000))
    >>> bool(abs(sample.mean()) < 0.02), bool(abs(sample.var() - 1) < 0.03)
    (True, True)
    """
    words = hashed(seed, *keys)
    total = np.zeros(words.shape, dtype=np.float64)
    for shift in (0, 16, 32, 48):
        total += ((words >> np.uint64(shift)) & _LOW).astype(np.float64)
    centred: Real = (total / 65536.0 - 2.0) * np.sqrt(3.0)
    return centred


def smooth(seed: int, series: Whole, times: Whole, *, scale: int) -> Real:
    """Noise of variance 1 that changes over about `scale` steps of time, one row a series.

    Args:
        series: keys of the rows, shape (n,).
        times: instants in whole steps, rising, shape (t,).
        scale: steps between two independent numbers.

    Returns:
        shape (n, t)

    >>> whole = smooth(3, np.array([5]), np.arange(100), scale=24)
    >>> part = smooth(3, np.array([5]), np.arange(40, 60), scale=24)
    >>> bool((whole[:, 40:60] == part).all())
    True
    """
    knots = times // scale
    first = int(knots[0])
    lattice = normal(seed, series[:, None], np.arange(first, int(knots[-1]) + 2)[None, :], scale)
    left = knots - first
    share = (times - knots * scale) / scale
    share = share * share * (3.0 - 2.0 * share)
    blended = lattice[:, left] * (1.0 - share) + lattice[:, left + 1] * share
    return blended / np.sqrt((1.0 - share) ** 2 + share**2)
