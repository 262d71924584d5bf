"""Secrets of the protocol: masked where people read, sealed where a command must wait with one."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

from bihuan.registry.error import RegistryError

SECRET_FIELDS = frozenset({"PW", "NewPW", "NewSK"})
MASK = "******"
_SECRET = re.compile(r"(?<![A-Z])(NewPW|NewSK|PW)\s*=\s*[^;,&]*", re.IGNORECASE)
_SAMPLE_LENGTH = 2000


class SealBroken(RegistryError):
    """A sealed secret that the present keys do not open; it must be asked for again."""

    def __init__(self) -> None:
        super().__init__("加密参数无法解密（密钥已更换），请重新下发命令")


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


def seal(text: str) -> str:
    """Encrypt a secret that has to wait in the database."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Decrypt what `seal` made.

    Raises:
        SealBroken: sealed under a secret that is no longer known.
    """
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBroken from error


def _box() -> MultiFernet:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str | bytes) -> bytes:
    digest = hashlib.blake2b(force_bytes(secret), digest_size=32, person=b"bihuan.sealed").digest()
    return base64.urlsafe_b64encode(digest)
