"""How much data an average needs (数据统计有效性)."""

from calendar import monthrange
from datetime import date
from functools import cache

from bihuan.regulations.table import rows


@cache
def least(average: str) -> int:
    """The least count of a row of the table; a fact of the standard, not of the code.

    Source: GB 3095-2026, table 4.

    >>> least("day_hours")
    20
    """
    return next(int(row["least"]) for row in rows("air_validity") if row["average"] == average)


def least_days_of_month(month: int) -> int:
    """Valid days that a month's mean needs: 27, in February 25.

    >>> least_days_of_month(2), least_days_of_month(3)
    (25, 27)
    """
    return least("february_days") if month == 2 else least("month_days")


def is_month_valid(valid_days: int, month: int) -> bool:
    """Whether a month has enough valid days. Source: GB 3095-2026, table 4."""
    return valid_days >= least_days_of_month(month)


def is_year_valid(valid_days_by_month: dict[int, int]) -> bool:
    """Whether a year has 324 valid days and every month is valid.

    Source: GB 3095-2026, table 4.

    >>> is_year_valid({month: 28 for month in range(1, 13)})
    True
    >>> is_year_valid({month: 31 for month in range(1, 12)})
    False
    """
    months = all(is_month_valid(valid_days_by_month.get(month, 0), month) for month in range(1, 13))
    return months and sum(valid_days_by_month.values()) >= least("year_days")


def days_of_month(day: date) -> int:
    """How many days the month of this day has.

    >>> days_of_month(date(2028, 2, 1))
    29
    """
    return monthrange(day.year, day.month)[1]
