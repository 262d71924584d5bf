import math
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.telemetry.rollup.rows import MIDNIGHT, Row, table

from bihuan.telemetry.rollup.aggregate import ROLLED_SCHEMA, roll_up
from bihuan.telemetry.rollup.rule import DEFAULT_RULE, RollUpRule
from bihuan.telemetry.schema import Kind

HOUR = timedelta(hours=1)
Rolled = dict[str, Any]


def rolled(*rows: Row, to: Kind = Kind.HOUR, rule: RollUpRule = DEFAULT_RULE) -> list[Rolled]:
    return list(roll_up(table(rows), to=to, rule=rule).to_pylist())


def means(rows: list[Rolled]) -> list[Rolled]:
    return [row for row in rows if row["statistic"] == 0]


def test_a_full_hour_of_minutes_gives_mean_and_extremes() -> None:
    rows = rolled(*(Row(10 * slot, float(slot)) for slot in range(6)))
    assert [(row["statistic"], row["value"], row["flag"]) for row in rows] == [
        (0, 2.5, "N"),
        (1, 0.0, "N"),
        (2, 5.0, "N"),
    ]
    assert (rows[0]["n_valid"], rows[0]["n_received"], rows[0]["n_expected"]) == (6, 6, 6)
    assert (rows[0]["start"], rows[0]["end"]) == (MIDNIGHT, MIDNIGHT + HOUR)


def test_a_minute_on_the_border_belongs_to_the_next_hour() -> None:
    rows = means(rolled(Row(50, 1.0), Row(60, 3.0)))
    assert [(row["start"], row["value"]) for row in rows] == [
        (MIDNIGHT, 1.0),
        (MIDNIGHT + HOUR, 3.0),
    ]


def test_a_day_begins_at_midnight_in_shanghai() -> None:
    hours = [Row(-60, 8.0, length=60), *(Row(60 * hour, 2.0, length=60) for hour in range(24))]
    rows = means(rolled(*hours, to=Kind.DAY))
    assert [(row["start"], row["value"], row["flag"]) for row in rows] == [
        (MIDNIGHT - 24 * HOUR, 8.0, "D"),
        (MIDNIGHT, 2.0, "N"),
    ]
    assert rows[1]["end"] == MIDNIGHT + 24 * HOUR


def test_reported_extremes_widen_the_range_of_means() -> None:
    rows = rolled(Row(0, 5.0), Row(0, 1.0, statistic=1), Row(0, 9.0, statistic=2), Row(10, 20.0))
    assert [row["value"] for row in rows] == [12.5, 1.0, 20.0]


def test_sums_are_added_and_absent_where_no_sum_was_sent() -> None:
    rows = rolled(Row(0, 5.0), Row(0, 2.0, statistic=3), Row(10, 3.0, statistic=3))
    assert [(row["statistic"], row["value"]) for row in rows][-1] == (3, 5.0)
    assert rows[0]["n_valid"] == 2
    assert 3 not in {row["statistic"] for row in rolled(Row(0, 5.0))}


def test_converted_values_are_rolled_apart_from_measured_ones() -> None:
    rows = rolled(Row(0, 5.0), Row(0, 6.0, statistic=4), Row(0, 9.0, statistic=6))
    assert {row["statistic"]: row["value"] for row in rows} == {0: 5, 1: 5, 2: 5, 4: 6, 5: 6, 6: 9}


def test_the_sentinel_of_a_converted_value_never_enters_a_mean() -> None:
    rows = rolled(Row(0, 5.0, statistic=4), Row(10, 9999.99, statistic=4))
    assert {row["statistic"]: row["value"] for row in rows} == {4: 5.0, 5: 5.0, 6: 5.0}
    assert rows[0]["n_valid"] == 1


def test_night_and_day_values_of_noise_are_not_rolled() -> None:
    assert rolled(Row(0, 55.0, statistic=8), Row(0, 60.0, statistic=9)) == []


@pytest.mark.parametrize(("good", "flag"), [(45, "N"), (44, "D")])
def test_three_quarters_of_the_minutes_make_an_hour_valid(good: int, flag: str) -> None:
    rows = [Row(minute, 1.0, "N" if minute < good else "M", length=1) for minute in range(60)]
    assert means(rolled(*rows))[0]["flag"] == flag


def test_missing_minutes_count_as_bad_ones() -> None:
    row = means(rolled(*(Row(minute, 1.0, length=1) for minute in range(44))))[0]
    assert (row["flag"], row["value"], row["n_valid"], row["n_expected"]) == ("D", 1.0, 44, 60)


