"""One month of one kind of values as a cube (月数据块): factor by point by period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from bihuan import telemetry
from bihuan.air.judge.span import DaySpan, SpanKind, span_around
from bihuan.registry.flag import NORMAL
from bihuan.regulations.air.pollutant import Pollutant, factor_code
from bihuan.telemetry import Kind, SeriesQuery

EAST_8 = timedelta(hours=8)
WEATHER = {
    "temperature": "a01001",
    "humidity": "a01002",
    "pressure": "a01006",
    "wind_speed": "a01007",
    "wind_direction": "a01008",
}
FACTORS: Mapping[str, int] = {
    code: place
    for place, code in enumerate([*(factor_code(item) for item in Pollutant), *WEATHER.values()])
}
STEPS = {Kind.HOUR: 24, Kind.DAY: 1}

Cube = npt.NDArray[np.float64]


def midnight(day: date) -> datetime:
    """When a Shanghai day begins.

    >>> midnight(date(2026, 11, 22)).isoformat()
    '2026-11-21T16:00:00+00:00'
    """
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - EAST_8


@dataclass(frozen=True)
class Block:
    """Values of all points in one month.

    Attributes:
        kind: HOUR or DAY.
        span: the days of the month.
        values: NaN where missing or flagged. shape (factors, points, periods)
    """

    kind: Kind
    span: DaySpan
    values: Cube

    @cached_property
    def present(self) -> int:
        """How many values the block holds."""
        return int((~np.isnan(self.values)).sum())

    def with_days(self, days: DaySpan, cube: Cube) -> "Block":
        """The block with some days read anew; the old one stays as it was."""
        values = self.values.copy()
        begin = (days.first - self.span.first).days * STEPS[self.kind]
        values[:, :, begin : begin + cube.shape[2]] = cube
        return Block(self.kind, self.span, values)


def read_block(kind: Kind, day: date, points: Sequence[int]) -> Block:
    """The month that holds the day, from the store."""
    span = span_around(SpanKind.MONTH, day)
    return Block(kind, span, read_cube(kind, span, points))


def read_cube(
    kind: Kind, span: DaySpan, points: Sequence[int], *, first_version: bool = False
) -> Cube:
    """Values of some days from the store; flagged ones count as missing.

    Args:
        first_version: as the stations first reported them, before any correction.

    Returns:
        shape (factors, points, periods)
    """
    cube = np.full((len(FACTORS), len(points), span.days * STEPS[kind]), np.nan)
    if not points:
        return cube
    start = midnight(span.first)
    query = SeriesQuery(
        points=list(points),
        factors=list(FACTORS),
        kind=kind,
        start=start,
        end=midnight(span.last + timedelta(days=1)),
        as_of_version=1 if first_version else None,
    )
    rows = pl.from_arrow(telemetry.store().series(query).select(_COLUMNS))
    assert isinstance(rows, pl.DataFrame)
    rows = rows.filter(pl.col("flag").is_in(sorted(NORMAL)), pl.col("value").is_not_null())
    hours = (rows["start"].dt.epoch("ms").to_numpy() - round(start.timestamp() * 1000)) // 3_600_000
    period = hours if kind is Kind.HOUR else hours // 24
    point = np.searchsorted(np.asarray(points), rows["point"].to_numpy())
    factor = rows["factor"].replace_strict(FACTORS, return_dtype=pl.Int64).to_numpy()
    cube[factor, point, period] = rows["value"].to_numpy()
    return cube


_COLUMNS = ["point", "factor", "start", "value", "flag"]
