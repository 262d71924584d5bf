"""The network behind a window of the watch (判定窗口取数): read once for all rules of a run."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
import polars as pl
from django.utils.timezone import localdate

from bihuan.air.quality.cause import Judge
from bihuan.air.quality.live import HOUR, network_of
from bihuan.air.quality.network import NetworkHours
from bihuan.air.rule_book import book_at
from bihuan.air.series.block import midnight
from bihuan.air.site import Site, all_sites
from bihuan.registry.flag import NORMAL
from bihuan.regulations.air.pollutant import Pollutant, factor_code
from bihuan.telemetry import Kind
from bihuan.watch.window import Source, Window

HISTORY_DAYS: Final = 30
"""What drift and a station's usual ratio need. [days]"""

RECENT_DAYS: Final = 7
"""Windows that begin within so many days of their end share one network. [days]"""


@dataclass(frozen=True)
class Watched:
    """A network with what was worked out of it (判定网络).

    Attributes:
        last: position behind each series' newest value. shape (series,)
    """

    sites: tuple[Site, ...]
    network: NetworkHours
    judge: Judge
    last: list[int] = field(default_factory=list)

    @property
    def hours(self) -> int:
        """Hours of the network's clock."""
        return int(self.network.values[Pollutant.PM25].shape[1])

    def moment(self, position: int) -> datetime:
        """When a period begins. [UTC]"""
        return self.network.start + position * HOUR


_WATCHED: WeakKeyDictionary[Source, dict[tuple[datetime, int], Watched]] = WeakKeyDictionary()


def watched(window: Window) -> Watched | None:
    """The whole network up to the window's end with its history; None without stations."""
    sites = all_sites(window.end)
    if not sites:
        return None
    start, hours = _span(window)
    held = _WATCHED.setdefault(window.source, {})
    if (start, hours) not in held:
        held[start, hours] = _read(window.source, sites, start, hours)
    return held[start, hours]


def _span(window: Window) -> tuple[datetime, int]:
    near = midnight(localdate(window.end)) - timedelta(days=RECENT_DAYS)
    begin = min(near, midnight(localdate(window.start))) - timedelta(days=HISTORY_DAYS)
    return begin, int((window.end - begin) // HOUR)


def _read(source: Source, sites: tuple[Site, ...], start: datetime, hours: int) -> Watched:
    points = sorted(site.point for site in sites)
    end = start + hours * HOUR
    rows = source.values(Kind.HOUR, start, end, points).filter(pl.col("flag").is_in(sorted(NORMAL)))
    newest = rows["start"].max()
    if isinstance(newest, datetime):  # what has not come anywhere is not missing yet
        hours = min(hours, int((newest - start) / HOUR) + 1)
    places = {site.point: site.row for site in sites}
    network = network_of(
        sites, start, {item: _array(rows, item, places, start, hours) for item in Pollutant}
    )
    numbers = book_at(start + hours * HOUR).numbers
    return Watched(sites, network, Judge(network, numbers), _last(network))


def _array(
    rows: pl.DataFrame, item: Pollutant, places: dict[int, int], start: datetime, hours: int
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    mine = rows.filter(pl.col("factor") == factor_code(item))
    array = np.full((len(places), hours), np.nan)
    at = (mine["start"].dt.epoch("ms").to_numpy() - round(start.timestamp() * 1000)) // 3_600_000
    row = mine["point"].replace_strict(places, return_dtype=pl.Int64).to_numpy()
    array[row, at] = mine["value"].to_numpy()
    return array


def _last(network: NetworkHours) -> list[int]:
    known = np.logical_or.reduce([~np.isnan(one) for one in network.values.values()])
    return [int(np.flatnonzero(row)[-1]) + 1 if row.any() else 0 for row in known]
