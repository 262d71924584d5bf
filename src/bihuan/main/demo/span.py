"""Which periods of which kind are to be written, and in what portions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from bihuan.main.demo.moment import EPOCH, SHANGHAI_AHEAD, first_hour_of_day, hour_number


@dataclass(frozen=True, slots=True)
class Depth:
    """How far back each kind of data reaches. [days]"""

    days: int
    hours: int
    minutes: int


COUNTY: Final = Depth(days=1096, hours=457, minutes=30)
PROVINCE: Final = Depth(days=92, hours=92, minutes=2)


@dataclass(frozen=True, slots=True)
class Span:
    """First day, first hour and first hour of minutes to be written, and the moment until which.

    Attributes:
        first_day: Shanghai's running day.
        first_hour: running hour.
        first_minute_hour: running hour whose minute values are the first.
        until_ms: periods that ended by then are written. [ms since 1970]
    """

    first_day: int
    first_hour: int
    first_minute_hour: int
    until_ms: int

    @property
    def last_hour(self) -> int:
        """The running hour that is not over."""
        return self.until_ms // 3_600_000

    @property
    def first_ozone_hour(self) -> int:
        """Ozone's hours reach as far back as the days: its daily figure is made of hours."""
        return min(self.first_hour, first_hour_of_day(self.first_day))

    @property
    def first_day_ms(self) -> int:
        """When the first day begins. [ms since 1970]"""
        return first_hour_of_day(self.first_day) * 3_600_000

    def cut(self, rows: pa.Table, from_ms: int) -> pa.Table:
        """The rows whose period begins no sooner than `from_ms` and is over by the span's end."""
        start, end = (rows[name].cast(pa.int64()) for name in ("start", "end"))
        return rows.filter(
            pc.and_(pc.greater_equal(start, from_ms), pc.less_equal(end, self.until_ms))
        )

    def hour_windows(self, days: int) -> Iterator[tuple[int, int]]:
        """Half-open portions of hours, each from a Shanghai midnight, that hold days and hours."""
        first = min(first_hour_of_day(self.first_day), self.first_hour)
        begin = first_hour_of_day((first + SHANGHAI_AHEAD) // 24)
        for start in range(begin, self.last_hour, days * 24):
            yield start, min(start + days * 24, self.last_hour)

    def minute_windows(self, days: int) -> Iterator[tuple[int, int]]:
        """Half-open portions of hours of minute values, the hour that is not over included."""
        for start in range(self.first_minute_hour, self.last_hour + 1, days * 24):
            yield start, min(start + days * 24, self.last_hour + 1)


def whole_span(depth: Depth, until: datetime) -> Span:
    """Everything that a new store gets."""
    day = (hour_number(until) + SHANGHAI_AHEAD) // 24
    return Span(
        first_day=day - depth.days,
        first_hour=first_hour_of_day(day - depth.hours),
        first_minute_hour=first_hour_of_day(day - depth.minutes),
        until_ms=_milliseconds(until),
    )


def gap_span(depth: Depth, since: datetime, until: datetime) -> Span:
    """What a store lacks that was filled until `since`; never more than the whole depth."""
    whole = whole_span(depth, until)
    hour = hour_number(since)
    return Span(
        first_day=max(whole.first_day, (hour + SHANGHAI_AHEAD) // 24),
        first_hour=max(whole.first_hour, hour),
        first_minute_hour=max(whole.first_minute_hour, hour),
        until_ms=whole.until_ms,
    )


def _milliseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)
