"""Curves, calendar means and table rows from columns."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from bihuan.registry.bounds import Bounds
from bihuan.registry.curve import (
    Subject,
    Window,
    by_calendar,
    line,
    pins,
    preferred,
    table_rows,
    word_of,
)
from bihuan.telemetry import Mark

START = datetime(2026, 11, 20, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOUR_MS = 3_600_000
SUBJECT = Subject("a21026", "二氧化硫", "mg/m³", 1)


def values_of(
    values: list[float | None], *, flags: str = "", statistic: int = 0, step: timedelta = HOUR
) -> pl.DataFrame:
    count = len(values)
    return pl.DataFrame(
        {
            "factor": ["a21026"] * count,
            "statistic": [statistic] * count,
            "start": [START + step * place for place in range(count)],
            "value": values,
            "flag": list(flags) or ["N"] * count,
            "marks": [0] * count,
            "version": [1] * count,
        },
        schema_overrides={
            "start": pl.Datetime("ms", "UTC"),
            "marks": pl.Int16,
            "value": pl.Float64,
        },
    )


def window(hours: int) -> Window:
    start = int(START.timestamp() * 1000)
    return Window(start, start + hours * HOUR_MS, start + hours * HOUR_MS)


def test_a_curve_breaks_where_values_are_missing() -> None:
    frame = values_of([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).filter(pl.col("value").is_in([1.0, 2.0, 6.0]))
    drawn = line(SUBJECT, frame, kind="hour", window=window(6))
    assert list(drawn.values) == [1.0, 2.0, None, 6.0]
    assert [(end - start) // HOUR_MS for start, end, _ in drawn.gaps] == [3]


def test_a_value_that_is_null_is_a_gap() -> None:
    drawn = line(SUBJECT, values_of([1.0, None, 3.0]), kind="hour", window=window(3))
    assert len(drawn.gaps) == 1


def test_a_converted_curve_says_so() -> None:
    drawn = line(SUBJECT, values_of([1.0], statistic=4), kind="hour", window=window(1))
    assert drawn.name == "二氧化硫（折算）"


def test_the_converted_value_is_preferred_until_measured_ones_are_asked() -> None:
    both = pl.concat([values_of([1.0]), values_of([2.0], statistic=4)])
    assert preferred(both, measured=False)["value"].to_list() == [2.0]
    assert preferred(both, measured=True)["value"].to_list() == [1.0]


def test_a_spell_of_one_flag_has_one_pin() -> None:
    assert pins(values_of([1.0] * 6, flags="NDDNDM")) == {1: "故障", 4: "故障", 5: "维护"}


@pytest.mark.parametrize(
    ("flag", "marks", "word"),
    [
        ("", 0, ""),
        ("N", Mark.REPLAY, ""),
        ("Q", 0, "未知标记 Q"),
        ("D", Mark.CORRECTED, "修正"),
        ("N", Mark.FUTURE, "时间异常"),
    ],
)
def test_a_mark_of_the_store_goes_before_the_flag(flag: str, marks: int, word: str) -> None:
    assert word_of(flag, marks) == word


@pytest.mark.requirement("A1.10")
def test_a_month_is_the_mean_of_its_valid_days_on_shanghais_calendar() -> None:
    november_30 = datetime(2026, 11, 29, 16, tzinfo=UTC)
    days = values_of([10.0, 20.0, 99.0, 40.0], flags="NNDN", step=timedelta(days=1))
    days = days.with_columns(
        pl.Series(
            "start",
            [november_30 - timedelta(days=1) * place for place in (1, 0)]
            + [november_30 + timedelta(days=1) * place for place in (1, 2)],
            dtype=pl.Datetime("ms", "UTC"),
        )
    )
    months = by_calendar(days, "1mo")
    assert months["value"].to_list() == [15.0, 40.0]
    assert months["start"].to_list()[1] == datetime(2026, 11, 30, 16, tzinfo=UTC)


def test_a_month_without_a_valid_day_has_no_value() -> None:
    assert by_calendar(values_of([1.0], flags="D"), "1mo")["value"].to_list() == [None]


def test_a_table_stands_newest_first_and_marks_what_is_over() -> None:
    rows = table_rows(
        values_of([30.0, 36.0], flags="ND"), ["a21026", "a34013"], {"a21026": Bounds(upper=35.0)}
    )
    assert [row.time for row in rows] == [START + HOUR, START]
    over, missing = rows[0].cells
    assert over is not None and over.is_over and over.word == "故障"
    assert missing is None
