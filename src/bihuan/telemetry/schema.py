"""The row of the time-series store: one value of one factor in one period."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import IntFlag, StrEnum

import polars as pl
import pyarrow as pa


class Kind(StrEnum):
    """What a period is (数据类型): as a device reports it, or as the platform rolled it up.

    >>> Kind.ROLLED_HOUR == "hour_rolled"  # never collides with a reported hour
    True
    """

    REALTIME = "realtime"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    ROLLED_HOUR = "hour_rolled"
    ROLLED_DAY = "day_rolled"


class Mark(IntFlag):
    """Bits of the column `marks` (标记): what the store knows about one version of a datum.

    >>> Mark.FUTURE | Mark.REPLAY
    <Mark.FUTURE|REPLAY: 3>
    """

    FUTURE = 1  # began more than ten minutes after it arrived: never latest, never rolled up
    REPLAY = 2  # the device said so itself
    CLOCK = 4  # the device's clock was off
    CORRECTED = 8  # written by a person, with author and reason
    SETTLED = 16  # older versions lie in the audit table; nothing left to compare with


ROLLED: dict[Kind, Kind] = {Kind.HOUR: Kind.ROLLED_HOUR, Kind.DAY: Kind.ROLLED_DAY}

FUTURE_AFTER = timedelta(minutes=10)

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

SOURCES = ("hj212", "push", "pull", "import", "rollup", "correction", "demo")

INSTANT = pa.timestamp("ms", tz="UTC")

ROW_SCHEMA = pa.schema(
    [
        pa.field("point", pa.int32(), nullable=False),
        pa.field("factor", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("statistic", pa.int8(), nullable=False),
        pa.field("start", INSTANT, nullable=False),
        pa.field("end", INSTANT, nullable=False),
        pa.field("arrival", INSTANT, nullable=False),
        pa.field("value", pa.float64()),
        pa.field("flag", pa.string(), nullable=False),
        pa.field("marks", pa.int16(), nullable=False),
        pa.field("version", pa.int32(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("author", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("segment", pa.int64(), nullable=False),
        pa.field("index", pa.int32(), nullable=False),
    ]
)
"""What a read returns, one row a version of a datum; `segment` and `index` find its packet."""

APPEND_SCHEMA = pa.schema(
    [
        pa.field("point", pa.int32(), nullable=False),
        pa.field("factor", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("statistic", pa.int8(), nullable=False),
        pa.field("start", INSTANT, nullable=False),
        pa.field("end", INSTANT, nullable=False),
        pa.field("value", pa.float64()),
        pa.field("flag", pa.string(), nullable=False),
        pa.field("marks", pa.int16(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("raw_index", pa.int32(), nullable=False),
    ]
)
"""What a writer gives; `flag`, `marks` and `raw_index` may be left out (none, 0, -1)."""

RAW_SCHEMA = pa.schema(
    [
        pa.field("device", pa.string(), nullable=False),
        pa.field("received", INSTANT, nullable=False),
        pa.field("packet", pa.binary(), nullable=False),
        pa.field("outcome", pa.string(), nullable=False),
    ]
)
"""The packets of an append as they came; `raw_index` of a row counts into this table."""

SERIES_KEY = ("point", "factor", "statistic", "kind")
KEY = (*SERIES_KEY, "start")

POLARS_INSTANT = pl.Datetime("ms", "UTC")

ROW_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "point": pl.Int32,
    "factor": pl.String,
    "kind": pl.String,
    "statistic": pl.Int8,
    "start": POLARS_INSTANT,
    "end": POLARS_INSTANT,
    "arrival": POLARS_INSTANT,
    "value": pl.Float64,
    "flag": pl.String,
    "marks": pl.Int16,
    "version": pl.Int32,
    "source": pl.String,
    "author": pl.String,
    "reason": pl.String,
    "segment": pl.Int64,
    "index": pl.Int32,
}

KEY_TYPES = {name: ROW_TYPES[name] for name in KEY}


@dataclass(frozen=True, slots=True)
class DatumKey:
    """Which datum (数据): a statistic of a factor at a point, in the period that begins at `start`.

    >>> DatumKey(point=7, factor="w01018", statistic=0, kind=Kind.HOUR, start=datetime(2026, 11, 1))
    Traceback (most recent call last):
    ValueError: start 2026-11-01 00:00:00 has no time zone
    """

    point: int
    factor: str
    kind: Kind
    start: datetime
    statistic: int = 0

    def __post_init__(self) -> None:
        require_aware(self.start, "start")

    def frame(self) -> pl.DataFrame:
        """The key as a frame of one row."""
        row = {name: [getattr(self, name)] for name in KEY}
        return pl.DataFrame(row | {"kind": [str(self.kind)]}, schema=KEY_TYPES)


def require_aware(moment: datetime, name: str) -> datetime:
    """The moment itself, if it knows its time zone.

    Raises:
        ValueError: it does not; a naive time would be taken for another hour.

    >>> require_aware(datetime(2026, 11, 1, tzinfo=SHANGHAI), "start").hour
    0
    """
    if moment.tzinfo is None:
        raise ValueError(f"{name} {moment} has no time zone")
    return moment


def milliseconds(moment: datetime) -> int:
    """A moment as the journal writes it. [ms since 1970, UTC]

    >>> milliseconds(datetime(1970, 1, 1, 8, 0, 1, tzinfo=SHANGHAI))
    1000
    """
    return (moment - EPOCH) // timedelta(milliseconds=1)


def day_of(moment: datetime) -> date:
    """Shanghai's calendar day (自然日) of a moment: the partition that holds it.

    China kept summer time from 1986 to 1991; the store stays at UTC+8 throughout.

    >>> from datetime import UTC
    >>> day_of(datetime(2026, 10, 31, 16, tzinfo=UTC)).isoformat()
    '2026-11-01'
    """
    return moment.astimezone(SHANGHAI).date()


def day_column(instant: str = "start") -> pl.Expr:
    """The same day as an expression over a column of instants."""
    return (pl.col(instant) + timedelta(hours=8)).dt.date().alias("day")


def to_rows(frame: pl.DataFrame) -> pa.Table:
    """A frame of versions as the Arrow table that every read returns."""
    return frame.select(ROW_SCHEMA.names).to_arrow().cast(ROW_SCHEMA)


def empty_rows() -> pl.DataFrame:
    """No versions, with the columns that versions have."""
    return pl.DataFrame(schema=ROW_TYPES)
