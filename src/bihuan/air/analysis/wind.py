"""Wind (风): vector mean, roses, and what arrives from where."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bihuan.regulations.rounding import FloatArray

CALM = 0.5
"""Slower wind has no direction (静风). [m/s] 待确认"""

SPEED_STEPS = (0.5, 1.5, 3.0, 5.0, 8.0)
"""Lower ends of the speed classes. [m/s]"""

SECTOR_NAMES = (
    "北", "北东北", "东北", "东东北", "东", "东东南", "东南", "南东南",
    "南", "南西南", "西南", "西西南", "西", "西西北", "西北", "北西北",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeanWind:
    """Vector mean of winds (矢量平均风).

    Attributes:
        direction: from where it blows; NaN when the vectors cancel. [degrees]
        speed: length of the mean vector. [m/s]
        steadiness: vector mean over scalar mean, 0..1.
    """

    direction: float
    speed: float
    steadiness: float


def mean_wind(speed: FloatArray, direction: FloatArray) -> MeanWind:
    """Vector mean, so that 350 and 10 degrees give 0, not 180; calm hours count as no wind.

    >>> round(mean_wind(np.array([2.0, 2.0]), np.array([350.0, 10.0])).direction) % 360
    0
    """
    known = ~np.isnan(speed) & (~np.isnan(direction) | (speed < CALM))
    if not known.any():
        return MeanWind(float("nan"), float("nan"), float("nan"))
    length = np.where(speed[known] < CALM, 0.0, speed[known])
    angle = np.radians(np.nan_to_num(direction[known]))
    east, north = (length * np.sin(angle)).mean(), (length * np.cos(angle)).mean()
    size, plain = float(np.hypot(east, north)), float(length.mean())
    if size < 1e-9:
        return MeanWind(float("nan"), 0.0, 0.0)
    towards = float(np.degrees(np.arctan2(east, north)) % 360)
    return MeanWind(towards, size, size / plain if plain else 0.0)


def sectors(direction: FloatArray, count: int = 16) -> npt.NDArray[np.int64]:
    """Sector of each direction, 0 around north, -1 where unknown.

    >>> sectors(np.array([355.0, 11.3, 90.0, np.nan])).tolist()
    [0, 1, 4, -1]
    """
    width = 360.0 / count
    place = np.floor(((np.nan_to_num(direction) + width / 2) % 360) / width).astype(np.int64)
    return np.where(np.isnan(direction), -1, place)


@dataclass(frozen=True, slots=True)
class Rose:
    """A rose (玫瑰图): share of hours by sector and class.

    Attributes:
        share: of all hours with wind, in 0..1. shape (classes, sectors)
        steps: lower ends of the classes.
        calm: share of calm hours.
        count: hours with a known wind.
    """

    share: FloatArray
    steps: tuple[float, ...]
    calm: float
    count: int


def wind_rose(
    speed: FloatArray,
    direction: FloatArray,
    *,
    steps: Sequence[float] = SPEED_STEPS,
    count: int = 16,
) -> Rose:
    """Share of hours by sector and speed (风玫瑰); with the calm ones it adds up to 1.

    >>> rose = wind_rose(np.array([2.0, 2.0, 0.1]), np.array([0.0, 90.0, 0.0]))
    >>> round(float(rose.share.sum() + rose.calm), 9)
    1.0
    """
    return _rose(speed, speed, direction, steps=steps, count=count)


def pollution_rose(
    concentration: FloatArray,
    speed: FloatArray,
    direction: FloatArray,
    *,
    steps: Sequence[float],
    count: int = 16,
) -> Rose:
    """Share of hours by sector and concentration (污染玫瑰), hours without a value left out."""
    known = np.where(np.isnan(concentration), np.nan, speed)
    return _rose(concentration, known, direction, steps=steps, count=count)


def _rose(
    classed: FloatArray,
    speed: FloatArray,
    direction: FloatArray,
    *,
    steps: Sequence[float],
    count: int,
) -> Rose:
    calm = speed < CALM
    known = ~np.isnan(speed) & (~np.isnan(direction) | calm)
    total = int(known.sum())
    share = np.zeros((len(steps), count))
    blowing = known & ~calm
    place = sectors(direction[blowing], count)
    group = np.clip(np.searchsorted(steps, classed[blowing], side="right") - 1, 0, None)
    np.add.at(share, (group, place), 1.0)
    safe = max(total, 1)
    return Rose(share / safe, tuple(steps), float((known & calm).sum()) / safe, total)


@dataclass(frozen=True, slots=True)
class SectorShare:
    """What each sector brings (扇区贡献).

    Attributes:
        frequency: share of the hours. shape (sectors,)
        mean: mean concentration, NaN without an hour. shape (sectors,)
        share: part of the summed concentration; with `calm` it adds up to 1. shape (sectors,)
        probability: share of the sector's hours above the percentile (条件概率, CPF).
        calm: part of the summed concentration in calm hours.
    """

    frequency: FloatArray
    mean: FloatArray
    share: FloatArray
    probability: FloatArray
    calm: float


def sector_shares(
    concentration: FloatArray,
    speed: FloatArray,
    direction: FloatArray,
    *,
    count: int = 16,
    percentile: float = 75.0,
) -> SectorShare:
    """Frequency, mean, contribution and conditional probability of each sector.

    The probability is Ashbaugh's: hours of the sector above the percentile over its hours.

    >>> even = sector_shares(np.array([10.0, 30.0]), np.full(2, 2.0), np.array([0.0, 90.0]))
    >>> even.share[0].item(), even.share[4].item()
    (0.25, 0.75)
    """
    calm = speed < CALM
    known = ~np.isnan(concentration) & ~np.isnan(speed) & (~np.isnan(direction) | calm)
    if not known.any():
        empty = np.full(count, np.nan)
        return SectorShare(np.zeros(count), empty, np.zeros(count), empty, 0.0)
    total, level = concentration[known].sum(), np.percentile(concentration[known], percentile)
    blowing = known & ~calm
    place, values = sectors(direction[blowing], count), concentration[blowing]
    hours = np.bincount(place, minlength=count).astype(np.float64)
    sums = np.bincount(place, weights=values, minlength=count)
    high = np.bincount(place, weights=(values > level).astype(np.float64), minlength=count)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean, probability = sums / hours, high / hours
    safe = total if total else 1.0
    share_calm = float(concentration[known & calm].sum() / safe)
    return SectorShare(hours / known.sum(), mean, sums / safe, probability, share_calm)
