"""Where a series has holes."""

from hypothesis import given
from hypothesis import strategies as st

from bihuan.registry.gap import Gap, gaps

STEP = 10


def test_a_complete_series_has_no_gap() -> None:
    assert gaps(range(0, 100, STEP), start=0, end=100, step=STEP) == []


def test_a_wandering_clock_makes_no_gap() -> None:
    assert gaps([0, 9, 21, 30, 44], start=0, end=50, step=STEP) == []


def test_the_span_before_the_first_and_after_the_last_value_is_missing_too() -> None:
    assert gaps([40, 50], start=0, end=100, step=STEP) == [Gap(0, 40), Gap(60, 100)]


def test_what_is_not_due_yet_is_not_missing() -> None:
    assert gaps([0, 10, 20], start=0, end=35, step=STEP) == []


@given(st.sets(st.integers(0, 199)), st.integers(20, 200))
def test_no_value_lies_in_a_gap_and_every_missing_step_lies_in_one(
    places: set[int], length: int
) -> None:
    times = sorted(place * STEP for place in places if place < length)
    found = gaps(times, start=0, end=length * STEP, step=STEP)
    due = {place * STEP for place in range(length)}
    covered = {time for time in due for gap in found if gap.start <= time < gap.end}
    assert covered.isdisjoint(times)
    assert due - set(times) - covered <= {(length - 1) * STEP, 0}
