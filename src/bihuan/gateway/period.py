"""Where a packet's values belong: kind and period, and the point that the device serves then."""

import polars as pl

from bihuan.gateway.device_book import DeviceBook
from bihuan.hj212.record import KINDS, DataKind

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
KIND_OF_COMMAND = {code: kind.value for code, kind in KINDS.items()}


def with_periods(packets: pl.DataFrame, book: DeviceBook) -> pl.DataFrame:
    """Add kind, period and point to packets (数据时段与监测点).

    A period begins at DataTime. It lasts as long as its kind says: an hour, a day, the
    registered minute interval, or until the next real-time value is due.

    Args:
        packets: columns packet, device, system_code, command_code, data_time.
        book: the registered devices.

    Returns:
        The packets in their order with kind, start_ms, end_ms, is_2005 and point; null where
        there is none.

    Source: HJ 212-2017 6.6 (DataTime is the beginning of the period).
    """
    known = packets.join(
        book.devices.rename({"device_id": "device"}),
        on="device",
        how="left",
        maintain_order="left",
    ).with_columns(
        pl.col("command_code").replace_strict(KIND_OF_COMMAND, default=None).alias("kind"),
    )
    timed = known.with_columns(
        pl.col("data_time").alias("start_ms"),
        (pl.col("data_time") + _length()).alias("end_ms"),
        pl.col("is_2005").fill_null(False),
    )
    return timed.join(
        points_of(packets, book.spells), on="packet", how="left", maintain_order="left"
    ).drop("realtime_ms", "minute_ms")


def points_of(packets: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    """The point that each packet belongs to (监测点归属).

    An assignment of the very system code goes before one of every system.

    Args:
        packets: columns packet, device, system_code, data_time.
        spells: the book's assignments.

    Returns:
        Columns packet, point; packets without a point are left out.
    """
    fitting = packets.select("packet", "device", "system_code", "data_time").join(
        spells.rename({"device_id": "device", "system_code": "spell_code"}), on="device"
    )
    return (
        fitting.filter(
            (pl.col("spell_code") == pl.col("system_code")) | (pl.col("spell_code") == ""),
            pl.col("from_ms") <= pl.col("data_time"),
            pl.col("data_time") < pl.col("to_ms"),
        )
        .sort("packet", pl.col("spell_code") == "")
        .unique("packet", keep="first", maintain_order=True)
        .select("packet", "point")
    )


def _length() -> pl.Expr:
    kind = pl.col("kind")
    return (
        pl.when(kind == DataKind.HOUR.value)
        .then(pl.lit(HOUR_MS))
        .when(kind == DataKind.DAY.value)
        .then(pl.lit(DAY_MS))
        .when(kind == DataKind.MINUTE.value)
        .then("minute_ms")
        .otherwise("realtime_ms")
    )
