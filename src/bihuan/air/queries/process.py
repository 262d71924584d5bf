"""Abnormal courses (异常过程): where single stations stood out from their network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from django.utils.timezone import localdate

from bihuan.air.judge.span import DaySpan
from bihuan.air.quality.live import HOUR, network_of_days
from bihuan.air.quality.network import NetworkHours
from bihuan.air.rule_book import RuleBook, book_at
from bihuan.air.series.block import midnight
from bihuan.air.series.values import Values
from bihuan.air.site import Site
from bihuan.regulations.air.pollutant import Pollutant, factor_code, symbol, unit
from bihuan.rules.spell import spells

LOOK_BACK_DAYS = 7
ITEMS = (Pollutant.PM25, Pollutant.PM10, Pollutant.SO2, Pollutant.NO2)


@dataclass(frozen=True, slots=True)
class Process:
    """A course of raised values at one station (异常过程).

    Attributes:
        key: names it in addresses and in the ledger.
        excess: mean share above the network's median.
        asked: share above it that made it a course, by the rule in force.
    """

    key: str
    site: Site
    item: Pollutant
    start: datetime
    end: datetime
    highest: float
    excess: float
    is_over: bool
    asked: float

    @property
    def symbol(self) -> str:
        """PM₂.₅"""
        return symbol(self.item)

    def touches(self, day: date) -> bool:
        """Whether any of its hours lies on the day."""
        begin = midnight(day)
        return self.start < begin + timedelta(days=1) and self.end > begin

    @property
    def hours(self) -> int:
        """How long it lasts."""
        return int((self.end - self.start) / HOUR)

    @property
    def because(self) -> str:
        """The sentence that says it."""
        return (
            f"{self.symbol} 连续 {self.hours} 小时"
            f"高于同时刻全网中位数 {100 * self.asked:.0f}% 以上，"
            f"最高 {self.highest:.0f} {unit(self.item)}，平均高出 {100 * self.excess:.0f}%"
        )


def rule_words(book: RuleBook) -> str:
    """What counts as a course by the numbers in force, for the head of the page."""
    floors = "、".join(f"{symbol(item)} {book[f'floor_{item}']:.0f}" for item in ITEMS)
    return (
        f"近 {LOOK_BACK_DAYS} 天单站浓度连续 {book['course_hours']:.0f} 小时以上"
        f"高于同时刻全网中位数 {100 * book['course_excess']:.0f}%，"
        f"且高于起判浓度（{floors} µg/m³）的过程。"
    )


def process_key(site: Site, item: Pollutant, start: datetime) -> str:
    """The name of a course in addresses: station, factor, first hour in UTC."""
    return f"{site.station}-{factor_code(item)}-{start.astimezone(UTC):%Y%m%d%H}"


def processes(values: Values, sites: Sequence[Site], *, now: datetime) -> list[Process]:
    """Courses of the last days at stations that this person sees, newest first."""
    book = book_at(now)
    hour = now.replace(minute=0, second=0, microsecond=0)
    key = ("processes", localdate(now), hour, book.version)
    found: list[Process] = values.once(key, lambda: _all(values, now, book))
    seen = {site.row for site in sites}
    mine = [one for one in found if one.site.row in seen]
    return sorted(mine, key=lambda one: (one.is_over, -one.end.timestamp(), -one.excess))


def _all(values: Values, now: datetime, book: RuleBook) -> list[Process]:
    network = recent_network(values, now)
    return [one for item in ITEMS for one in _of_item(values, network, item, book)]


def recent_network(values: Values, now: datetime) -> NetworkHours:
    """The hours of the days that are looked at, up to now."""
    today = localdate(now)
    span = DaySpan(today - timedelta(days=LOOK_BACK_DAYS), today)
    return network_of_days(values, span, int((now - midnight(span.first)) / HOUR))


def _of_item(
    values: Values, network: NetworkHours, item: Pollutant, book: RuleBook
) -> list[Process]:
    array, middle = network.values[item], network.median[item]
    with np.errstate(invalid="ignore"):
        high = (array > (1 + book["course_excess"]) * middle) & (array > book[f"floor_{item}"])
    found = spells(np.asarray(high), least=int(book["course_hours"]), bridge=1)
    places = zip(found.row.tolist(), found.begin.tolist(), found.end.tolist(), strict=True)
    return [
        Process(
            key=process_key(values.sites[row], item, network.start + begin * HOUR),
            site=values.sites[row],
            item=item,
            start=network.start + begin * HOUR,
            end=network.start + end * HOUR,
            highest=float(np.nanmax(array[row, begin:end])),
            excess=float(np.nanmean(array[row, begin:end] / middle[begin:end]) - 1),
            is_over=end < array.shape[1],
            asked=book["course_excess"],
        )
        for row, begin, end in places
    ]
