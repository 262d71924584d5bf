"""Rules over a network: a series against its neighbours, and two factors of one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from bihuan.rules.panel import BoolArray, FloatArray, Panel
from bihuan.rules.verdict import Card, Hits, number, span

NeighbourTable = npt.NDArray[np.int64]
"""Row numbers of each series' neighbours, -1 where there are fewer. shape (series, k)"""

NOT_ENOUGH = 3
"""Fewer neighbours with a value than this say nothing."""


def nearest(
    longitude: Sequence[float], latitude: Sequence[float], *, count: int, within_km: float
) -> NeighbourTable:
    """The nearest other places of each place, near first.

    Args:
        longitude, latitude: WGS-84 or CGCS2000. [degrees], shape (series,)
        count: how many at most.
        within_km: farther ones are left out. [km]

    >>> nearest([113.0, 113.01, 114.0], [34.7, 34.7, 34.7], count=2, within_km=5).tolist()
    [[1, -1], [0, -1], [-1, -1]]
    """
    x = np.radians(np.asarray(longitude)) * np.cos(np.radians(np.mean(latitude)))
    y = np.radians(np.asarray(latitude))
    distance = 6371.0 * np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    np.fill_diagonal(distance, np.inf)
    order = np.argsort(distance, axis=1, kind="stable")[:, :count]
    near = np.take_along_axis(distance, order, axis=1) <= within_km
    table = np.where(near, order, -1)
    missing = max(0, count - table.shape[1])
    return np.pad(table, ((0, 0), (0, missing)), constant_values=-1).astype(np.int64)


def neighbour_medians(values: FloatArray, table: NeighbourTable) -> tuple[FloatArray, FloatArray]:
    """Median and robust spread (1.4826 x MAD) of each place's neighbours, period by period.

    NaN where fewer than three neighbours have a value. shape (series, time) both
    """
    padded = np.vstack([values, np.full((1, values.shape[1]), np.nan)])
    median = np.empty(values.shape)
    spread = np.empty(values.shape)
    for row, neighbours in enumerate(table):
        group = padded[neighbours]
        middle = _median(group)
        median[row] = middle
        spread[row] = 1.4826 * _median(np.abs(group - middle))
    return median, spread


def _median(group: FloatArray) -> FloatArray:
    """Median over the first axis without NaN; NaN where fewer than three remain."""
    ordered = np.sort(group, axis=0)
    count = (~np.isnan(group)).sum(axis=0)
    place = np.arange(group.shape[1])
    last = np.maximum(count - 1, 0)
    middle = (ordered[last // 2, place] + ordered[(last + 1) // 2, place]) / 2
    return np.where(count >= NOT_ENOUGH, middle, np.nan)


@dataclass(frozen=True, slots=True)
class FarFromNeighbours:
    """A series far from its neighbours while they agree (与邻近站点偏离).

    Args:
        neighbours: who is near whom.
        z: robust distance that counts.
        floor: smallest spread that is believed. [unit of the panel]
        share: the spread is at least this share of the neighbours' median.
        least: shorter spells do not count.
    """

    card: Card
    neighbours: NeighbourTable
    z: float = 3.0
    floor: float = 5.0
    share: float = 0.1
    least: timedelta = timedelta(hours=3)

    def hits(self, panel: Panel) -> Hits:
        """Where the distance from the neighbours' median is too large."""
        median, spread = neighbour_medians(panel.values, self.neighbours)
        scale = np.maximum(np.maximum(spread, self.floor), self.share * np.abs(median))
        distance = np.abs(panel.values - median) / scale
        return Hits(np.asarray(distance > self.z), distance, panel.steps_in(self.least))

    def sentence(self, panel: Panel, row: int, begin: int, end: int, worst: int) -> str:
        """Names the value and the neighbours' median."""
        group = panel.values[self.neighbours[row][self.neighbours[row] >= 0], worst]
        known = group[~np.isnan(group)]
        return (
            f"{panel.factor} {number(panel.values[row, worst])} {panel.unit}，"
            f"邻近 {len(known)} 个站点中位数 {number(float(np.median(known)))} {panel.unit}，"
            f"偏离持续 {span(panel, begin, end)}"
        )


@dataclass(frozen=True, slots=True)
class Inversion:
    """A part larger than its whole (倒挂), such as PM2.5 above PM10.

    Args:
        whole: the panel of the whole, on the clock of the part.
        ratio, margin: the part is larger when it exceeds ratio x whole and whole + margin.
        least: shorter spells do not count.
    """

    card: Card
    whole: Panel
    ratio: float = 1.1
    margin: float = 5.0
    least: timedelta = timedelta(hours=3)

    def hits(self, panel: Panel) -> Hits:
        """Where the part clearly exceeds the whole."""
        excess = panel.values - self.whole.values
        mask = (panel.values > self.ratio * self.whole.values) & (excess > self.margin)
        return Hits(np.asarray(mask), excess, panel.steps_in(self.least))

    def sentence(self, panel: Panel, row: int, begin: int, end: int, worst: int) -> str:
        """Names both values."""
        return (
            f"{panel.factor} {number(panel.values[row, worst])} {panel.unit} 高于"
            f" {self.whole.factor} {number(self.whole.values[row, worst])} {panel.unit}，"
            f"持续 {span(panel, begin, end)}"
        )


def group_moves(
    panel: Panel, neighbours: NeighbourTable, *, least: float, share: float = 0.6
) -> BoolArray:
    """Where most neighbours move the same way as the series (整体变化): an event, not a fault.

    Args:
        panel: values on a regular clock.
        neighbours: who is near whom.
        least: a change that counts as a move. [unit of the panel per period]
        share: of the neighbours with a value.

    Returns:
        True in the period of the move. shape (series, time)
    """
    change = np.diff(panel.values, axis=1, prepend=np.nan)
    moved = np.sign(np.where(np.abs(change) >= least, change, 0.0))
    padded = np.vstack([change, np.full((1, panel.periods), np.nan)])
    found = np.zeros(panel.values.shape, dtype=np.bool_)
    for row, near in enumerate(neighbours):
        theirs = padded[near]
        known = (~np.isnan(theirs)).sum(axis=0)
        along = ((np.sign(theirs) == moved[row]) & (np.abs(theirs) >= least)).sum(axis=0)
        enough = known >= NOT_ENOUGH
        found[row] = enough & (moved[row] != 0) & (along > share * np.maximum(known, 1))
    return found
