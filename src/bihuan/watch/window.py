"""What a rule reads (判定窗口): columns of values, limits, factors and places over a span."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import polars as pl

from bihuan.telemetry import Kind


class Source(Protocol):
    """Where a window's columns come from: the store and the registry, or a test's own."""

    def values(
        self, kind: Kind, start: datetime, end: datetime, points: Sequence[int] | None
    ) -> pl.DataFrame:
        """Newest versions: point, factor, start, end, value, flag."""
        ...

    def limits(self, averaging: str) -> pl.DataFrame:
        """point, factor, upper, lower, source, first_day, last_day (excluded, null: none)."""
        ...

    def factors(self) -> pl.DataFrame:
        """point, factor, name, unit, minimum, maximum."""
        ...

    def places(self) -> pl.DataFrame:
        """point, medium, station_class, district."""
        ...

    def heard(self, start: datetime, end: datetime, points: Sequence[int] | None) -> pl.DataFrame:
        """point, heard: when anything of a point was last known to have come."""
        ...


@dataclass(frozen=True, slots=True)
class Window:
    """The span a rule is to judge (判定窗口), with what it may read.

    Args:
        start, end: half-open; periods that begin within are judged.
        source: where columns come from.
        points: None for all of them.
    """

    start: datetime
    end: datetime
    source: Source = field(repr=False)
    points: tuple[int, ...] | None = None

    def values(self, kind: Kind, *, before: timedelta = timedelta()) -> pl.DataFrame:
        """The newest version of each value, the converted one (折算) where there is one.

        Args:
            kind: of the values.
            before: how much of the past the rule needs besides.

        Returns:
            point, factor, start, end, value, flag.
        """
        return self.source.values(kind, self.start - before, self.end, self.points)

    def limits(self, averaging: str) -> pl.DataFrame:
        """Every limit of an averaging time, with the days for which it holds."""
        return self._mine(self.source.limits(averaging))

    def factors(self) -> pl.DataFrame:
        """How a factor is called, its unit and its range."""
        return self._mine(self.source.factors())

    def places(self) -> pl.DataFrame:
        """Medium, station class and district of each point."""
        return self._mine(self.source.places())

    def heard(self, *, before: timedelta = timedelta()) -> pl.DataFrame:
        """When points were heard of."""
        return self.source.heard(self.start - before, self.end, self.points)

    def _mine(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame if self.points is None else frame.filter(pl.col("point").is_in(self.points))
