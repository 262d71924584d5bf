"""Fault or pollution (故障还是污染): neighbours, physics and dust decide together.

Order: dust over the network; most neighbours raised as well; another pollutant of the same place
raised too, as smoke does; what is left is the instrument.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bihuan.air.quality.finding import Cause
from bihuan.air.quality.network import NetworkHours
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.rules.panel import BoolArray

PARTICLES = (Pollutant.PM10, Pollutant.PM25)
NEIGHBOURS_RAISED = 0.6
ALSO_RAISED = 0.22
"""Log excess over its usual ratio with which another pollutant confirms a plume. [P]"""

DUST_LEVEL = 150.0
"""PM10 of the network from which dust may begin. [µg/m³] 环办监测〔2016〕120号，待确认"""

DUST_TIMES = 2.0
DUST_SHARE = 0.5
DUST_BACK = 1.1


@dataclass(frozen=True)
class Judge:
    """Says of a spell what it most likely is.

    Attributes:
        network: all values.
    """

    network: NetworkHours

    @cached_property
    def dust(self) -> BoolArray:
        """Hours of dust over the network (疑似沙尘时段). shape (time,)"""
        return dust_hours(self.network)

    @cached_property
    def together(self) -> dict[Pollutant, BoolArray]:
        """Where most neighbours are raised with a series. shape (series, time)"""
        return {item: self._together(item) for item in self.network.values}

    def cause(self, item: Pollutant, row: int, begin: int, end: int) -> Cause:
        """The most likely cause of a spell of raised or odd values."""
        if item in PARTICLES and self.dust[begin:end].mean() >= 0.5:
            return Cause.DUST
        if self.together[item][row, begin:end].mean() >= 0.5:
            return Cause.REGIONAL
        if self._confirmed(item, row, begin, end):
            return Cause.POLLUTION
        return Cause.FAULT

    def _together(self, item: Pollutant) -> BoolArray:
        raised = self.network.raised[item]
        known = ~np.isnan(self.network.values[item])
        padded = np.vstack([raised & known, np.zeros((1, raised.shape[1]), dtype=bool)])
        held = np.vstack([known, np.zeros((1, known.shape[1]), dtype=bool)])
        up = sum(padded[self.network.neighbours[:, k]].astype(int) for k in range(8))
        count = sum(held[self.network.neighbours[:, k]].astype(int) for k in range(8))
        enough = np.asarray(count) >= 3
        return np.asarray(enough & (np.asarray(up) >= NEIGHBOURS_RAISED * np.asarray(count)))

    def _confirmed(self, item: Pollutant, row: int, begin: int, end: int) -> bool:
        """Whether the spell is raised and another pollutant of the place is raised with it."""
        mine = self.network.relative[item][row, begin:end]
        if not np.nanmean(mine) > 0 if (~np.isnan(mine)).any() else True:
            return False
        others = [
            self.network.relative[other][row, begin:end]
            for other in self.network.values
            if other not in {item, Pollutant.O3}
        ]
        return any(_mean(one) > ALSO_RAISED for one in others)


def _mean(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else 0.0


def dust_hours(network: NetworkHours) -> BoolArray:
    """Hours from the network's sudden PM10 until it is back; a suggestion, never a deduction.

    Begins when PM10 is twice its mean of the six hours before and above 150, or the share of
    PM2.5 in such PM10 falls to half of what it was; ends when PM10 is within 10 % of before.

    Source: 环办监测〔2016〕120号 as it is remembered, 待确认.
    """
    coarse, fine = network.median[Pollutant.PM10], network.median[Pollutant.PM25]
    six = 6 * max(1, network.steps_a_day // 24)
    found = np.zeros(len(coarse), dtype=np.bool_)
    before: float | None = None
    with np.errstate(invalid="ignore", divide="ignore"):
        share = fine / coarse
    for at in range(six, len(coarse)):
        if before is None:
            past, ratio = coarse[at - six : at], share[at - six : at]
            if not np.isnan(past).all() and _begins(coarse[at], share[at], past, ratio):
                before = float(np.nanmean(past))
        elif coarse[at] <= max(DUST_BACK * before, 0.5 * DUST_LEVEL):
            before = None
        found[at] = before is not None
    return found


def _begins(
    coarse: float,
    share: float,
    past: np.ndarray[tuple[int], np.dtype[np.float64]],
    ratio: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> bool:
    if not coarse > DUST_LEVEL:
        return False
    doubled = coarse >= DUST_TIMES * float(np.nanmean(past))
    return share < 0.6 and (doubled or share <= DUST_SHARE * float(np.nanmean(ratio)))
