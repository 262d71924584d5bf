"""What the rules look at (质控对象): a network's values with its neighbours and usual ratios."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np

from bihuan.regulations.air.pollutant import Pollutant, symbol, unit
from bihuan.regulations.rounding import FloatArray
from bihuan.rules.network import NeighbourTable, nearest
from bihuan.rules.panel import BoolArray, Panel

FLOORS = {
    Pollutant.SO2: 5.0,
    Pollutant.NO2: 8.0,
    Pollutant.CO: 0.2,
    Pollutant.O3: 12.0,
    Pollutant.PM10: 10.0,
    Pollutant.PM25: 8.0,
}
"""Added before the logarithm, so that clean hours do not shout. [unit of the pollutant] [P]"""

NEIGHBOURS, NEAR_KM = 8, 8.0


@dataclass(frozen=True)
class NetworkHours:
    """Values of a network on one regular clock.

    Attributes:
        names: of the series.
        classes: station class of each series.
        values: one array a pollutant, NaN where missing. shape (series, time)
        longitude, latitude: [degrees], shape (series,)
    """

    names: tuple[str, ...]
    classes: tuple[str, ...]
    start: datetime
    step: timedelta
    values: Mapping[Pollutant, FloatArray]
    longitude: FloatArray
    latitude: FloatArray

    def panel(self, item: Pollutant) -> Panel:
        """One pollutant as the ground's rules read it."""
        return Panel(self.names, self.start, self.step, self.values[item], symbol(item), unit(item))

    @property
    def steps_a_day(self) -> int:
        """Periods of a day."""
        return round(timedelta(days=1) / self.step)

    def steps(self, hours: float) -> int:
        """Periods of so many hours, at least one."""
        return max(1, round(timedelta(hours=hours) / self.step))

    @cached_property
    def neighbours(self) -> NeighbourTable:
        """The nearest series of each series, whatever their class."""
        return nearest(
            self.longitude.tolist(), self.latitude.tolist(), count=NEIGHBOURS, within_km=NEAR_KM
        )

    @cached_property
    def relative(self) -> dict[Pollutant, FloatArray]:
        """Log ratio to the network's median without each series' usual offset. (series, time)"""
        return {item: _relative(values, FLOORS[item]) for item, values in self.values.items()}

    @cached_property
    def median(self) -> dict[Pollutant, FloatArray]:
        """The network's median of each period. shape (time,)"""
        return {item: _median(values) for item, values in self.values.items()}

    @cached_property
    def raised(self) -> dict[Pollutant, BoolArray]:
        """Where a value is half above the series' own median of the last three days."""
        return {item: _raised(values, 3 * self.steps_a_day) for item, values in self.values.items()}


def _median(values: FloatArray) -> FloatArray:
    known = ~np.isnan(values).all(axis=0)
    found = np.full(values.shape[1], np.nan)
    found[known] = np.nanmedian(values[:, known], axis=0)
    return found


def _relative(values: FloatArray, floor: float) -> FloatArray:
    middle = _median(values)
    ratio = np.log((np.maximum(values, 0) + floor) / (np.maximum(middle, 0) + floor))
    return np.asarray(ratio - _row_median(ratio)[:, None])


def _row_median(values: FloatArray) -> FloatArray:
    """Median of each row without NaN; 0 for an empty row."""
    ordered = np.sort(values, axis=1)
    count = (~np.isnan(values)).sum(axis=1)
    middle = np.maximum(count - 1, 0)
    rows = np.arange(len(values))
    found = (ordered[rows, middle // 2] + ordered[rows, (middle + 1) // 2]) / 2
    return np.where(count > 0, found, 0.0)


def _raised(values: FloatArray, back: int) -> BoolArray:
    """Against the median of blocks of a day, the three before this one."""
    day = max(1, back // 3)
    days = -(-values.shape[1] // day)
    padded = np.full((values.shape[0], days * day), np.nan)
    padded[:, : values.shape[1]] = values
    daily = np.stack([_row_median(padded[:, n * day : (n + 1) * day]) for n in range(days)], axis=1)
    usual = np.stack(
        [np.median(daily[:, max(0, n - 3) : max(n, 1)], axis=1) for n in range(days)], axis=1
    )
    level = np.repeat(usual, day, axis=1)[:, : values.shape[1]]
    with np.errstate(invalid="ignore"):
        return np.asarray(values > 1.5 * level)
