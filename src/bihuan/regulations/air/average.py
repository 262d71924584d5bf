"""Averages of one day (日评价项目) from its twenty-four hours, exact."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bihuan.regulations.air.validity import least

Hours = Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class DayAverage:
    """A day's value, unrounded, or the reason why there is none.

    Attributes:
        value: exact; None where the day is not valid.
        count: hours (ozone: eight-hour means) that took part.
        reason: empty where the value is valid.
    """

    value: Fraction | None
    count: int
    reason: str


def daily_average(hours: Hours) -> DayAverage:
    """Mean of a day (日平均, 24 小时平均); twenty hours are needed.

    Args:
        hours: the 24 hourly means that end at 01:00 … 24:00, None where
            missing or invalid. [any unit, kept]

    Raises:
        ValueError: not 24 entries.

    Source: GB 3095-2026, 3.10 and table 4.

    >>> daily_average([Decimal(60)] * 20 + [None] * 4).value
    Fraction(60, 1)
    >>> daily_average([Decimal(60)] * 19 + [None] * 5).reason
    '有效小时 19 个，少于 20 个'
    """
    _check_day(hours)
    present = [Fraction(value) for value in hours if value is not None]
    needed = least("day_hours")
    if len(present) < needed:
        return DayAverage(None, len(present), f"有效小时 {len(present)} 个，少于 {needed} 个")
    return DayAverage(sum(present, Fraction(0)) / len(present), len(present), "")


def eight_hour_averages(hours: Hours) -> list[Fraction | None]:
    """The seventeen eight-hour means (8 小时平均) that end at 08:00 … 24:00.

    Each needs six of its eight hours.

    Args:
        hours: the 24 hourly means that end at 01:00 … 24:00.

    Source: GB 3095-2026, 3.8 and table 4; the window is a secondary source.

    >>> eight_hour_averages([Decimal(8)] * 24)[0]
    Fraction(8, 1)
    """
    _check_day(hours)
    windows = (hours[end - 8 : end] for end in range(8, 25))
    return [_window_average(window) for window in windows]


def maximum_daily_eight_hour_average(hours: Hours, *, limit: Decimal) -> DayAverage:
    """Largest eight-hour mean of a day (日最大 8 小时平均) for ozone.

    Fourteen of the seventeen means are needed, fewer are enough when the
    largest is above the limit.

    Args:
        hours: the 24 hourly means that end at 01:00 … 24:00. [µg/m³]
        limit: the daily limit of the functional area. [µg/m³]

    Source: GB 3095-2026, 3.9 and table 4; count and exception are a secondary source.

    >>> maximum_daily_eight_hour_average([Decimal(90)] * 24, limit=Decimal(160)).value
    Fraction(90, 1)
    """
    present = [value for value in eight_hour_averages(hours) if value is not None]
    needed = least("ozone_day_eight_hours")
    highest = max(present, default=None)
    if highest is None or (len(present) < needed and highest <= limit):
        reason = f"有效 8 小时均值 {len(present)} 个，少于 {needed} 个"
        return DayAverage(None, len(present), reason)
    return DayAverage(highest, len(present), "")


def _window_average(window: Hours) -> Fraction | None:
    present = [Fraction(value) for value in window if value is not None]
    if len(present) < least("eight_hours"):
        return None
    return sum(present, Fraction(0)) / len(present)


def _check_day(hours: Hours) -> None:
    if len(hours) != 24:
        raise ValueError(f"a day has 24 hours, not {len(hours)}")
