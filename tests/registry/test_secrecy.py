"""What is never shown, and what waits sealed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from bihuan.accounts.seal import SealBroken, seal, unseal
from bihuan.registry.device_password import is_password, password_hash
from bihuan.registry.secrecy import masked, masked_packet

words = st.text(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=6, max_size=6
)


@given(password=words, field=st.sampled_from(["PW", "NewPW", "NewSK", "PW ", "NewPW "]))
def test_no_sample_shows_a_password(password: str, field: str) -> None:
    packet = f"##0100QN=20;ST=32;CN=1072;{field}={password};MN=A;CP=&&x=1;{field}={password}&&0000"
    shown = masked_packet(packet.encode())
    assert f"={password}" not in shown
    assert "MN=A" in shown


@given(packet=st.binary(max_size=3000))
def test_any_bytes_become_a_text_that_a_database_can_keep(packet: bytes) -> None:
    shown = masked_packet(packet)
    assert "\0" not in shown
    assert len(shown) <= 2000


def test_lists_of_values_survive_masking() -> None:
    assert masked({"CTime": ("00", "12"), "NewSK": "x"}) == {
        "CTime": ["00", "12"],
        "NewSK": "******",
    }


def test_what_is_sealed_opens_again_and_shows_nothing() -> None:
    sealed = seal("654321")
    assert "654321" not in sealed
    assert unseal(sealed) == "654321"


def test_old_secrets_still_open_and_agree_until_they_are_dropped(settings: Settings) -> None:
    sealed, kept = seal("654321"), password_hash("A", "123456")
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 40, [old]
    assert unseal(sealed) == "654321"
    assert is_password("A", "123456", kept)
    settings.SECRET_KEY_FALLBACKS = []
    assert not is_password("A", "123456", kept)
    with pytest.raises(SealBroken):
        unseal(sealed)
