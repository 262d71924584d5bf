"""Fault or pollution (故障还是污染): neighbours, physics and dust decide together.

Order: dust over the network; most neighbours raised as well; another pollutant of the same place
raised too, as smoke does; what is left is the instrument.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from bihuan.air.quality.finding import Cause
from bihuan.air.quality.network import NetworkHours
from bihuan.air.rule_book import SHIPPED, Numbers
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.rules.panel import BoolArray

PARTICLES = (Pollutant.PM10, Pollutant.PM25)


@dataclass(frozen=True)
class Judge:
    """Says of a spell what it most likely is.

    Attributes:
        network: all values.
        numbers: thresholds in force (研判规则参数).
    """

    network: NetworkHours
    numbers: Numbers = field(default_factory=lambda: SHIPPED)

    @cached_property
    def dust(self) -> BoolArray:
        """Hours of dust over the network (疑似沙尘时段). shape (time,)"""
        return dust_hours(self.network, self.numbers)

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
        wanted = self.numbers["neighbours_raised"] * np.asarray(count)
        return np.asarray(enough & (np.asarray(up) >= wanted))

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
        return any(_mean(one) > self.numbers["others_raised"] for one in others)


def _mean(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else 0.0


def dust_hours(network: NetworkHours, numbers: Numbers = SHIPPED) -> BoolArray:
    """Hours from the network's sudden PM10 until it is back; a suggestion, never a deduction.

    As shipped it begins when PM10 is twice its mean of the six hours before and above 150, or the
    share of PM2.5 in such PM10 falls to half of what it was; it ends when PM10 is within 10 % of
    before.

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
            if not np.isnan(past).all() and _begins(coarse[at], share[at], past, ratio, numbers):
                before = float(np.nanmean(past))
        elif coarse[at] <= max(numbers["dust_back"] * before, 0.5 * numbers["dust_level"]):
            before = None
        found[at] = before is not None
    return found


def _begins(
    coarse: float,
    share: float,
    past: np.ndarray[tuple[int], np.dtype[np.float64]],
    ratio: np.ndarray[tuple[int], np.dtype[np.float64]],
    numbers: Numbers,
) -> bool:
    if not coarse > numbers["dust_level"]:
        return False
    doubled = coarse >= numbers["dust_times"] * float(np.nanmean(past))
    thinned = share <= numbers["dust_share"] * float(np.nanmean(ratio))
    return share < numbers["dust_coarse"] and (doubled or thinned)
