"""Codes of administrative divisions."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bihuan.accounts.district_code import LENGTHS, WrongDistrictCode, code_range, significant

codes = st.sampled_from(sorted(LENGTHS)).flatmap(
    lambda length: st.text("0123456789", min_size=length, max_size=length)
)


@given(code=codes, other=codes)
def test_a_code_is_in_range_exactly_when_it_begins_with_the_prefix(code: str, other: str) -> None:
    assume(set(code) != {"9"})
    low, high = code_range(code)
    assert (low <= other < high) == other.startswith(code)


@pytest.mark.parametrize("code", ["", "4", "41018", "41A1", "４１", "4101811050000"])
def test_a_code_of_no_level_is_refused_with_the_code_in_the_sentence(code: str) -> None:
    with pytest.raises(WrongDistrictCode, match="不是"):
        significant(code)


def test_zeros_of_the_national_table_are_cut_but_not_those_of_a_county() -> None:
    assert significant("410100") == "4101"
    assert significant("410000") == "41"
    assert significant("441900003") == "441900003"
    assert significant("410120") == "410120"
