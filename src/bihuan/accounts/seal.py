"""What must not lie in the database as plain text: sealed with a key that lies outside it."""

import base64
import hashlib
from functools import lru_cache
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.utils.encoding import force_bytes

from bihuan.accounts.error import AccountsError

MARK: Final = "gAAAA"
"""How every sealed text begins: the version and the high bytes of its time."""


class SealBroken(AccountsError):
    """A sealed text that the present keys do not open; it must be asked for again."""

    def __init__(self) -> None:
        super().__init__("加密内容无法解密（密钥已更换），请重新填写或重新下发")


def seal(text: str) -> str:
    """Encrypt a text that has to wait in the database."""
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


class SealedField(models.CharField[str, str]):
    """Personal data of a few characters (加密存放的个人信息), sealed in the database only.

    It can be neither searched nor sorted by. What the present keys do not open stays sealed and is
    written back as it was: a lost key loses no more than a restored one can bring back.
    """

    def get_internal_type(self) -> str:
        """A sealed text is longer than the plain one."""
        return "TextField"

    def get_prep_value(self, value: Any) -> Any:
        """Seal what is not sealed."""
        text = super().get_prep_value(value)
        return text if not text or text.startswith(MARK) else seal(text)

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        """Open what the keys open."""
        if not value or not value.startswith(MARK):
            return value
        try:
            return unseal(value)
        except SealBroken:
            return value


def _box() -> MultiFernet:
    return _box_of(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=4)
def _box_of(*secrets: str | bytes) -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str | bytes) -> bytes:
    digest = hashlib.blake2b(force_bytes(secret), digest_size=32, person=b"bihuan.sealed").digest()
    return base64.urlsafe_b64encode(digest)
