"""Hours, days and indices of stations under one treatment (取数): the door for every query."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import numpy as np

from bihuan.air.judge.day_table import IndexTable, daily_indices, daily_values, hourly_indices
from bihuan.air.judge.edition_choice import EditionChoice
from bihuan.air.judge.span import DaySpan, SpanKind, span_around
from bihuan.air.series.archive import ARCHIVE, Remembered, Version, months_of
from bihuan.air.series.block import FACTORS, WEATHER, Cube, read_cube
from bihuan.air.series.mask import (
    PARTICLES,
    Spell,
    Treatment,
    cut_out,
    dust_days,
    marks_version,
    spells_in,
    was_audited,
)
from bihuan.air.site import Site, all_sites
from bihuan.regulations.air.pollutant import Pollutant, factor_code
from bihuan.regulations.rounding import FloatArray
from bihuan.telemetry import Kind

_REMEMBERED = Remembered(most=300)
Table = dict[Pollutant, FloatArray]
T = TypeVar("T")


@dataclass(frozen=True)
class Values:
    """The store and the decisions about it at one moment, for one request.

    Attributes:
        now: the moment.
        sites: every station, in the archive's order.
        version: of the measured data.
        marks: of the decisions.
    """

    now: datetime
    sites: tuple[Site, ...]
    version: Version
    marks: str

    def hours(self, span: DaySpan, treatment: Treatment = Treatment.REVIEWED) -> Table:
        """Hourly means of all stations. shape (sites, 24 * days)"""
        cube = self._hour_cube(span, treatment)
        return {item: cube[FACTORS[factor_code(item)]] for item in Pollutant}

    def deducted_hours(self, span: DaySpan) -> Table:
        """Reviewed hours without the particles of dust days (扣沙后小时值)."""
        dusty = np.repeat(dust_days(span, self.sites), 24, axis=1)
        return {
            item: np.where(dusty, np.nan, values) if item in PARTICLES else values
            for item, values in self.hours(span).items()
        }

    def weather(self, span: DaySpan) -> dict[str, FloatArray]:
        """Hourly weather of all stations by name. shape (sites, 24 * days)"""
        cube = self._cube(Kind.HOUR, span)
        return {name: cube[FACTORS[code]] for name, code in WEATHER.items()}

    def days(self, span: DaySpan, treatment: Treatment = Treatment.REVIEWED) -> Table:
        """Daily values of all stations: from hours, else as the station reported them.

        shape (sites, days)
        """
        key = ("days", span, treatment)
        return self.once(key, lambda: self._joined(span, treatment))

    def day_indices(self, span: DaySpan, choice: EditionChoice = EditionChoice.AUTO) -> IndexTable:
        """AQI of each day. shape (sites, days)"""
        key = ("day_indices", span, choice)
        return self.once(key, lambda: daily_indices(self.days(span), span.first, choice))

    def hour_indices(self, span: DaySpan) -> IndexTable:
        """Real-time AQI of each hour under its own edition. shape (sites, 24 * days)"""
        key = ("hour_indices", span)
        return self.once(
            key, lambda: hourly_indices(self.hours(span), span.first, EditionChoice.AUTO)
        )

    def once(self, key: tuple[Any, ...], work: Callable[[], T]) -> T:
        """The result of some work, remembered until data or decisions change."""
        full = (self.version.count, self.marks, *key)
        held: T | None = _REMEMBERED.get(full)
        if held is None:
            held = work()
            _REMEMBERED.put(full, held)
        return held

    def hours_without(self, span: DaySpan, spells: list[Spell]) -> Table:
        """Reviewed hours with some more taken out: for a trial, nothing is kept."""
        cube = cut_out(self._hour_cube(span, Treatment.REVIEWED), span, spells, self._rows())
        return {item: cube[FACTORS[factor_code(item)]] for item in Pollutant}

    def _rows(self) -> dict[int, int]:
        return {site.point: site.row for site in self.sites}

    def _cube(self, kind: Kind, span: DaySpan) -> Cube:
        return ARCHIVE.cube(kind, span, _points(self.sites), self.now)

    def _hour_cube(self, span: DaySpan, treatment: Treatment) -> Cube:
        if treatment is Treatment.RAW and was_audited(span):
            points = _points(self.sites)
            key = ("raw", span)
            return self.once(key, lambda: read_cube(Kind.HOUR, span, points, first_version=True))
        cube = self._cube(Kind.HOUR, span)
        if treatment is Treatment.RAW:
            return cube
        return cut_out(cube, span, spells_in(span), self._rows())

    def _joined(self, span: DaySpan, treatment: Treatment) -> Table:
        """Months put together and cut; a month without news is not worked out again."""
        months = [span_around(SpanKind.MONTH, day) for day in months_of(span)]
        tables = [self._month(month, treatment) for month in months]
        begin = (span.first - months[0].first).days
        cut = slice(begin, begin + span.days)
        return {item: np.hstack([one[item] for one in tables])[:, cut] for item in Pollutant}

    def _month(self, month: DaySpan, treatment: Treatment) -> Table:
        stamp = ARCHIVE.stamp(month.first, _points(self.sites), self.now)
        key = ("month", stamp, self.marks, month, treatment)
        held: Table | None = _REMEMBERED.get(key)
        if held is None:
            held = self._days(month, treatment)
            _REMEMBERED.put(key, held)
        return held

    def _days(self, span: DaySpan, treatment: Treatment) -> Table:
        found = daily_values(self.hours(span, treatment))
        unmeasured = self._cube(Kind.HOUR, span)
        reported = self._cube(Kind.DAY, span)
        for item, values in found.items():
            if item is not Pollutant.O3:
                place = FACTORS[factor_code(item)]
                silent = _without_hours(unmeasured[place])
                found[item] = np.where(silent, reported[place], values)
        return self._deducted(found, span) if treatment is Treatment.DEDUCTED else found

    def _deducted(self, days: Table, span: DaySpan) -> Table:
        dusty = dust_days(span, self.sites)
        return {
            item: np.where(dusty, np.nan, values) if item in PARTICLES else values
            for item, values in days.items()
        }


def _without_hours(hours: FloatArray) -> Any:
    """Days of which no hour at all is held. shape (sites, days)"""
    return np.isnan(hours).reshape(len(hours), hours.shape[1] // 24, 24).all(axis=2)


def _points(sites: Sequence[Site]) -> tuple[int, ...]:
    return tuple(site.point for site in sites)


def values_at(now: datetime) -> Values:
    """The data as of now."""
    sites = all_sites(now)
    return Values(now, sites, ARCHIVE.version(_points(sites), now), marks_version())


def picked(table: Table, sites: Sequence[Site]) -> Table:
    """The rows of some stations."""
    rows = [site.row for site in sites]
    return {item: values[rows] for item, values in table.items()}
