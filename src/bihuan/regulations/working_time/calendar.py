"""Working calendar (工作日历): which days and hours count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class DayKind(StrEnum):
    """What a day is; the weekday says it where no notice says otherwise."""

    WORKDAY = "workday"
    REST_DAY = "rest_day"
    HOLIDAY = "holiday"
    MAKE_UP_DAY = "make_up_day"

    @property
    def is_working(self) -> bool:
        """Whether offices work: workdays and weekends that are made up for (调休上班)."""
        return self in {DayKind.WORKDAY, DayKind.MAKE_UP_DAY}


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Half-open spells of a working day (办公时间), rising and apart.

    Raises:
        ValueError: spells that are empty, overlap or fall.
    """

    spells: tuple[tuple[time, time], ...] = (
        (time(8, 30), time(12, 0)),
        (time(14, 0), time(17, 30)),
    )

    def __post_init__(self) -> None:
        edges = [edge for spell in self.spells for edge in spell]
        if not edges or edges != sorted(set(edges)):
            raise ValueError(f"office hours {self.spells} must rise and not overlap")

    @property
    def of_a_day(self) -> timedelta:
        """Working time of one whole day.

        >>> OfficeHours().of_a_day
        datetime.timedelta(seconds=25200)
        """
        zero = date.min
        return sum(
            (
                datetime.combine(zero, end) - datetime.combine(zero, start)
                for start, end in self.spells
            ),
            timedelta(),
        )


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days and hours of one organisation (工作日历).

    Args:
        exceptions: days that the State Council's notice names.
        announced_years: years whose notice is known; other years follow the
            weekdays and are said to be not yet announced (尚未公布).
        hours: office hours of the organisation.
        zone: the zone of the wall clock.
    """

    exceptions: Mapping[date, DayKind] = field(default_factory=dict)
    announced_years: frozenset[int] = frozenset()
    hours: OfficeHours = OfficeHours()
    zone: tzinfo = SHANGHAI

    def kind_of(self, day: date) -> DayKind:
        """What the day is.

        >>> WorkingCalendar().kind_of(date(2026, 11, 21))
        <DayKind.REST_DAY: 'rest_day'>
        """
        weekday = DayKind.WORKDAY if day.weekday() < 5 else DayKind.REST_DAY
        return self.exceptions.get(day, weekday)

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on the day."""
        return self.kind_of(day).is_working

    def is_announced(self, day: date) -> bool:
        """Whether the holidays of the day's year are known; else a term is provisional."""
        return day.year in self.announced_years

    def working_spells(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Office spells that end after `start`, without end, the first cut at `start`."""
        begin = start.astimezone(self.zone)
        day = begin.date()
        while True:
            if self.is_working_day(day):
                for opens, closes in self.hours.spells:
                    opening = datetime.combine(day, opens, self.zone)
                    closing = datetime.combine(day, closes, self.zone)
                    if closing > begin:
                        yield max(opening, begin), closing
            day += timedelta(days=1)

    def next_working_day(self, day: date) -> date:
        """The first working day after this one."""
        day += timedelta(days=1)
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day
