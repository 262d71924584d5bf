"""From frames to the store's columns, whole batches at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from bihuan.gateway.arrival import Arrival
from bihuan.gateway.decoding import decoded
from bihuan.gateway.device_book import DeviceBook
from bihuan.gateway.device_clock import DeviceClocks
from bihuan.gateway.outcome import Outcome, Refusal, rejected
from bihuan.gateway.period import with_periods
from bihuan.gateway.presence import DeviceSign
from bihuan.gateway.settings import JudgementLimits
from bihuan.gateway.split_time import SplitTimes
from bihuan.gateway.wire_factor import with_factors
from bihuan.telemetry import APPEND_SCHEMA, RAW_SCHEMA, Mark

SOURCE = "hj212"


@dataclass(frozen=True, slots=True)
class Translation:
    """One batch as the store takes it (待入库批次).

    Args:
        rows: APPEND_SCHEMA.
        raw: RAW_SCHEMA; `raw_index` of a row counts into it.
        outcomes: what became of each frame of the batch, in its order.
        signs: what the uploads say about their devices.
    """

    rows: pa.Table
    raw: pa.Table
    outcomes: list[str]
    signs: list[DeviceSign] = field(default_factory=list)

    def without_rows(self) -> "Translation":
        """The packets alone, when the store refuses the rows: a mended parser can read them."""
        undecodable = rejected(Refusal.UNDECODABLE)
        outcome = self.raw["outcome"]
        failed = pc.if_else(pc.equal(outcome, Outcome.STORED.value), undecodable, outcome)
        return replace(
            self,
            rows=self.rows.slice(0, 0),
            raw=self.raw.set_column(3, RAW_SCHEMA.field("outcome"), failed),
            outcomes=[
                undecodable if outcome == Outcome.STORED else outcome for outcome in self.outcomes
            ],
            signs=[],
        )


class Translator:
    """Translates batches (报文转换); it remembers clocks and split uploads between them.

    It runs in the commit's thread alone.
    """

    def __init__(self, limits: JudgementLimits) -> None:
        """Nothing is remembered yet."""
        self._limits = limits
        self._clocks = DeviceClocks(window_s=limits.clock_window_s)
        self._splits = SplitTimes(wait_s=limits.split_wait_s)

    def translate(self, batch: list[Arrival], book: DeviceBook) -> Translation:
        """Decode a batch and map it to points and factors.

        A frame that cannot be decoded or dated, or whose device serves no point, keeps its
        packet and says so in its outcome.
        """
        outcomes = [arrival.outcome for arrival in batch]
        chosen = [place for place, outcome in enumerate(outcomes) if outcome == Outcome.STORED]
        if not chosen:
            return Translation(APPEND_SCHEMA.empty_table(), _raw(batch, outcomes), outcomes)
        uploads = [batch[place] for place in chosen]
        columns = decoded([upload.plain for upload in uploads])
        packets = self._placed(uploads, columns.packets, book).with_columns(
            pl.Series("raw_index", _raw_places(batch, chosen), pl.Int32)
        )
        for place, fault in zip(chosen, _faults(packets), strict=True):
            if fault:
                outcomes[place] = rejected(fault)
        rows = _rows(packets, columns.records, book)
        return Translation(rows, _raw(batch, outcomes), outcomes, _signs(packets))

    def _placed(
        self, uploads: list[Arrival], packets: pl.DataFrame, book: DeviceBook
    ) -> pl.DataFrame:
        """A row an upload: its device, period, point and marks."""
        times = self._splits.resolve(uploads, packets["data_time"].to_list())
        known = packets.with_columns(
            pl.Series("data_time", times, pl.Int64),
            pl.Series("device", [upload.device for upload in uploads], pl.String),
            pl.Series("received_ms", [upload.received_ms for upload in uploads], pl.Int64),
            pl.Series("is_replay", [_is_replay(upload) for upload in uploads], pl.Boolean),
        )
        offsets = self._clocks.read(known, uploads[-1].received_ms)
        return (
            with_periods(known, book)
            .join(offsets, on="device", how="left", maintain_order="left")
            .with_columns(self._marks())
        )

    def _marks(self) -> pl.Expr:
        """FUTURE is the store's own mark; the other two only we can know."""
        limit_ms = round(self._limits.clock_s * 1000)
        is_off = (pl.col("clock_offset_ms").abs() > limit_ms).fill_null(False)
        replay = pl.when("is_replay").then(Mark.REPLAY.value).otherwise(0)
        clock = pl.when(is_off).then(Mark.CLOCK.value).otherwise(0)
        return (replay + clock).cast(pl.Int16).alias("marks")


def _is_replay(upload: Arrival) -> bool:
    return upload.packet is not None and upload.packet.replay


def _faults(packets: pl.DataFrame) -> list[str]:
    """Why a packet brings no values, '' when it may."""
    return (
        packets.select(
            pl.when(~pl.col("readable"))
            .then(pl.lit(Refusal.UNDECODABLE.value))
            .when(pl.col("data_time").is_null())
            .then(pl.lit(Refusal.NO_DATA_TIME.value))
            .when(pl.col("point").is_null())
            .then(pl.lit(Refusal.NO_POINT.value))
            .otherwise(pl.lit(""))
        )
        .to_series()
        .to_list()
    )


def _rows(packets: pl.DataFrame, records: pl.DataFrame, book: DeviceBook) -> pa.Table:
    """The values in the store's columns."""
    placed = records.join(
        packets.drop_nulls(("point", "start_ms")), on="packet", how="inner", maintain_order="left"
    )
    rows = with_factors(placed, book.codes).select(
        "point",
        "factor",
        "kind",
        "statistic",
        _instant("start_ms").alias("start"),
        _instant("end_ms").alias("end"),
        "value",
        "flag",
        "marks",
        pl.lit(SOURCE).alias("source"),
        "raw_index",
    )
    return rows.to_arrow().cast(APPEND_SCHEMA)


def _instant(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Datetime("ms", "UTC"))


def _signs(packets: pl.DataFrame) -> list[DeviceSign]:
    """What the uploads say of their devices; times ahead of arrival say nothing of data."""
    is_past = pl.col("data_time") <= pl.col("received_ms")
    known = packets.with_columns(pl.when(is_past).then("data_time").alias("data_time"))
    grouped = known.group_by("device").agg(
        pl.col("data_time").max(),
        (pl.col("received_ms") - pl.col("data_time")).min().alias("delay_ms"),
        pl.col("clock_offset_ms").first(),
    )
    return [DeviceSign(*row) for row in grouped.iter_rows()]


def _raw(batch: Sequence[Arrival], outcomes: Sequence[str]) -> pa.Table:
    """The packets of a batch, refused ones included, repeats left out."""
    kept = [
        (arrival.device, arrival.received_ms, arrival.raw, outcome)
        for arrival, outcome in zip(batch, outcomes, strict=True)
        if arrival.keeps_raw
    ]
    columns = list(zip(*kept, strict=True)) or [(), (), (), ()]
    arrays = [
        pa.array(column, kept_as.type) for column, kept_as in zip(columns, RAW_SCHEMA, strict=True)
    ]
    return pa.table(arrays, schema=RAW_SCHEMA)


def _raw_places(batch: Sequence[Arrival], chosen: Sequence[int]) -> list[int]:
    """Where the packets of some frames stand in the table that `_raw` makes."""
    places = list(accumulate((arrival.keeps_raw for arrival in batch), initial=0))
    return [places[place] for place in chosen]
