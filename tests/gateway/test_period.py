from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.gateway.device_book import book_of
from bihuan.gateway.period import points_of, with_periods
from tests.gateway.entries import LONG_AGO, device, spell

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
NOON_MS = round(NOON.timestamp() * 1000)


def packets(*rows: tuple[str, str, str, int | None]) -> pl.DataFrame:
    """Device, system, command and data time of packets."""
    texts = dict.fromkeys(("device", "system_code", "command_code"), pl.String)
    frame = pl.DataFrame(rows, {**texts, "data_time": pl.Int64}, orient="row")
    return frame.with_columns(pl.row_index("packet").cast(pl.UInt32))


@pytest.mark.parametrize(
    ("command", "kind", "length"),
    [
        ("2011", "realtime", timedelta(seconds=30)),
        ("2021", "realtime", timedelta(seconds=30)),
        ("2051", "minute", timedelta(minutes=5)),
        ("2061", "hour", timedelta(hours=1)),
        ("2031", "day", timedelta(days=1)),
        ("2041", "day", timedelta(days=1)),
    ],
)
def test_a_period_begins_at_its_data_time(command: str, kind: str, length: timedelta) -> None:
    book = book_of({"A": device("A", realtime_interval_s=30, minute_interval_min=5)}, 1)
    (row,) = with_periods(packets(("A", "32", command, NOON_MS)), book).to_dicts()
    assert row["kind"] == kind and row["point"] == 7
    assert row["end_ms"] - row["start_ms"] == length / timedelta(milliseconds=1)


def test_a_packet_without_time_or_point_has_none() -> None:
    book = book_of({"A": device("A"), "B": device("B", spell(1, end=LONG_AGO))}, 1)
    rows = with_periods(packets(("A", "32", "2011", None), ("B", "32", "2011", NOON_MS)), book)
    assert rows["point"].to_list() == [None, None]


def test_a_swap_keeps_each_datum_at_the_point_of_its_time() -> None:
    swapped = device("A", spell(1, end=NOON), spell(2, start=NOON))
    book = book_of({"A": swapped}, 1)
    rows = with_periods(
        packets(("A", "32", "2061", NOON_MS - 1), ("A", "32", "2061", NOON_MS)), book
    )
    assert rows["point"].to_list() == [1, 2]


SYSTEMS = ("", "31", "32")


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.sampled_from(SYSTEMS), st.integers(0, 20)), max_size=5
    ),
    st.sampled_from(("31", "32", "22")),
    st.integers(-5, 30),
)
def test_points_of_a_batch_equal_the_directory_asked_one_by_one(
    spells: list[tuple[int, str, int]], system: str, hour: int
) -> None:
    used: dict[str, int] = {}
    made = []
    for point, code, length in spells:  # spells of one system follow one another
        begin = used.get(code, 0)
        used[code] = begin + length + 1
        start = NOON + timedelta(hours=begin)
        made.append(spell(point, code, start, start + timedelta(hours=length + 1)))
    entry = device("A", *made) if made else device("A", spell(1, end=LONG_AGO))
    moment = NOON + timedelta(hours=hour)
    asked = packets(("A", system, "2061", round(moment.timestamp() * 1000)))
    found = points_of(asked, book_of({"A": entry}, 1).spells)["point"].to_list()
    expected = entry.point_at(system, moment)
    assert found == ([] if expected is None else [expected])
