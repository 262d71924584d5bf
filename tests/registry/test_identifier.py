"""Credit codes: checked, marked, never refused."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.registry.identifier import ALPHABET, CreditCodeState, check_character, read_identifier

bodies = st.tuples(
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
).map("".join)


@given(body=bodies)
def test_a_code_with_its_check_character_is_valid(body: str) -> None:
    read = read_identifier(body + check_character(body))
    assert (read.state, read.clean) == (CreditCodeState.VALID, read.given)


@pytest.mark.requirement("C20")
@given(body=bodies, place=st.integers(0, 16), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(body: str, place: int, other: str) -> None:
    wrong = body[:place] + other + body[place + 1 :]
    read = read_identifier(wrong + check_character(body))
    assert (read.state is CreditCodeState.VALID) == (wrong == body)


@given(given_text=st.text(max_size=200))
def test_nothing_is_refused_and_what_was_given_is_kept(given_text: str) -> None:
    read = read_identifier(given_text)
    assert read.given == given_text
    assert len(read.clean) in (0, 18)


@pytest.mark.parametrize(
    ("given_text", "state"),
    [
        ("916400002276950035", CreditCodeState.VALID),
        ("916412006943211825(\xa0)", CreditCodeState.CLEANED),
        ("91640000 2276 9500 35", CreditCodeState.CLEANED),
        ("916400002276950036", CreditCodeState.WRONG_CHECK),
        ("12642101027359911917", CreditCodeState.WRONG_FORM),
        ("91640300MA75WONY35", CreditCodeState.WRONG_FORM),
        ("\u200b", CreditCodeState.MISSING),
        ("-", CreditCodeState.MISSING),
        ("0", CreditCodeState.MISSING),
    ],
)
def test_codes_as_published_are_marked(given_text: str, state: CreditCodeState) -> None:
    assert read_identifier(given_text).state is state


@pytest.mark.real_data
def test_every_code_of_the_reference_list_agrees_with_its_published_mark(
    reference_data: Path,
) -> None:
    with (reference_data / "enterprises" / "ningxia_units.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            is_valid = read_identifier(row["credit_code_raw"]).state is CreditCodeState.VALID
            assert is_valid == (row["credit_code_valid"] == "1"), row["credit_code_raw"]
