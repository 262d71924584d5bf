"""Peaks of a drive (走航峰值): readings far above their moving baseline, with their place.

The baseline is the tenth percentile of a moving window, so the car's own slow change of
surroundings is no peak; what counts is the excess over it, weighted along the path.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from bihuan.air.rule_book import SHIPPED, Numbers
from bihuan.air.series.drive_table import DriveTable, metres
from bihuan.regulations.rounding import FloatArray
from bihuan.rules.spell import spells

SAME_PLACE_M = 200.0
ANOTHER_PASS_S = 600.0
SLOW_KM_H = 5.0


@dataclass(frozen=True, slots=True)
class Peak:
    """One spell of raised readings (峰值).

    Attributes:
        begin, end: positions [begin, end) of the readings.
        start_ms, end_ms: times of the first and last reading. [ms]
        longitude, latitude: centre weighted by excess; NaN without a position. [degrees]
        highest: largest value; `base` the baseline there. [unit of the item]
        score: excess times path, summed. [unit · m]
        is_slow: the car stood or crept, so its own exhaust may be in it.
        passes: how often this place stood out in the drive.
    """

    begin: int
    end: int
    start_ms: int
    end_ms: int
    longitude: float
    latitude: float
    highest: float
    base: float
    score: float
    is_slow: bool
    passes: int = 1


def baseline(values: FloatArray, step_s: float, minutes: float) -> FloatArray:
    """Tenth percentile of a moving window around each reading (本底). shape (n,)

    >>> baseline(np.array([1.0, 9.0, 1.0, 1.0, 1.0]), 60.0, 3)[1].item()
    1.0
    """
    window = max(3, round(60 * minutes / max(step_s, 0.1)))
    column = pl.Series(values).fill_nan(None)
    found = column.rolling_quantile(
        0.1, interpolation="lower", window_size=window, min_samples=1, center=True
    )
    return np.asarray(found.fill_null(np.nan).to_numpy(), dtype=np.float64)


def spread(values: FloatArray) -> float:
    """Robust spread of the clean half of the readings: 1.4826 times their MAD (离散程度)."""
    known = values[~np.isnan(values)]
    if not len(known):
        return float("nan")
    clean = known[known <= np.median(known)]
    return float(1.4826 * np.median(np.abs(clean - np.median(clean))))


def peaks(drive: DriveTable, item: str, numbers: Numbers = SHIPPED) -> list[Peak]:
    """The peaks of one item, the largest score first."""
    values = drive.values[item]
    step_s = float(np.median(np.diff(drive.at))) / 1000
    base = baseline(values, step_s, numbers["drive_window"])
    least = np.maximum(numbers["drive_spread"] * spread(values), numbers["drive_share"] * base)
    with np.errstate(invalid="ignore"):
        high = values > base + least
    found = spells(
        high[None, :],
        least=int(numbers["drive_records"]),
        bridge=round(numbers["drive_gap"] / max(step_s, 0.1)),
    )
    made = [
        _peak(drive, values - base, base, item, begin, end)
        for begin, end in zip(found.begin.tolist(), found.end.tolist(), strict=True)
    ]
    return sorted((_with_passes(one, made) for one in made), key=lambda one: -one.score)


def _peak(
    drive: DriveTable, excess: FloatArray, base: FloatArray, item: str, begin: int, end: int
) -> Peak:
    cut = slice(begin, end)
    east, north, weight = drive.longitude[cut], drive.latitude[cut], excess[cut]
    known = ~np.isnan(east) & (weight > 0)
    total = weight[known].sum()
    at = begin + int(np.nanargmax(drive.values[item][cut]))
    seconds = max((int(drive.at[end - 1]) - int(drive.at[begin])) / 1000, 1.0)
    path = float(np.nansum(drive.step_m[cut]))
    return Peak(
        begin=begin,
        end=end,
        start_ms=int(drive.at[begin]),
        end_ms=int(drive.at[end - 1]),
        longitude=float((east[known] * weight[known]).sum() / total) if total else float("nan"),
        latitude=float((north[known] * weight[known]).sum() / total) if total else float("nan"),
        highest=float(drive.values[item][at]),
        base=float(base[at]),
        score=float(np.nansum(np.maximum(weight, 0) * np.maximum(drive.step_m[cut], 1.0))),
        is_slow=3.6 * path / seconds < SLOW_KM_H,
    )


def _with_passes(one: Peak, every: list[Peak]) -> Peak:
    """How often the place stood out at different times of the drive."""
    return replace(one, passes=sum(1 for other in every if _again(one, other)) + 1)


def _again(one: Peak, other: Peak) -> bool:
    if abs(one.start_ms - other.start_ms) < 1000 * ANOTHER_PASS_S:
        return False
    far = metres(one.longitude, one.latitude, other.longitude, other.latitude)
    return far <= SAME_PLACE_M
