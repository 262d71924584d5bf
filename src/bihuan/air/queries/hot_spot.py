"""Worst places and hours of the network (污染热区与高值时段)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from bihuan.air.analysis.hot_spot import (
    HotHours,
    HotPlace,
    HotSpots,
    hot_spots,
    hours_words,
    weekdays_words,
)
from bihuan.air.judge.span import DaySpan
from bihuan.air.rule_book import RuleBook, book_at
from bihuan.air.series.values import Values
from bihuan.air.site import Site, of_class
from bihuan.registry.models import StationClass
from bihuan.regulations.air.pollutant import Pollutant, symbol


@dataclass(frozen=True, slots=True)
class Spot:
    """One finding with the sentence that says it."""

    site: Site
    excess: float
    z: float
    because: str


@dataclass(frozen=True, slots=True)
class HotSpotScreen:
    """What stands out among the stations of one class."""

    span: DaySpan
    item: Pollutant
    stations: int
    places: tuple[Spot, ...]
    hours: tuple[Spot, ...]
    book: RuleBook

    @property
    def symbol(self) -> str:
        """PM₂.₅"""
        return symbol(self.item)

    @property
    def least_percent(self) -> float:
        """How far above its network a finding is at least. [%]"""
        return 100 * self.book["hot_excess"]

    @property
    def is_unconfirmed(self) -> bool:
        """Whether nobody has confirmed that number (待确认)."""
        return self.book.is_unconfirmed("hot_")


def hot_spot_screen(
    values: Values,
    sites: Sequence[Site],
    station_class: StationClass,
    item: Pollutant,
    *,
    days: int,
    now: datetime,
) -> HotSpotScreen:
    """Places and hours of one class that stand out in the last weeks."""
    mine = of_class(sites, station_class)
    book = book_at(now)
    span, found = _seen(values, mine, item, book, days=days, now=now)
    return HotSpotScreen(
        span=span,
        item=item,
        stations=len(mine),
        places=tuple(_place(mine[one.series], one, item, days) for one in found.places),
        hours=tuple(_hours(mine[one.series], one, item) for one in found.hours),
        book=book,
    )


def hot_hours(
    values: Values, site: Site, item: Pollutant, *, days: int, now: datetime
) -> HotHours | None:
    """The hours in which a station stands out among its class (高值时段); None without any."""
    mine = of_class(values.sites, site.station_class)
    found = _seen(values, mine, item, book_at(now), days=days, now=now)[1]
    return next((one for one in found.hours if mine[one.series].row == site.row), None)


def _seen(
    values: Values,
    sites: Sequence[Site],
    item: Pollutant,
    book: RuleBook,
    *,
    days: int,
    now: datetime,
) -> tuple[DaySpan, HotSpots]:
    """Worked out once for a class, a pollutant and a span."""
    yesterday = localdate(now) - timedelta(days=1)
    span = DaySpan(yesterday - timedelta(days=days - 1), yesterday)
    key = ("hot", span, item, book["hot_excess"], tuple(site.row for site in sites))
    return span, values.once(key, lambda: _found(values, sites, item, span, book))


def _place(site: Site, one: HotPlace, item: Pollutant, days: int) -> Spot:
    return Spot(site, one.excess, one.z, _place_words(item, one.excess, days))


def _hours(site: Site, one: HotHours, item: Pollutant) -> Spot:
    words = (
        f"{weekdays_words(one.weekdays)} {hours_words(one.hours)}，"
        f"{symbol(item)} 比本站平常（扣除全网同时变化）高 {100 * one.excess:.0f}%"
    )
    return Spot(site, one.excess, one.z, words)


def _found(
    values: Values, sites: Sequence[Site], item: Pollutant, span: DaySpan, book: RuleBook
) -> HotSpots:
    rows = [site.row for site in sites]
    return hot_spots(values.hours(span)[item][rows], span.first, book.numbers)


def _place_words(item: Pollutant, excess: float, days: int) -> str:
    return f"近 {days} 天 {symbol(item)} 持续高于同类站点同时刻中位数 {100 * excess:.0f}%"
