"""How far devices' clocks are off, learned from the request ids of their packets."""

import polars as pl

STATE = {"device": pl.String, "young_ms": pl.Int64, "old_ms": pl.Int64}


class DeviceClocks:
    """Clock offsets of devices (时钟偏差), in two generations of equal length.

    A request id says when the device sent the packet by its own clock. Delay and replay only
    make it look older than it is, so the greatest reading of the last while is the nearest.
    """

    def __init__(self, *, window_s: float) -> None:
        """Readings count for at least `window_s` and at most twice as long [s]."""
        self._window_ms = round(window_s * 1000)
        self._state = pl.DataFrame(schema=STATE)
        self._turned_ms = 0

    def read(self, packets: pl.DataFrame, now_ms: int) -> pl.DataFrame:
        """Learn from packets and give the offsets of their devices.

        Args:
            packets: columns device, request_id, received_ms.
            now_ms: [ms since 1970, UTC]

        Returns:
            Columns device, clock_offset_ms: the device's clock less ours; devices whose ids
            are no times are left out.
        """
        self._turn(now_ms)
        readings = (
            packets.select("device", (sent_ms() - pl.col("received_ms")).alias("reading"))
            .drop_nulls()
            .group_by("device")
            .agg(pl.col("reading").max())
        )
        self._state = (
            self._state.join(readings, on="device", how="full", coalesce=True)
            .with_columns(pl.max_horizontal("young_ms", "reading").alias("young_ms"))
            .drop("reading")
        )
        return self._state.join(readings, on="device", how="semi").select(
            "device", pl.max_horizontal("young_ms", "old_ms").alias("clock_offset_ms")
        )

    def _turn(self, now_ms: int) -> None:
        if now_ms - self._turned_ms < self._window_ms:
            return
        self._state = self._state.select(
            "device",
            pl.lit(None, pl.Int64).alias("young_ms"),
            pl.col("young_ms").alias("old_ms"),
        ).drop_nulls("old_ms")
        self._turned_ms = now_ms


def sent_ms() -> pl.Expr:
    """The time in `request_id` [ms since 1970, UTC], null where it is none.

    >>> ids = pl.DataFrame({"request_id": ["20260101080000007", "7"]})
    >>> ids.select(sent_ms()).to_series().to_list()
    [1767225600007, None]
    """
    text = pl.col("request_id")
    dotted = text.str.slice(0, 14) + "." + text.str.slice(14)
    wire = dotted.str.to_datetime("%Y%m%d%H%M%S%.3f", time_unit="ms", strict=False)
    has_form = text.str.contains(r"^[0-9]{17}$")
    return pl.when(has_form).then(wire.dt.epoch("ms") - SHANGHAI_MS)


SHANGHAI_MS = 8 * 3_600_000
