"""The grammar of the data area."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.hj212.data_area import read_data_area, write_data_area
from bihuan.hj212.error import UnwritablePacket
from bihuan.hj212.quirk import Quirk

NAMES = st.from_regex(r"[A-Za-z0-9]{1,8}-[A-Za-z]{2,8}|[A-Z][a-zA-Z]{2,9}", fullmatch=True)
VALUES = st.one_of(
    st.from_regex(r"[0-9A-Za-z.+-]{0,12}", fullmatch=True),
    st.text(st.characters(codec="utf-8", exclude_characters="/"), max_size=12).map("//{}//".format),
)


@given(st.lists(st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=4), max_size=5))
def test_what_is_written_reads_back(items: list[list[tuple[str, str]]]) -> None:
    area = read_data_area(write_data_area(items))
    assert [[(name, value) for name, _, value in group] for group in area.groups] == items


@pytest.mark.parametrize("value", ["1;2", "1,2", "a b", "a&&b", "//a//b//"])
def test_a_value_that_would_end_its_field_is_refused(value: str) -> None:
    with pytest.raises(UnwritablePacket, match="a-Rtd"):
        write_data_area([[("a-Rtd", value)]])


def test_factors_are_grouped_by_code_whatever_separates_them() -> None:
    area = read_data_area(b"DataTime=20160801085857,a01001-Rtd=1;a01001-Flag=N,a01002-Rtd=2;")
    assert area.fields == {"DataTime": "20160801085857"}
    assert area.factors == {"a01001": {"Rtd": "1", "Flag": "N"}, "a01002": {"Rtd": "2"}}
    assert {Quirk.MIXED_SEPARATORS, Quirk.TRAILING_SEPARATOR} <= set(area.quirks)


def test_text_between_slashes_may_hold_any_character() -> None:
    area = read_data_area("PolId=w01018;i11001-Info=//清洗;管路,a=b&&c//;i12001-Info=1".encode())
    assert area.factors["i11001"] == {"Info": "//清洗;管路,a=b&&c//"}
    assert area.factors["i12001"] == {"Info": "1"}
    assert area.quirks == ()


def test_text_in_the_national_encoding_is_read_and_named() -> None:
    area = read_data_area("i11001-Info=//清洗//".encode("gb18030"))
    assert area.factors["i11001"]["Info"] == "//清洗//"
    assert area.quirks == (Quirk.NOT_UTF8,)


def test_unreadable_bytes_are_kept() -> None:
    area = read_data_area(b"i11001-Info=//\xff\xff//")
    assert area.factors["i11001"]["Info"].encode("latin-1") == b"//\xff\xff//"
    assert area.quirks == (Quirk.UNREADABLE_TEXT,)


def test_a_text_without_its_second_mark_runs_to_the_end() -> None:
    area = read_data_area(b"i11001-Info=//a;b=c")
    assert area.factors["i11001"]["Info"] == "//a;b=c"
    assert area.quirks == (Quirk.UNCLOSED_TEXT,)


def test_blanks_round_names_and_values_are_stripped_and_named() -> None:
    area = read_data_area(b" PolId = w01018 ; a01001-Rtd= 1")
    assert area.fields == {"PolId": "w01018"} and area.factors == {"a01001": {"Rtd": "1"}}
    assert area.quirks == (Quirk.SPACES,)


def test_items_without_name_or_equals_sign_are_left_out_and_named() -> None:
    area = read_data_area(b"PolId=w01018;;w01018")
    assert area.fields == {"PolId": "w01018"} and not area.factors
    assert set(area.quirks) == {Quirk.EMPTY_ITEM, Quirk.NO_EQUALS_SIGN, Quirk.UNKNOWN_FIELD}


def test_2005_may_repeat_a_factor_id_and_a_sampling_time() -> None:
    area = read_data_area(b"PolId=101,CTime=04,CTime=10")
    assert area.every("CTime") == ("04", "10") and area.quirks == ()


def test_an_alarm_type_stands_beside_its_factor() -> None:
    area = read_data_area(b"AlarmTime=20040506010101;101-Ala=1.1,AlarmType=1")
    assert area.fields["AlarmType"] == "1"
    assert Quirk.MIXED_SEPARATORS not in area.quirks


def test_a_value_given_twice_keeps_the_last() -> None:
    area = read_data_area(b"a01001-Rtd=1,a01001-Rtd=2;a01001-Flag=N")
    assert area.factors["a01001"] == {"Rtd": "2", "Flag": "N"}
    assert set(area.quirks) == {Quirk.REPEATED_VALUE, Quirk.REPEATED_FACTOR}
