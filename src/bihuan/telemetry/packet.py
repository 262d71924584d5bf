"""Raw packets (原始报文): as they came, found again from a datum or from a device."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl
import pyarrow as pa

from bihuan.telemetry.engine import Engine
from bihuan.telemetry.journal import RawSegment
from bihuan.telemetry.lake import RAW_STORED, Snapshot
from bihuan.telemetry.scan import source
from bihuan.telemetry.schema import POLARS_INSTANT, RAW_SCHEMA, day_column, day_of

PACKET_SCHEMA = pa.schema([*RAW_SCHEMA, ("segment", pa.int64()), ("index", pa.int32())])
"""What a read of packets returns."""

AROUND = timedelta(hours=1)

COLUMNS = ", ".join(f'"{name}"' for name in PACKET_SCHEMA.names)


@dataclass(frozen=True, slots=True)
class RawPacket:
    """One packet of a device, byte for byte.

    Args:
        segment: the group commit it came with; `index` is its place there.
        outcome: "stored", "control" or "rejected:<reason>".
    """

    segment: int
    index: int
    device: str
    received: datetime
    packet: bytes
    outcome: str


def no_packets() -> pl.DataFrame:
    """No packets, with the columns that packets have."""
    return pl.DataFrame(PACKET_SCHEMA.empty_table())


def decoded_packets(segment: RawSegment) -> pl.DataFrame:
    """The packets of a segment with their places: the columns of PACKET_SCHEMA."""
    packets = pl.DataFrame(pa.ipc.open_stream(segment.raw).read_all())
    return packets.with_columns(
        pl.lit(segment.id, pl.Int64).alias("segment"),
        pl.row_index("index").cast(pl.Int32),
    )


def stored_packets(packets: pl.DataFrame) -> pa.Table:
    """Packets as the lake keeps them: a device's packets side by side compress best."""
    dated = packets.with_columns(day_column("received")).sort("device", "segment", "index")
    return dated.select(RAW_STORED.names).to_arrow()


def the_packet(packets: pl.DataFrame, segment: int, index: int) -> RawPacket | None:
    """One packet out of a frame of packets."""
    for row in packets.filter(segment=segment, index=index).iter_rows(named=True):
        return RawPacket(**row)
    return None


def packet_in_lake(
    engine: Engine, raw: Snapshot, segment: int, index: int, arrival: datetime | None
) -> RawPacket | None:
    """One packet from the lake; the time of its arrival mostly spares a look into other files."""
    files = raw.files.filter(pl.col("min_segment") <= segment, pl.col("max_segment") >= segment)
    near = files.clear() if arrival is None else files.filter(_received_around(arrival))
    for some in (near, files):
        if some.height and (packet := _packet_in(engine, some, segment, index)):
            return packet
    return None


def _received_around(arrival: datetime) -> pl.Expr:
    began_before = pl.col("min_received") <= arrival + AROUND
    return began_before & (pl.col("max_received") >= arrival - AROUND)


def _packet_in(engine: Engine, files: pl.DataFrame, segment: int, index: int) -> RawPacket | None:
    found = engine.frame(
        f'SELECT {COLUMNS} FROM {source(files)} WHERE segment = ? AND "index" = ?',
        [segment, index],
    )
    return the_packet(_in_store_types(found), segment, index)


@dataclass(frozen=True, slots=True)
class DevicePackets:
    """Which packets of a device: received in [start, end), the oldest `limit` of them."""

    device: str
    start: datetime
    end: datetime
    limit: int

    def condition(self) -> pl.Expr:
        """What packets of a journal must meet."""
        inside = pl.col("received").is_between(self.start, self.end, closed="left")
        return (pl.col("device") == self.device) & inside


def packets_of_device(
    engine: Engine, raw: Snapshot, wanted: DevicePackets, tail: Sequence[pl.DataFrame]
) -> pa.Table:
    """Packets of a device in the order they came.

    Args:
        tail: packets that have not moved yet.
    """
    files = raw.files.filter(
        pl.col("day").is_between(day_of(wanted.start), day_of(wanted.end)),
        pl.col("min_received") < wanted.end,
        pl.col("max_received") >= wanted.start,
    )
    found = [no_packets(), *(part.filter(wanted.condition()) for part in tail)]
    if files.height:
        lake = engine.frame(
            f"SELECT {COLUMNS} FROM {source(files)} WHERE device = ?"
            ' AND received >= ? AND received < ? ORDER BY received, segment, "index" LIMIT ?',
            [wanted.device, wanted.start, wanted.end, wanted.limit],
        )
        found.append(_in_store_types(lake))
    ordered = pl.concat(found).sort("received", "segment", "index").head(wanted.limit)
    return ordered.to_arrow().cast(PACKET_SCHEMA)


def _in_store_types(packets: pl.DataFrame) -> pl.DataFrame:
    return packets.with_columns(pl.col("received").cast(POLARS_INSTANT))
