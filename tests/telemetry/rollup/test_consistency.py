from datetime import timedelta

import pyarrow as pa
import pytest
from tests.telemetry.rollup.rows import MIDNIGHT, Row, table

from bihuan.telemetry.rollup.aggregate import roll_up
from bihuan.telemetry.rollup.consistency import MISMATCH_SCHEMA, Tolerance, consistency
from bihuan.telemetry.rollup.rule import RollUpRule
from bihuan.telemetry.schema import Kind


def a_day_of_minutes() -> list[Row]:
    return [Row(10 * slot, 20 + slot % 7, point=point) for slot in range(144) for point in (1, 2)]


def reported_hours(minutes: pa.Table) -> pa.Table:
    """What an honest device reports: its own minutes, rolled and rounded to a decimal."""
    rows = roll_up(minutes, to=Kind.HOUR, rule=RollUpRule()).to_pylist()
    return table(
        [
            Row(
                (row["start"] - MIDNIGHT) / timedelta(minutes=1),
                round(row["value"], 1),
                length=60,
                statistic=row["statistic"],
                point=row["point"],
            )
            for row in rows
        ]
    )


def planted(hours: pa.Table, row: int, value: float) -> pa.Table:
    values = hours.column("value").to_pylist()
    values[row] = value
    return hours.set_column(hours.schema.get_field_index("value"), "value", pa.array(values))


def test_an_honest_device_agrees_with_itself() -> None:
    minutes = table(a_day_of_minutes())
    hours = reported_hours(minutes)
    rolled = roll_up(minutes, to=Kind.HOUR, rule=RollUpRule())
    assert consistency(hours, rolled).num_rows == 0


@pytest.mark.requirement("B1.7")
def test_a_planted_hour_is_found_from_minutes_and_from_the_day() -> None:
    minutes = table(a_day_of_minutes())
    rolled = roll_up(minutes, to=Kind.HOUR, rule=RollUpRule())
    honest = reported_hours(minutes)
    hours = planted(honest, 5, 99.0)
    found = consistency(hours, rolled).to_pylist()
    assert [(row["point"], row["start"], row["reported"]) for row in found] == [
        (1, MIDNIGHT + timedelta(hours=5), 99.0)
    ]
    reported_day = roll_up(honest, to=Kind.DAY, rule=RollUpRule())
    rolled_day = roll_up(hours, to=Kind.DAY, rule=RollUpRule())
    days = consistency(reported_day, rolled_day).to_pylist()
    assert {(row["point"], row["statistic"]) for row in days} == {(1, 0), (1, 2)}


@pytest.mark.parametrize(("reported", "count"), [(101.9, 0), (102.1, 1), (98.1, 0), (97.9, 1)])
def test_the_tolerance_adds_a_share_to_a_fixed_part(reported: float, count: int) -> None:
    ours, theirs = table([Row(0, 100.0)]), table([Row(0, reported)])
    tolerance = Tolerance(absolute=1, relative=0.01)
    assert consistency(theirs, ours, tolerance=tolerance).num_rows == count


def test_the_largest_difference_comes_first() -> None:
    ours = table([Row(0, 10.0), Row(60, 10.0)])
    found = consistency(table([Row(0, 12.0), Row(60, 5.0)]), ours)
    assert found.column("difference").to_pylist() == [-5.0, 2.0]


def test_angles_differ_by_the_shorter_way_round() -> None:
    straight = RollUpRule(angles=frozenset())
    ours = table([Row(0, 0.2, factor="a01008")])
    theirs = table([Row(0, 359.9, factor="a01008")])
    tolerance = Tolerance(absolute=1, relative=0)
    assert consistency(theirs, ours, tolerance=tolerance).num_rows == 0
    assert consistency(theirs, ours, tolerance=tolerance, rule=straight).num_rows == 1


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (Row(0, 99.0, "M"), Row(0, 1.0)),
        (Row(0, 99.0), Row(0, 1.0, "D")),
        (Row(0, None), Row(0, 1.0)),
        (Row(0, 99.0), Row(60, 1.0)),
    ],
)
def test_only_what_both_sides_call_valid_is_compared(theirs: Row, ours: Row) -> None:
    found = consistency(table([theirs]), table([ours]))
    assert found.num_rows == 0
    assert found.schema == MISMATCH_SCHEMA
