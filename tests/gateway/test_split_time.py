from bihuan.gateway.split_time import SplitTimes
from bihuan.hj212.frame import write_frame
from tests.gateway.entries import RECEIVED_MS, arrival

TIME_MS = 1_795_000_000_000


def part(number: int, mn: str = "A") -> bytes:
    return write_frame(
        f"ST=32;CN=2061;PW=123456;MN={mn};Flag=7;PNUM=3;PNO={number};CP=&&a=1&&".encode()
    )


def resolved(splits: SplitTimes, *parts: tuple[bytes, int | None], at: int = 0) -> list[int | None]:
    arrivals = [arrival(frame, received_ms=RECEIVED_MS + at) for frame, _ in parts]
    return splits.resolve(arrivals, [time for _, time in parts])


def test_later_parts_take_the_time_of_the_first() -> None:
    splits = SplitTimes(wait_s=10)
    assert resolved(splits, (part(1), TIME_MS), (part(2), None)) == [TIME_MS, TIME_MS]
    assert resolved(splits, (part(3), None), at=9_000) == [TIME_MS]


def test_a_sibling_that_is_too_old_lends_nothing() -> None:
    splits = SplitTimes(wait_s=10)
    resolved(splits, (part(1), TIME_MS))
    assert resolved(splits, (part(2), None), at=10_001) == [None]


def test_another_device_lends_nothing() -> None:
    splits = SplitTimes(wait_s=10)
    assert resolved(splits, (part(1), TIME_MS), (part(2, "B"), None)) == [TIME_MS, None]


def test_a_packet_that_is_not_split_keeps_its_lack_of_time() -> None:
    whole = write_frame(b"ST=32;CN=2061;PW=123456;MN=A;Flag=5;CP=&&a=1&&")
    splits = SplitTimes(wait_s=10)
    assert resolved(splits, (part(1), TIME_MS), (whole, None)) == [TIME_MS, None]