@pytest.mark.parametrize(("good", "flag"), [(20, "N"), (19, "D")])
def test_a_count_may_replace_the_share(good: int, flag: str) -> None:
    rule = RollUpRule(minimum_count=20)
    hours = [Row(60 * hour, 1.0, length=60) for hour in range(good)]
    assert means(rolled(*hours, to=Kind.DAY, rule=rule))[0]["flag"] == flag


def test_one_bad_value_spoils_a_waste_water_aggregate() -> None:
    rows = [Row(10 * slot, 1.0, "D" if slot == 5 else "N") for slot in range(6)]
    rule = RollUpRule(is_spoiled_by_one=True)
    assert means(rolled(*rows))[0]["flag"] == "N"
    assert means(rolled(*rows, rule=rule))[0]["flag"] == "D"


@pytest.mark.parametrize("flag", ["D", "B", "F"])
def test_a_zero_of_a_broken_or_stopped_device_is_no_measurement(flag: str) -> None:
    rule = RollUpRule(valid_flags=frozenset({"N", flag}))
    row = means(rolled(Row(0, 0.0, flag), Row(10, 4.0, flag), Row(20, 0.0), rule=rule))[0]
    assert (row["value"], row["n_valid"]) == (2.0, 2)


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_what_is_no_number_never_enters(value: float | None) -> None:
    row = means(rolled(Row(0, value), Row(10, 4.0)))[0]
    assert (row["value"], row["n_valid"], row["n_received"]) == (4.0, 1, 2)


def test_a_period_without_a_valid_value_is_null_with_a_reason() -> None:
    rows = rolled(Row(0, 3.0, "C"))
    assert [(row["value"], row["flag"], row["n_valid"]) for row in rows] == [(None, "D", 0)] * 3


def test_an_unknown_flag_is_never_valid() -> None:
    assert means(rolled(Row(0, 3.0, "X")))[0]["n_valid"] == 0


def test_future_rows_never_enter() -> None:
    assert rolled(Row(0, 3.0, marks=1)) == []
    assert means(rolled(Row(0, 3.0, marks=3), Row(10, 1.0, marks=2)))[0]["value"] == 1.0


def test_nothing_in_gives_an_empty_table_of_the_same_columns() -> None:
    assert roll_up(table([]), to=Kind.HOUR, rule=RollUpRule()).schema == ROLLED_SCHEMA


def test_realtime_values_need_an_interval() -> None:
    with pytest.raises(ValueError, match="0 ms"):
        rolled(Row(0, 1.0, length=0))
    rule = RollUpRule(interval=timedelta(minutes=20))
    row = means(rolled(Row(0, 1.0, length=0), rule=rule))[0]
    assert (row["n_expected"], row["flag"]) == (3, "D")


def test_realtime_values_make_minutes_of_the_device_s_length() -> None:
    rule = RollUpRule(interval=timedelta(minutes=1), minute=timedelta(minutes=5))
    rows = [Row(minute, float(minute), length=0) for minute in range(10)]
    found = means(rolled(*rows, to=Kind.MINUTE, rule=rule))
    assert [(row["start"] - MIDNIGHT, row["value"], row["n_expected"]) for row in found] == [
        (timedelta(0), 2.0, 5),
        (timedelta(minutes=5), 7.0, 5),
    ]


@pytest.mark.parametrize(
    ("angles", "mean"),
    [
        ((350, 10), 0),
        ((0, 0), 0),
        ((355, 355), 355),
        ((90, 180), 135),
        ((270, 360), 315),
        ((10, 350, 0), 0),
        ((0, 180), None),
        ((0, 90, 180, 270), None),
    ],
)
def test_wind_directions_are_averaged_on_the_circle(
    angles: tuple[int, ...], mean: float | None
) -> None:
    rows = [Row(10 * slot, float(angle), factor="a01008") for slot, angle in enumerate(angles)]
    found = rolled(*rows)
    assert [(row["statistic"], row["value"]) for row in found] == [(0, mean)]


