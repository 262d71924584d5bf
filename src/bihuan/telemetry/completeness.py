"""Completeness (数据完整性): how many periods a series should hold, and how many it does."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl
import pyarrow as pa

from bihuan.telemetry.relation import Relation, Span
from bihuan.telemetry.schema import Kind, Mark

COMPLETENESS_SCHEMA = pa.schema(
    [
        pa.field("point", pa.int32()),
        pa.field("factor", pa.string()),
        pa.field("received", pa.int64()),
        pa.field("with_value", pa.int64()),
        pa.field("expected", pa.int64()),
    ]
)
"""`received` counts data, `with_value` those of them that are not null."""


@dataclass(frozen=True, slots=True)
class CompletenessQuery:
    """Which series over which half-open span [start, end), and how often they are due.

    Args:
        points: every pair of a point and a factor is answered, received or not.
        interval: time between two data of a series.
    """

    points: tuple[int, ...]
    factors: tuple[str, ...]
    kind: Kind
    start: datetime
    end: datetime
    interval: timedelta
    statistic: int = 0

    def __post_init__(self) -> None:
        if self.interval <= timedelta(0):
            raise ValueError(f"interval {self.interval} is not a time")

    @property
    def span(self) -> Span:
        """The kind and span to read."""
        return Span(self.kind, self.start, self.end)

    @property
    def expected(self) -> int:
        """Periods that begin in the span.

        >>> from datetime import UTC
        >>> day = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
        >>> CompletenessQuery((7,), ("w01018",), Kind.HOUR, *day, timedelta(hours=1)).expected
        24
        """
        return max(0, -((self.start - self.end) // self.interval))


def counted(relation: Relation, query: CompletenessQuery) -> pa.Table:
    """COMPLETENESS_SCHEMA, ordered by point and factor; data from the future do not count."""
    due = pl.DataFrame({"point": query.points}, schema={"point": pl.Int32}).join(
        pl.DataFrame({"factor": query.factors}, schema={"factor": pl.String}), how="cross"
    )
    return relation.sql(
        "SELECT due.point, due.factor, count(start) AS received,"
        " count(value) AS with_value, CAST(? AS BIGINT) AS expected"
        " FROM due LEFT JOIN (SELECT * FROM rows"
        f" WHERE statistic = ? AND marks & {Mark.FUTURE.value} = 0) AS held USING (point, factor)"
        " GROUP BY due.point, due.factor ORDER BY due.point, due.factor",
        [query.expected, query.statistic],
        {"due": due.to_arrow()},
    ).cast(COMPLETENESS_SCHEMA)
