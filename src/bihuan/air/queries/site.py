"""A station's own page: its newest hours, its days, its calendar (站点页)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.utils.timezone import localdate

from bihuan.air.judge.edition_choice import EditionChoice
from bihuan.air.judge.figure import PeriodFigures
from bihuan.air.judge.span import DaySpan, SpanKind, span_around
from bihuan.air.queries.ranking import class_figures
from bihuan.air.queries.reading import Reading, has_any, readings
from bihuan.air.series.block import midnight
from bihuan.air.series.mask import Treatment
from bihuan.air.series.values import Values
from bihuan.air.site import Site

HOURS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class TimedReading:
    """A reading with the start of its hour or its day."""

    start: datetime
    reading: Reading


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One square of a calendar (日历格); `reading` is None on days that are not over."""

    day: date
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """A month as weeks of seven squares, Monday first; None outside the month."""

    first: date
    weeks: tuple[tuple[CalendarDay | None, ...], ...]
    good: int
    judged: int


def last_hours(values: Values, site: Site, now: datetime) -> list[TimedReading]:
    """The hours of the last day that are over, newest first (近 24 小时)."""
    today = localdate(now)
    span = DaySpan(today - timedelta(days=1), today)
    hours, table = values.hours(span), values.hour_indices(span)
    end = int((now - midnight(span.first)) // timedelta(hours=1))
    places = range(end - 1, max(-1, end - 1 - HOURS_SHOWN), -1)
    return [
        TimedReading(
            midnight(span.first) + timedelta(hours=at), readings(hours, table, [site.row], at)[0]
        )
        for at in places
    ]


def days_of(values: Values, site: Site, span: DaySpan) -> list[TimedReading]:
    """The days of a span, newest first (日评价)."""
    days, table = values.days(span), values.day_indices(span)
    return [
        TimedReading(midnight(day), readings(days, table, [site.row], at)[0])
        for at, day in reversed(list(enumerate(span.each())))
    ]


def calendar(values: Values, rows: Sequence[int], month: date, today: date) -> CalendarMonth:
    """A month of daily indices of one station (空气质量日历)."""
    span = span_around(SpanKind.MONTH, month)
    days, table = values.days(span), values.day_indices(span)
    squares = [
        CalendarDay(day, readings(days, table, rows, at)[0] if day < today else None)
        for at, day in enumerate(span.each())
    ]
    return calendar_of(span, squares)


def calendar_of(span: DaySpan, squares: Sequence[CalendarDay]) -> CalendarMonth:
    """Squares laid into weeks."""
    padded: list[CalendarDay | None] = [None] * span.first.weekday() + list(squares)
    padded += [None] * (-len(padded) % 7)
    judged = [one.reading.index for one in squares if one.reading and one.reading.index is not None]
    return CalendarMonth(
        first=span.first,
        weeks=tuple(tuple(padded[n : n + 7]) for n in range(0, len(padded), 7)),
        good=sum(index <= 100 for index in judged),
        judged=len(judged),
    )


def site_figures(values: Values, site: Site, span: DaySpan) -> PeriodFigures:
    """The station's figures of a period, each day by its own edition."""
    return class_figures(values, [site], span, EditionChoice.AUTO)


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of a station's hours is there (数据完整情况)."""

    hours: int
    due: int

    @property
    def share(self) -> float | None:
        """Hours with data among hours due."""
        return self.hours / self.due if self.due else None


def completeness(values: Values, site: Site, span: DaySpan, now: datetime) -> Completeness:
    """Hours with at least one pollutant among the hours that are over (数据完整情况)."""
    due = int(min((now - midnight(span.first)) // timedelta(hours=1), 24 * span.days))
    known = has_any(values.hours(span, Treatment.RAW))[site.row, :due]
    return Completeness(int(np.count_nonzero(known)), due)
