"""Hours as whole numbers since 1970 (UTC), and what a clock in Shanghai shows for them.

Shanghai has been eight hours ahead without summer time since 1991.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from bihuan.main.demo.noise import Real, Whole

SHANGHAI_AHEAD: Final = 8
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)


def hour_number(moment: datetime) -> int:
    """The running hour that holds this moment.

    >>> hour_number(datetime(1970, 1, 2, 3, 59, tzinfo=UTC))
    27
    """
    return (moment - EPOCH) // HOUR


def hour_start(number: int) -> datetime:
    """When this running hour begins.

    >>> hour_start(27).isoformat()
    '1970-01-02T03:00:00+00:00'
    """
    return EPOCH + number * HOUR


def day_number(hours: Whole) -> Whole:
    """Shanghai's running day of each hour; day 0 is 1970-01-01.

    >>> day_number(np.array([15, 16])).tolist()  # 23:00 and midnight in Shanghai
    [0, 1]
    """
    return (hours + SHANGHAI_AHEAD) // 24


def first_hour_of_day(day: int) -> int:
    """The running hour with which a Shanghai day begins."""
    return day * 24 - SHANGHAI_AHEAD


def hour_of_day(hours: Whole) -> Whole:
    """What Shanghai's clock shows, 0 to 23.

    >>> hour_of_day(np.array([0, 16])).tolist()
    [8, 0]
    """
    return (hours + SHANGHAI_AHEAD) % 24


def weekday(hours: Whole) -> Whole:
    """Shanghai's weekday, Monday 0; 1970-01-01 was a Thursday.

    >>> weekday(np.array([0])).tolist()
    [3]
    """
    return (day_number(hours) + 3) % 7


def day_of_year(hours: Whole) -> Whole:
    """Day of Shanghai's year, 0 on January 1.

    >>> day_of_year(np.array([0, 24 * 31])).tolist()
    [0, 31]
    """
    days = day_number(hours).astype("datetime64[D]")
    passed: Whole = (days - days.astype("datetime64[Y]")).astype(np.int64)
    return passed


def month(hours: Whole) -> Whole:
    """Shanghai's month, 1 to 12."""
    months: Whole = (
        day_number(hours).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    )
    return months % 12 + 1


def year(hours: Whole) -> Whole:
    """Shanghai's year."""
    years: Whole = (
        day_number(hours).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
    )
    return years + 1970


def summer_share(hours: Whole) -> Real:
    """Seasonal wave: 1 at the height of summer (July 20), -1 in January."""
    wave: Real = np.cos(2.0 * np.pi * (day_of_year(hours) - 200) / 365.25)
    return wave
