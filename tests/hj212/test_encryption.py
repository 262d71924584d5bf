"""Encrypted data areas of 2025."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.hj212.encryption import (
    Decipher,
    decrypt_parameters,
    encrypt_parameters,
    is_printed,
    write_encrypted_frame,
)
from bihuan.hj212.frame import Frame, Reader, Rejected
from bihuan.hj212.segment import read_header
from tests.hj212.sample import segment_2017

KEY = b"0" * 16
PLAIN = b"DataTime=20240601085857;w01018-Rtd=40.1,w01018-Flag=N"
SEGMENT = segment_2017(b"2011", PLAIN, 9)


class OneKey:
    """A key provider that knows one device."""

    def __init__(self, key: bytes = KEY) -> None:
        self.key = key
        self.asked: list[tuple[str, str | None]] = []

    def key_for(self, device_id: str, request_id: str | None) -> bytes | None:
        self.asked.append((device_id, request_id))
        return self.key if device_id == "010000A8900016F000169DC0" else None


def test_the_cipher_is_the_national_one() -> None:
    """GB/T 32907-2016, appendix A.1."""
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    assert encrypt_parameters(key, key).hex() == "681edf34d206965e86b3e94f536e4246"


@given(st.binary(max_size=400), st.binary(min_size=16, max_size=16))
def test_a_cipher_is_as_long_as_its_text_and_its_tail_stays_plain(text: bytes, key: bytes) -> None:
    cipher = encrypt_parameters(text, key)
    whole = len(text) // 16 * 16
    assert len(cipher) == len(text) and cipher[whole:] == text[whole:]


@given(st.binary(min_size=16, max_size=16))
def test_both_forms_of_a_cipher_read_back(key: bytes) -> None:
    cipher = encrypt_parameters(PLAIN, key)
    whole = len(PLAIN) // 16 * 16
    printed = b"{" + b",".join(b"0x%02X" % byte for byte in cipher[:whole]) + b"}"
    assert decrypt_parameters(cipher, key) == PLAIN
    assert decrypt_parameters(printed + cipher[whole:], key) == PLAIN
    assert is_printed(printed) and not is_printed(cipher)


def test_a_wrong_key_never_gives_text() -> None:
    cipher = encrypt_parameters(PLAIN, KEY)
    for number in range(2000):
        assert decrypt_parameters(cipher, number.to_bytes(16, "big")) is None


def test_text_without_a_time_is_no_proof_of_the_key() -> None:
    assert decrypt_parameters(encrypt_parameters(b"PolId=w01018;x=1" * 2, KEY), KEY) is None


@pytest.mark.requirement("C4")
def test_an_encrypted_frame_is_checked_and_read_as_its_plain_text() -> None:
    keys = OneKey()
    wire = write_encrypted_frame(SEGMENT, KEY)
    assert PLAIN[:16] not in wire and wire[-6:-2] != b""
    (event,) = Reader(decipher=Decipher(keys)).feed(wire)
    assert isinstance(event, Frame)
    assert event.segment == SEGMENT and event.raw == wire[:-2] and event.quirks == ()
    assert read_header(event.segment).parameters == PLAIN
    assert keys.asked == [("010000A8900016F000169DC0", "20160801085857223")]


def test_without_the_right_key_an_encrypted_frame_is_evidence_only() -> None:
    wire = write_encrypted_frame(SEGMENT, KEY)
    for decipher in (None, Decipher(OneKey(b"1" * 16))):
        (event,) = Reader(decipher=decipher).feed(wire)
        assert isinstance(event, Rejected)


def test_plain_frames_never_ask_for_a_key() -> None:
    keys = OneKey()
    Reader(decipher=Decipher(keys)).feed(write_encrypted_frame(segment_2017(b"9014", b""), KEY))
    assert keys.asked == []


def test_noise_in_the_place_of_a_header_is_no_cipher() -> None:
    assert Decipher(OneKey())(b"nothing") is None
    assert Decipher(OneKey())(SEGMENT.replace(b"MN=0", b"MN=1")) is None
