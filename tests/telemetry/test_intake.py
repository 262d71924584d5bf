import math
from datetime import timedelta

import pyarrow as pa
import pytest

from bihuan.telemetry import APPEND_SCHEMA, BadRows, Mark
from bihuan.telemetry.intake import checked_packets, checked_rows
from tests.telemetry.given import NOON, Given, packets, rows


def checked(table: pa.Table, count: int = 1) -> pa.Table:
    return checked_rows(table, packets=count, now=NOON)


def with_column(name: str, content: pa.Array) -> pa.Table:
    table = rows([Given()] * len(content))
    return table.set_column(table.schema.get_field_index(name), name, content)


def test_columns_that_may_be_left_out_get_their_defaults() -> None:
    table = checked(rows([Given()]).drop_columns(["flag", "raw_index"]))
    assert table.select(["flag", "marks", "raw_index"]).to_pylist() == [
        {"flag": "", "marks": 0, "raw_index": -1}
    ]


def test_dictionaries_and_wide_numbers_are_taken_as_what_they_mean() -> None:
    table = with_column("point", pa.array([5], pa.int64()))
    factor = pa.array(["w01018"]).dictionary_encode()
    table = table.set_column(1, "factor", factor)
    assert checked(table).schema.field("factor") == APPEND_SCHEMA.field("factor")


@pytest.mark.parametrize(
    ("column", "content", "row"),
    [
        ("point", pa.array([1, None], pa.int32()), 1),
        ("point", pa.array([1, 2, 2**40], pa.int64()), 2),
        ("factor", pa.array([None, "w01018"]), 0),
        ("start", pa.array([NOON, None], pa.timestamp("ms", "UTC")), 1),
        ("kind", pa.array(["hour", "week"]), 1),
        ("source", pa.array(["hj212", "hearsay"]), 1),
        ("value", pa.array([1.0, 2.0, math.inf]), 2),
        ("raw_index", pa.array([0, 1], pa.int32()), 1),
        ("raw_index", pa.array([-2], pa.int32()), 0),
        ("end", pa.array([NOON - timedelta(minutes=1)], pa.timestamp("ms", "UTC")), 0),
    ],
)
def test_rows_are_refused_as_a_whole_with_the_row_at_fault(
    column: str, content: pa.Array, row: int
) -> None:
    with pytest.raises(BadRows, match=f"row {row}, column {column}") as refused:
        checked(with_column(column, content))
    assert (refused.value.column, refused.value.row) == (column, row)


def test_a_time_without_a_zone_is_refused() -> None:
    naive = pa.array([NOON.replace(tzinfo=None)], pa.timestamp("ms"))
    with pytest.raises(BadRows, match="time zone"):
        checked(with_column("start", naive))


@pytest.mark.parametrize(("extra", "missing"), [("colour", None), (None, "point")])
def test_an_unknown_or_missing_column_is_named(extra: str | None, missing: str | None) -> None:
    table = rows([Given()])
    if extra:
        table = table.append_column(extra, pa.array(["blue"]))
    if missing:
        table = table.drop_columns(missing)
    with pytest.raises(BadRows, match=extra or missing):
        checked(table)


def test_not_a_number_is_stored_as_missing() -> None:
    table = checked(with_column("value", pa.array([1.0, math.nan, None])))
    assert table["value"].to_pylist() == [1.0, None, None]


def test_only_what_begins_over_ten_minutes_ahead_is_from_the_future() -> None:
    marks = checked(rows([Given(minute=10), Given(minute=10.001)]))["marks"].to_pylist()
    assert marks == [0, Mark.FUTURE]


def test_a_writer_cannot_set_the_mark_future_itself() -> None:
    given = pa.array([Mark.FUTURE | Mark.REPLAY], pa.int16())
    table = rows([Given()]).append_column("marks", given)
    assert checked(table)["marks"].to_pylist() == [Mark.REPLAY]


def test_a_packet_without_its_device_is_refused() -> None:
    table = packets(b"##0000").set_column(0, "device", pa.array([None], pa.string()))
    with pytest.raises(BadRows, match="row 0, column device"):
        checked_packets(table)
