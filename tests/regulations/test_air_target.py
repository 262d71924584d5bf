"""Targets: every split adds up, every plan meets its year."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.regulations.air.percentile import percentile
from bihuan.regulations.air.target import (
    day_plan,
    days_allowed_over,
    days_between,
    good_days,
    mean_of,
    month_targets,
    split_whole,
    township_targets,
)

positive = st.integers(1, 500).map(lambda number: Fraction(number, 10))
shapes = st.lists(positive, min_size=12, max_size=12).map(
    lambda shares: dict(zip(range(1, 13), shares, strict=True))
)


@given(positive, shapes, st.sampled_from([2026, 2028]))
def test_months_weighted_by_days_give_the_year(target, shape, year) -> None:
    months = month_targets(target, year, shape)
    days = days_between(date(year, 1, 1), date(year, 12, 31))
    assert sum(months[day.month] for day in days) / len(days) == target


@given(positive, shapes, st.integers(0, 364), st.lists(positive, min_size=365, max_size=365))
def test_a_plan_that_is_kept_meets_the_target(target, shape, passed, values) -> None:
    first = date(2026, 1, 1)
    today = first + timedelta(days=passed)
    measured = {first + timedelta(days=n): values[n] for n in range(passed)}
    plan = day_plan(target, 2026, shape, measured=measured, today=today)
    if plan.is_reachable:
        whole = [*measured.values(), *plan.by_day.values()]
        assert sum(whole) / len(whole) == target
        assert mean_of(plan.by_day, list(plan.by_day)) == plan.remaining_mean
    else:
        assert plan.remaining_mean < 0


def test_days_without_a_value_do_not_count() -> None:
    flat = dict.fromkeys(range(1, 13), Fraction(1))
    plan = day_plan(Fraction(45), 2026, flat, measured={}, today=date(2026, 7, 1))
    assert plan.remaining_mean == 45


def test_what_no_season_has_shown_is_not_reachable() -> None:
    flat = dict.fromkeys(range(1, 13), Fraction(1))
    measured = dict.fromkeys(days_between(date(2026, 1, 1), date(2026, 9, 30)), Fraction(55))
    plan = day_plan(
        Fraction(45), 2026, flat, measured=measured, today=date(2026, 10, 1), least=Fraction(30)
    )
    assert not plan.is_reachable


def test_a_year_that_is_over_has_no_plan() -> None:
    with pytest.raises(ValueError, match="over"):
        day_plan(Fraction(1), 2026, {}, measured={}, today=date(2027, 1, 1))
    with pytest.raises(ValueError, match="month 1"):
        month_targets(Fraction(1), 2026, {})


@given(st.integers(1, 366), st.sampled_from([Fraction(9, 10), Fraction(19, 20)]))
def test_the_allowed_days_hold_the_percentile_and_one_more_breaks_it(days, share) -> None:
    allowed = days_allowed_over(days, share)

    def value(over: int) -> Fraction:
        return percentile([Fraction(161)] * over + [Fraction(160)] * (days - over), share)

    assert value(allowed) == 160
    assert value(allowed + 1) > 160


def test_good_days_that_are_lost_are_below_zero() -> None:
    assert good_days(300, good_so_far=240, days_ahead=50).bad_days_allowed == -10
    assert good_days(200, good_so_far=240, days_ahead=50).still_needed == 0


@given(st.integers(0, 400), st.lists(positive, min_size=1, max_size=12))
def test_whole_days_are_shared_without_loss(total, weights) -> None:
    named = {str(n): weight for n, weight in enumerate(weights)}
    shared = split_whole(total, named)
    assert sum(shared.values()) == total
    scale = total / sum(weights)
    assert all(abs(shared[name] - weight * scale) < 1 for name, weight in named.items())


@given(positive, st.lists(positive, min_size=1, max_size=20), st.integers(0, 2))
def test_townships_meet_the_county_together(target, means, alpha) -> None:
    shared = township_targets(target, {str(n): m for n, m in enumerate(means)}, alpha=alpha)
    assert sum(shared.values()) / len(shared) == target
