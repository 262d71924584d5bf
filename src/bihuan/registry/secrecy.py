"""Secrets of the protocol: masked where people read."""

import re
from collections.abc import Mapping, Sequence

SECRET_FIELDS = frozenset({"PW", "NewPW", "NewSK"})
MASK = "******"
_SECRET = re.compile(r"(?<![A-Z])(NewPW|NewSK|PW)\s*=\s*[^;,&]*", re.IGNORECASE)
_SAMPLE_LENGTH = 2000


Fields = Mapping[str, str | Sequence[str]]


def masked(parameters: Fields) -> dict[str, str | list[str]]:
    """The parameters with passwords and keys masked.

    >>> masked({"NewPW": "654321", "PolId": "w01018"})
    {'NewPW': '******', 'PolId': 'w01018'}
    """
    return {name: _masked(name, value) for name, value in parameters.items()}


def _masked(name: str, value: str | Sequence[str]) -> str | list[str]:
    if name in SECRET_FIELDS:
        return MASK
    return value if isinstance(value, str) else list(value)


def secrets_of(parameters: Fields) -> dict[str, str]:
    """The parameters that `masked` masks."""
    return {name: str(value) for name, value in parameters.items() if name in SECRET_FIELDS}


def masked_packet(packet: bytes) -> str:
    """A packet as text for people: UTF-8 or GB18030, passwords and keys masked, cut when long.

    >>> masked_packet(b"##0000QN=1;PW=123456;MN=A;CP=&&NewPW=654321&&0000")
    '##0000QN=1;PW=******;MN=A;CP=&&NewPW=******&&0000'
    """
    try:
        text = packet.decode()
    except UnicodeDecodeError:
        text = packet.decode("gb18030", "replace")
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return _SECRET.sub(rf"\1={MASK}", text)[:_SAMPLE_LENGTH]
