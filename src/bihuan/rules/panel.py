"""Panels: many series of one factor on one clock, as rules read them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Panel:
    """Values of many series on one regular clock (序列面板).

    Args:
        series: names or ids, one for each row of `values`.
        start: start of the first period, aware.
        step: length of a period.
        values: NaN where missing. shape (series, time)
        factor: what is measured, as sentences call it.
        unit: its unit, as sentences print it.

    Raises:
        ValueError: rows and names differ in number, or the time has no zone.
    """

    series: tuple[str, ...]
    start: datetime
    step: timedelta
    values: FloatArray
    factor: str = ""
    unit: str = ""

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or len(self.series) != len(self.values):
            raise ValueError(f"{len(self.series)} series for values {self.values.shape}")
        if self.start.tzinfo is None:
            raise ValueError(f"start {self.start} has no zone")

    @property
    def periods(self) -> int:
        """How many periods the clock has."""
        return int(self.values.shape[1])

    def moment(self, position: int) -> datetime:
        """Start of a period."""
        return self.start + position * self.step

    def steps_in(self, length: timedelta) -> int:
        """Periods that a length of time holds, at least one.

        >>> from datetime import UTC
        >>> day = Panel(("x",), datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=1),
        ...             np.zeros((1, 24)))
        >>> day.steps_in(timedelta(hours=4)), day.steps_in(timedelta(minutes=5))
        (4, 1)
        """
        return max(1, round(length / self.step))

    def with_values(self, values: FloatArray) -> "Panel":
        """The same series and clock with other values."""
        return replace(self, values=values)


@dataclass(frozen=True, slots=True)
class Clock:
    """The regular clock that a panel is laid on.

    Args:
        start: start of the first period, aware.
        step: length of a period.
        periods: how many.
    """

    start: datetime
    step: timedelta
    periods: int


def panel_from(
    frame: pl.DataFrame, series: Sequence[str], clock: Clock, *, factor: str = "", unit: str = ""
) -> Panel:
    """A panel from rows in any order; of two rows for one place the later one counts.

    Args:
        frame: columns ``series`` (text), ``start`` (Datetime with zone), ``value`` (float).
        series: the rows of the panel; others in the frame are left out.
        clock: periods; rows off the clock or outside are left out.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> frame = pl.DataFrame({"series": ["b"], "start": [noon], "value": [3.0]})
    >>> panel_from(frame, ["a", "b"], Clock(noon, timedelta(hours=1), 1)).values.tolist()
    [[nan], [3.0]]
    """
    values = np.full((len(series), clock.periods), np.nan)
    rows = pl.DataFrame({"series": list(series), "row": np.arange(len(series))})
    placed = frame.join(rows, on="series", how="inner")
    since = (placed["start"].dt.epoch("us").to_numpy() - _epoch_us(clock.start)).astype(np.int64)
    step_us = round(clock.step / timedelta(microseconds=1))
    column, off = np.divmod(since, step_us)
    fits = (off == 0) & (column >= 0) & (column < clock.periods)
    values[placed["row"].to_numpy()[fits], column[fits]] = placed["value"].to_numpy()[fits]
    return Panel(tuple(series), clock.start, clock.step, values, factor, unit)


def _epoch_us(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)
