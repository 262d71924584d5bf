"""Local sources by evidence (突出污染源): wind sector, concentration, distance, orders.

A station's excess over the median of its kind leaves regional haze out; a source is suspected
where the excess rises while the wind blows from it, the more the nearer it lies, and the more
often it was ordered to mend something in the same days.
"""

from dataclasses import dataclass

import numpy as np

from bihuan.air.analysis.wind import SECTOR_NAMES, sectors
from bihuan.air.judge.span import DaySpan
from bihuan.air.reporting.hours import county_hours
from bihuan.air.reporting.look import Look
from bihuan.air.reporting.query.work import within
from bihuan.air.rule_book import SHIPPED, Numbers
from bihuan.air.site import Site
from bihuan.cases.models import Case
from bihuan.registry.models import LocalSource, SourceState
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.rounding import FloatArray


@dataclass(frozen=True, slots=True)
class Suspect:
    """A source with what speaks for it.

    Attributes:
        excess: mean rise at the station while the wind blew from the source. [µg/m³; mg/m³ CO]
        hours: hours with that wind.
        orders: cases about its enterprise in the days.
        score: excess over distance, raised by orders.
    """

    source: LocalSource
    site: Site
    sector: str
    distance_km: float
    excess: float
    hours: int
    orders: int
    score: float


def suspects(seen: Look, span: DaySpan, item: Pollutant) -> list[Suspect]:
    """Sources by score, the likeliest first; empty where wind or stations are missing."""
    found: list[Suspect] = seen.once(
        f"suspects.{span.words}.{item}", lambda: _suspects(seen, span, item)
    )
    return found


def _suspects(seen: Look, span: DaySpan, item: Pollutant) -> list[Suspect]:
    hours, numbers = county_hours(seen, span), seen.book(span).numbers
    sites = [one for one in seen.townships if one.longitude is not None]
    if hours is None or hours.mast is None or len(sites) < numbers["suspect_stations"]:
        return []
    values = seen.values.hours(span)[item][[one.row for one in sites]]
    rise, count = sector_rise(values, hours.weather["wind_direction"], numbers)
    rows = LocalSource.objects.filter(
        district__code__startswith=seen.district,
        state=SourceState.ACTIVE,
        longitude__isnull=False,
        latitude__isnull=False,
    )
    sources = list(rows.select_related("kind", "district"))
    orders = _orders(seen, span, sources)
    made = [_of(source, sites, (rise, count), orders, numbers) for source in sources]
    return sorted((one for one in made if one is not None), key=lambda one: -one.score)


def sector_rise(
    values: FloatArray, direction: FloatArray, numbers: Numbers = SHIPPED
) -> tuple[FloatArray, FloatArray]:
    """Rise of each station's excess while the wind blows from each sector and its neighbours.

    Args:
        values: hours of stations of one kind. shape (stations, time)
        direction: of the wind. [degrees], shape (time,)
        numbers: of the rules.

    Returns:
        rise, and the hours behind it; NaN under `suspect_hours`. shape (stations, 16)

    >>> wind = np.array([0.0] * 8 + [180.0] * 8)
    >>> lifted = np.array([[30.0] * 8 + [10.0] * 8, [10.0] * 16, [10.0] * 16])
    >>> sector_rise(lifted, wind)[0][0, 0].item()
    20.0
    """
    held = ~np.isnan(values).all(axis=0)
    excess = np.full(values.shape, np.nan)
    excess[:, held] = values[:, held] - np.nanmedian(values[:, held], axis=0)
    place, least = sectors(direction), numbers["suspect_hours"]
    rise = np.full((len(values), 16), np.nan)
    count = np.zeros((len(values), 16))
    for sector in range(16):
        inside = np.isin(place, [(sector - 1) % 16, sector, (sector + 1) % 16])
        outside = (place >= 0) & ~inside
        known = ~np.isnan(excess)
        count[:, sector] = (known & inside).sum(axis=1)
        enough = (count[:, sector] >= least) & ((known & outside).sum(axis=1) >= least)
        change = _mean(excess, inside) - _mean(excess, outside)
        rise[enough, sector] = change[enough]
    return rise, count


def _mean(values: FloatArray, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> FloatArray:
    part = values[:, chosen]
    known = ~np.isnan(part)
    total = np.where(known, part, 0.0).sum(axis=1)
    return np.asarray(total / np.maximum(known.sum(axis=1), 1), dtype=np.float64)


def _orders(seen: Look, span: DaySpan, sources: list[LocalSource]) -> dict[int, int]:
    firms = {one.enterprise_id for one in sources if one.enterprise_id is not None}
    rows = Case.objects.filter(within("raised_at", span), enterprise_id__in=firms)
    counted: dict[int, int] = {}
    for firm in rows.values_list("enterprise_id", flat=True):
        if firm is not None:
            counted[firm] = counted.get(firm, 0) + 1
    return counted


def _of(
    source: LocalSource,
    sites: list[Site],
    felt_by: tuple[FloatArray, FloatArray],
    orders: dict[int, int],
    numbers: Numbers,
) -> Suspect | None:
    """The station that speaks loudest for a source; None where none does.

    Args:
        felt_by: rise and its hours, as `sector_rise` gives them.
    """
    rise, count = felt_by
    x = np.array([one.longitude or 0.0 for one in sites])
    y = np.array([one.latitude or 0.0 for one in sites])
    east = ((source.longitude or 0.0) - x) * 111.3 * np.cos(np.radians(y))
    north = ((source.latitude or 0.0) - y) * 111.3
    distance = np.hypot(east, north)
    sector = sectors(np.degrees(np.arctan2(east, north)) % 360)
    felt = rise[np.arange(len(sites)), sector]
    known = orders.get(source.enterprise_id or 0, 0)
    score = np.where(distance <= numbers["suspect_km"], felt / (1.0 + distance), np.nan)
    if np.isnan(score).all() or np.nanmax(score) <= 0:
        return None
    best = int(np.nanargmax(score))
    return Suspect(
        source=source,
        site=sites[best],
        sector=SECTOR_NAMES[int(sector[best])],
        distance_km=float(distance[best]),
        excess=float(felt[best]),
        hours=int(count[best, sector[best]]),
        orders=known,
        score=float(score[best]) * (1.0 + numbers["suspect_order"] * known),
    )
