"""Pollution episodes of the county (污染过程): hours above a level, short gaps joined."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from bihuan.air.judge.span import DaySpan
from bihuan.air.reporting.hours import CountyHours, county_hours
from bihuan.air.reporting.look import Look, look
from bihuan.air.rule_book import RuleBook
from bihuan.air.series.block import midnight
from bihuan.regulations.air.columns import pollutants_of
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant, symbol
from bihuan.reports.definition import Period, Reading, Subject
from bihuan.rules.spell import spells

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Episode:
    """A run of polluted hours, places [begin, end) in the hours of a span.

    Attributes:
        start, end: of the run.
        item: the pollutant that led most of its hours.
        highest: largest real-time AQI.
        at: place of that hour.
    """

    begin: int
    end: int
    start: datetime
    stop: datetime
    item: Pollutant
    highest: int
    at: int

    @property
    def hours(self) -> int:
        """Length, short gaps included."""
        return self.end - self.begin


def episodes(found: CountyHours, book: RuleBook) -> list[Episode]:
    """The episodes of a span by the rules of its days, oldest first."""
    index = found.indices.index
    least, bridge = int(book["episode_hours"]), int(book["episode_bridge"])
    runs = spells(np.asarray(index > book["episode_above"]), least=least, bridge=bridge)
    start = midnight(found.span.first)
    return [
        Episode(
            begin=begin,
            end=end,
            start=start + begin * HOUR,
            stop=start + end * HOUR,
            item=_leading(found, begin, end),
            highest=int(index[0, begin:end].max()),
            at=begin + int(index[0, begin:end].argmax()),
        )
        for begin, end in zip(runs.begin.tolist(), runs.end.tolist(), strict=True)
    ]


def _leading(found: CountyHours, begin: int, end: int) -> Pollutant:
    led = [
        item for bits in found.indices.primary[0, begin:end] for item in pollutants_of(int(bits))
    ]
    return max(PUBLISHED_ORDER, key=led.count)


def chosen(seen: Look, span: DaySpan, key: str = "") -> Episode | None:
    """The episode of a subject's key, else the longest of the span; None where there was none."""
    found = county_hours(seen, span)
    if found is None:
        return None
    every = episodes(found, seen.book(span))
    named = next((one for one in every if key_of(one) == key), None)
    return named or max(every, key=lambda one: one.hours, default=None)


def key_of(one: Episode) -> str:
    """The name of an episode in a document's subject."""
    return f"episode_{one.start:%Y%m%d%H}"


def subjects(period: Period, district: str, reading: Reading) -> list[Subject]:
    """Episodes of a period as the subjects of special reports, each with a clean day around it."""
    seen = look({"district": district}, reading)
    span = DaySpan(period.first, period.last)
    found = county_hours(seen, span)
    if found is None:
        return []
    return [_subject(found, one) for one in episodes(found, seen.book(span))]


def _subject(found: CountyHours, one: Episode) -> Subject:
    first, last = (_day_of(found, place) for place in (one.begin, one.end - 1))
    days = (
        f"{first.month}月{first.day}日"
        if first == last
        else (f"{first.month}月{first.day}日至{last.month}月{last.day}日")
    )
    return Subject(
        key=key_of(one),
        title=f"{days}{symbol(one.item)}污染过程（{one.hours}小时，最高AQI {one.highest}）",
        first=first,
        last=last,
    )


def _day_of(found: CountyHours, place: int) -> date:
    return found.span.each()[place // 24]
