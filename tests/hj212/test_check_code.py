"""The check code against the standards' listing, printed packets and its relatives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.hj212.check_code import CheckVariant, check_code, check_codes, variant_of

PRINTED = [
    (b"", 0xFFFF),
    (b"\x00", 0x4040),
    (b"A", 0x7080),
    (b"123456789", 0x2F80),
    (
        b"QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;"
        b"CP=&&RtdInterval=30&&",
        0x1C80,
    ),
    (
        b"QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&",
        0x2200,
    ),
    (
        b"QN=20260101000000000;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&",
        0xF281,
    ),
]


def listing(segment: bytes) -> int:
    """The C listing of HJ 212-2017 appendix A, line by line."""
    register = 0xFFFF
    for byte in segment:
        register = (register >> 8) ^ byte
        for _ in range(8):
            lowest = register & 1
            register >>= 1
            if lowest:
                register ^= 0xA001
    return register


@pytest.mark.requirement("C4")
@pytest.mark.parametrize(("segment", "code"), PRINTED)
def test_printed_packets_have_their_printed_codes(segment: bytes, code: int) -> None:
    assert check_code(segment) == code == listing(segment)


def test_fold_equals_the_listing_at_every_length_up_to_1099() -> None:
    source = np.random.default_rng(212).integers(0, 256, 1099, dtype=np.uint8).tobytes()
    for length in range(1100):
        assert check_code(source[:length]) == listing(source[:length]), length


@given(st.binary(min_size=1000, max_size=9999))
def test_fold_equals_the_listing_on_long_segments(segment: bytes) -> None:
    assert check_code(segment) == listing(segment)


@given(st.lists(st.binary(max_size=80), max_size=20))
def test_batch_equals_one_by_one(segments: list[bytes]) -> None:
    assert check_codes(segments).tolist() == [check_code(segment) for segment in segments]


def test_batch_equals_one_by_one_at_every_length_and_alignment() -> None:
    source = np.random.default_rng(5).integers(0, 256, 2000, dtype=np.uint8).tobytes()
    segments = [source[length : 2 * length] for length in range(1000)]
    assert check_codes(segments).tolist() == [check_code(segment) for segment in segments]


def test_only_256_codes_can_occur() -> None:
    codes = {check_code(bytes([first, second])) for first in range(256) for second in range(256)}
    assert len(codes) == 256
    assert {check_code(b"ST=32" + bytes([byte])) for byte in range(256)} == codes
    assert len({code >> 8 for code in codes}) == 256


def test_two_bytes_eight_apart_can_change_places_unnoticed() -> None:
    assert check_code(b"a1234567b") == check_code(b"b1234567a")


@pytest.mark.parametrize(
    ("code", "variant"),
    [
        (b"2F80", CheckVariant.STANDARD),
        (b"2f80", CheckVariant.STANDARD),
        (b"4B37", CheckVariant.MODBUS),
        (b"374B", CheckVariant.MODBUS_SWAPPED),
        (b"bb3d", CheckVariant.ARC),
        (b"B381", CheckVariant.CONSTANT),
        (b"0000", CheckVariant.CONSTANT),
        (b"2F81", None),
        (b"-2F8", None),
        (b" 2F8", None),
        (b"2F8", None),
    ],
)
def test_variants_are_told_apart(code: bytes, variant: CheckVariant | None) -> None:
    assert variant_of(b"123456789", code) is variant


def test_a_constant_that_happens_to_be_right_is_standard() -> None:
    segment = (
        b"QN=20040516010101001;ST=32;CN=1032;PW=123456;MN=88888880000001;Flag=3;"
        b"CP=&&AlarmTarget=3882566&&"
    )
    assert variant_of(segment, b"0000") is CheckVariant.STANDARD
