"""Parts of split messages find their time."""

from datetime import UTC, datetime, timedelta

import pytest

from bihuan.hj212.record import Upload, read_upload
from bihuan.hj212.segment import read_header
from bihuan.hj212.split_message import PartMerger

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TIME = b"DataTime=20160801080000;"


def part(
    number: int,
    request_id: bytes,
    parameters: bytes,
    *,
    total: int = 2,
    device_id: bytes = b"010000A8900016F000169DC0",
) -> Upload:
    return read_upload(
        read_header(
            b"QN=%b;ST=32;CN=2061;PW=123456;MN=%b;Flag=7;PNUM=%d;PNO=%d;CP=&&%b&&"
            % (request_id, device_id, total, number, parameters)
        )
    )


FIRST = part(1, b"20160801085857534", TIME + b"w00000-Avg=17.5")
SECOND_PART = part(2, b"20160801085857535", b"w01018-Avg=40.1")
STRANGER = part(2, b"20160801085902535", b"w01018-Avg=40.1")


@pytest.mark.requirement("C4")
def test_parts_with_a_time_go_straight_through() -> None:
    merger = PartMerger()
    repeated = part(2, b"20160801085857535", TIME + b"w01018-Avg=40.1")
    assert merger.take(FIRST, NOW) == [FIRST]
    assert merger.take(repeated, NOW) == [repeated]


def test_a_later_part_takes_the_time_of_its_sibling() -> None:
    merger = PartMerger()
    merger.take(FIRST, NOW)
    (ready,) = merger.take(SECOND_PART, NOW + SECOND)
    assert ready == SECOND_PART._replace(data_time=FIRST.data_time)


def test_a_part_that_came_first_waits_for_its_sibling() -> None:
    merger = PartMerger()
    assert merger.take(SECOND_PART, NOW) == [] and merger.waiting == 1
    ready = merger.take(FIRST, NOW + SECOND)
    assert [upload.data_time for upload in ready] == [FIRST.data_time] * 2
    assert merger.waiting == 0


def test_a_part_that_nobody_helps_is_given_back_without_a_time() -> None:
    merger = PartMerger()
    merger.take(SECOND_PART, NOW)
    assert merger.expire(NOW + 9 * SECOND) == []
    assert merger.expire(NOW + 10 * SECOND) == [SECOND_PART]
    assert merger.waiting == 0 and merger.expire(NOW + 99 * SECOND) == []


def test_parts_of_other_messages_are_no_siblings() -> None:
    merger = PartMerger()
    merger.take(FIRST, NOW)
    assert merger.take(STRANGER, NOW) == []
    other_device = part(2, b"20160801085857535", b"w01018-Avg=1", device_id=b"A" * 24)
    other_total = part(2, b"20160801085857535", b"w01018-Avg=1", total=3)
    assert merger.take(other_device, NOW) == [] and merger.take(other_total, NOW) == []


def test_the_same_request_id_makes_siblings_whatever_it_says() -> None:
    merger = PartMerger()
    merger.take(part(1, b"x", TIME + b"w00000-Avg=1"), NOW)
    (ready,) = merger.take(part(2, b"x", b"w01018-Avg=2"), NOW)
    assert ready.data_time == FIRST.data_time


def test_sets_of_one_and_parts_without_values_never_wait() -> None:
    merger = PartMerger()
    alone = part(1, b"20160801085857534", b"w00000-Avg=1", total=1)
    empty = part(2, b"20160801085857534", b"")
    assert merger.take(alone, NOW) == [alone] and merger.take(empty, NOW) == [empty]


def test_what_waits_is_bounded_and_the_oldest_goes_first() -> None:
    merger = PartMerger(most_waiting=3)
    parts = [
        part(2, b"20160801085857535", b"w01018-Avg=1", device_id=b"A%023d" % number)
        for number in range(5)
    ]
    ready = [merger.take(upload, NOW) for upload in parts]
    assert ready == [[], [], [], [parts[0]], [parts[1]]] and merger.waiting == 3
