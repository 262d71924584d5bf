"""What a live device measures: the generators' values, read off for any moment or period."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from bihuan.main.demo.daily import VALID_HOURS
from bihuan.main.demo.live.day_table import DayTable
from bihuan.main.demo.moment import EPOCH, SHANGHAI_AHEAD
from bihuan.main.demo.noise import Real, normal
from bihuan.main.demo.outlet_process import Flag
from bihuan.main.demo.seed import Stream

AHEAD: Final = timedelta(hours=SHANGHAI_AHEAD)
DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)
TREMBLE: Final = 0.008

Reading = tuple[float | None, str]


class Gauge:
    """Values of one site for its simulated logger, the same whenever they are asked for.

    Args:
        table: the day table of a Shanghai day.
        row: the site's row.
        codes: what the device calls a factor, where that is not the factor's code.
    """

    def __init__(
        self, table: Callable[[int], DayTable], row: int, codes: Mapping[str, str] | None = None
    ) -> None:
        self._table = table
        self._row = row
        self._codes = codes or {}

    def __call__(self, factor: str, start: datetime, end: datetime) -> Reading:
        """Value and data flag of a moment (start == end) or the mean of a period."""
        code = self._codes.get(factor, factor)
        day, into = divmod(start - EPOCH + AHEAD, DAY)
        table = self._table(day)
        if code not in table.parts:
            return None, ""
        value = self._value(table, code, into=into, length=end - start)
        flag = self._flag(table, into)
        if np.isnan(value):
            return None, Flag.FAULTY.letter if flag is Flag.NORMAL else flag.letter
        if start == end:
            second = int(start.timestamp())
            value *= 1.0 + TREMBLE * float(normal(Stream.MINUTE, self._row, second))
        return value, flag.letter

    def _value(self, table: DayTable, code: str, *, into: timedelta, length: timedelta) -> float:
        """Mean of the hours or of the parts of an hour that the period covers."""
        hours = table.hours[code][self._row]
        if length == DAY:
            return _mean_of(hours, least=VALID_HOURS)
        if length % HOUR == timedelta() and length:
            first = into // HOUR
            return _mean_of(hours[first : first + length // HOUR])
        parts = table.parts[code][self._row].ravel()
        part = DAY / len(parts)
        first, last = into // part, max(-((into + length) // -part), into // part + 1)
        return _mean_of(parts[first:last])

    def _flag(self, table: DayTable, into: timedelta) -> Flag:
        if table.flags is None:
            return Flag.NORMAL
        return Flag(int(table.flags[self._row, into // HOUR]))


def _mean_of(values: Real, *, least: int = 1) -> float:
    """Mean of what is known; NaN with too little."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) >= least else float("nan")
