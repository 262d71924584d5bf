"""The columns that a figure is made of (取图数据): one station, one span, its nearest wind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bihuan.air.judge.span import DaySpan
from bihuan.air.series.values import Values
from bihuan.air.site import Site
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant, symbol, unit
from bihuan.regulations.rounding import FloatArray


@dataclass(frozen=True)
class Gathered:
    """Hours of one station with the wind beside it.

    Attributes:
        item: the pollutant of the figure; `other` the second one of a scatter plot.
        hours: every pollutant's hours. shape (time,)
        days: daily values of the pollutant. shape (days,)
        wind_site: whose wind it is; None where no station measures wind.
    """

    site: Site
    item: Pollutant
    other: Pollutant
    span: DaySpan
    hours: Mapping[Pollutant, FloatArray]
    days: FloatArray
    speed: FloatArray
    direction: FloatArray
    wind_site: Site | None

    @property
    def values(self) -> FloatArray:
        """The pollutant's hours."""
        return self.hours[self.item]

    @property
    def title(self) -> str:
        """Station, pollutant and days."""
        return f"{self.site.name} {symbol(self.item)} {self.span.words}"

    @property
    def axis(self) -> str:
        """Name of the value axis."""
        return f"{symbol(self.item)}（{unit(self.item)}）"

    @property
    def columns(self) -> FloatArray:
        """The six pollutants' hours, stacked. shape (6, time)"""
        return np.vstack([self.hours[item] for item in PUBLISHED_ORDER])


def gather(
    values: Values, site: Site, span: DaySpan, item: Pollutant, other: Pollutant
) -> Gathered:
    """A station's hours of some days with the wind of the nearest mast (最近气象站)."""
    hours, weather = values.hours(span), values.weather(span)
    mast = nearest_mast(values.sites, site, weather["wind_speed"])
    nothing = np.full(24 * span.days, np.nan)
    return Gathered(
        site=site,
        item=item,
        other=other,
        span=span,
        hours={each: array[site.row] for each, array in hours.items()},
        days=values.days(span)[item][site.row],
        speed=weather["wind_speed"][mast.row] if mast else nothing,
        direction=weather["wind_direction"][mast.row] if mast else nothing,
        wind_site=mast,
    )


def nearest_mast(sites: Sequence[Site], site: Site, speed: FloatArray) -> Site | None:
    """The nearest station with wind in these hours: the station itself where it measures."""
    masts = [one for one in sites if not np.isnan(speed[one.row]).all()]
    return min(masts, key=lambda one: distance_km(one, site), default=None)


def distance_km(one: Site, other: Site) -> float:
    """Distance of two stations; far away where a place is unknown. [km]"""
    if one.row == other.row:
        return 0.0
    places = (one.longitude, one.latitude, other.longitude, other.latitude)
    if any(place is None for place in places):
        return 1e6
    west, south, east, north = (float(place or 0) for place in places)
    east_km = 111.3 * (east - west) * np.cos(np.radians((south + north) / 2))
    return float(np.hypot(east_km, 111.3 * (north - south)))
