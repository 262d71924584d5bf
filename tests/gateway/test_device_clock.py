import polars as pl

from bihuan.gateway.device_clock import DeviceClocks
from tests.gateway.entries import RECEIVED_MS


def packet(request_id: str | None, received_ms: int = RECEIVED_MS) -> pl.DataFrame:
    return pl.DataFrame(
        {"device": ["A"], "request_id": [request_id], "received_ms": [received_ms]},
        {"device": pl.String, "request_id": pl.String, "received_ms": pl.Int64},
    )


def offset(clocks: DeviceClocks, packets: pl.DataFrame, now_ms: int = RECEIVED_MS) -> list[int]:
    return clocks.read(packets, now_ms)["clock_offset_ms"].to_list()


def test_the_freshest_reading_counts_because_delay_only_makes_older() -> None:
    clocks = DeviceClocks(window_s=600)
    assert offset(clocks, packet("20261121070000000")) == [-3_600_000]  # a replay
    assert offset(clocks, packet("20261121080000500")) == [500]
    assert offset(clocks, packet("20261121060000000")) == [500]


def test_a_clock_ahead_is_seen_at_once() -> None:
    assert offset(DeviceClocks(window_s=600), packet("20261121090000000")) == [3_600_000]


def test_an_old_reading_is_forgotten() -> None:
    clocks, later = DeviceClocks(window_s=600), RECEIVED_MS + 1_300_000
    offset(clocks, packet("20261121090000000"))
    offset(clocks, packet("20261121080000000"), RECEIVED_MS + 650_000)
    assert offset(clocks, packet("20261121080000000", later), later) == [0]


def test_ids_that_are_no_times_say_nothing() -> None:
    clocks = DeviceClocks(window_s=600)
    for request_id in (None, "", "1", "20261341080000000", "abcdefghijklmnopq"):
        assert offset(clocks, packet(request_id)) == []