values = st.one_of(st.none(), st.just(0.0), st.just(9999.99), st.integers(-500, 5000).map(float))
sent = st.builds(
    Row,
    minute=st.integers(-30, 150).map(lambda step: step * 5),
    value=values,
    flag=st.sampled_from(["N", "", "T", "D", "B", "F", "C", "M", "X"]),
    length=st.just(5),
    statistic=st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5, 7, 8]),
    factor=st.sampled_from(["a21026", "a01008"]),
    point=st.integers(1, 2),
    marks=st.sampled_from([0, 0, 0, 1, 2]),
)
rules = st.builds(
    RollUpRule,
    valid_flags=st.sampled_from([frozenset({"N", "", "T"}), frozenset({"N", "D", "B"})]),
    minimum_share=st.sampled_from([Fraction(1, 12), Fraction(3, 4), Fraction(1, 3)]),
    minimum_count=st.sampled_from([None, None, 1, 3]),
    is_spoiled_by_one=st.booleans(),
)


def key_of(row: Row) -> tuple[int, str, int, float]:
    return row.point, row.factor, row.statistic, row.minute


def is_good(row: Row, rule: RollUpRule) -> bool:
    if row.value is None or row.flag not in rule.valid_flags:
        return False
    is_sentinel = row.statistic >= 4 and row.value in rule.sentinels
    return not is_sentinel and not (row.value == 0 and row.flag in {"D", "B", "F"})


def naive(rows: list[Row], rule: RollUpRule, length: int) -> dict[tuple[Any, ...], Any]:
    """Row by row and group by group: the model that the columns must agree with."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        if not row.marks & 1 and row.statistic < 8:
            group = (row.point, row.factor, row.statistic // 4, row.minute // length * length)
            groups.setdefault(group, []).append(row)
    found: dict[tuple[Any, ...], Any] = {}
    for (point, factor, family, start), members in groups.items():
        good = [row for row in members if is_good(row, rule)]
        n_valid = len({row.minute for row in good})
        n_received = len({row.minute for row in members})
        due = length // 5
        enough = Fraction(n_valid, due) >= rule.minimum_share
        if rule.minimum_count is not None:
            enough = n_valid >= rule.minimum_count
        if rule.is_spoiled_by_one and n_valid < n_received:
            enough = False
        flag = "N" if enough and n_valid else "D"
        for statistic, sources in {0: {0}, 1: {0, 1}, 2: {0, 2}, 3: {3}}.items():
            if any(row.statistic % 4 in sources for row in members):
                numbers = [row.value for row in good if row.statistic % 4 in sources]
                value = fold(statistic, [number for number in numbers if number is not None])
                key = (point, factor, family * 4 + statistic, start)
                found[key] = (value, flag, n_valid, n_received, due)
    return found


def fold(statistic: int, numbers: list[float]) -> float | None:
    if not numbers:
        return None
    folds = (lambda n: math.fsum(n) / len(n), min, max, math.fsum)
    return float(folds[statistic](numbers))


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(sent, max_size=60, unique_by=key_of), rule=rules, kind=st.sampled_from(["h", "d"])
)
def test_columns_agree_with_a_model_that_walks_row_by_row(
    rows: list[Row], rule: RollUpRule, kind: str
) -> None:
    to, length = (Kind.HOUR, 60) if kind == "h" else (Kind.DAY, 1440)
    rule = RollUpRule(
        interval=timedelta(minutes=5),
        valid_flags=rule.valid_flags,
        minimum_share=rule.minimum_share,
        minimum_count=rule.minimum_count,
        is_spoiled_by_one=rule.is_spoiled_by_one,
        angles=frozenset(),
    )
    expected = naive(rows, rule, length)
    found = {}
    for row in roll_up(table(rows), to=to, rule=rule).to_pylist():
        minute = (row["start"] - MIDNIGHT) / timedelta(minutes=1)
        key = (row["point"], row["factor"], row["statistic"], minute)
        found[key] = tuple(row[n] for n in ("value", "flag", "n_valid", "n_received", "n_expected"))
    assert found.keys() == expected.keys()
    for key, (value, *rest) in expected.items():
        assert list(found[key][1:]) == rest
        assert found[key][0] == (None if value is None else pytest.approx(value, rel=1e-12))


@settings(max_examples=30, deadline=None)
@given(
    rows=st.lists(sent, min_size=1, max_size=60, unique_by=key_of),
    seed=st.randoms(),
    cut=st.floats(0, 1),
)
def test_order_and_chunks_of_the_rows_change_nothing(
    rows: list[Row], seed: Any, cut: float
) -> None:
    once = roll_up(table(rows), to=Kind.DAY, rule=RollUpRule())
    seed.shuffle(rows)
    middle = round(cut * len(rows))
    parts = pa.concat_tables([table(rows[:middle]), table(rows[middle:])])
    assert roll_up(parts, to=Kind.DAY, rule=RollUpRule()).equals(once)
