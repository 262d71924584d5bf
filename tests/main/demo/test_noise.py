"""Chance that can be asked for any instant."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bihuan.main.demo.noise import hashed, normal, smooth, uniform

hours = st.integers(min_value=300_000, max_value=700_000)


@given(first=hours, length=st.integers(1, 200), cut=st.integers(0, 199), scale=st.integers(2, 120))
def test_smooth_noise_of_a_window_is_part_of_that_of_a_longer_window(
    first: int, length: int, cut: int, scale: int
) -> None:
    series = np.array([1, 2, 3])
    whole = smooth(9, series, np.arange(first, first + length), scale=scale)
    start = min(cut, length - 1)
    part = smooth(9, series, np.arange(first + start, first + length), scale=scale)
    assert (whole[:, start:] == part).all()


def test_equal_keys_give_equal_numbers_and_other_seeds_give_others() -> None:
    keys = np.arange(500)
    assert (hashed(1, keys) == hashed(1, keys)).all()
    assert (hashed(1, keys) != hashed(2, keys)).all()
    assert (hashed(1, keys, 3) != hashed(1, 3, keys)).any()


def test_numbers_are_those_that_the_first_seed_gave() -> None:
    assert uniform(41018101, np.arange(3)).round(6).tolist() == [0.356557, 0.630814, 0.304956]


def test_smooth_noise_has_mean_nought_and_variance_one() -> None:
    sample = smooth(5, np.arange(400), np.arange(1000), scale=24)
    assert abs(sample.mean()) < 0.03
    assert abs(sample.var() - 1.0) < 0.05


def test_normal_numbers_never_go_beyond_three_and_a_half() -> None:
    assert np.abs(normal(5, np.arange(100_000))).max() < 3.5
