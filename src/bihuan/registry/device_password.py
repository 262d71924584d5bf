"""Passwords of devices (访问密码 PW), kept as a keyed hash.

HJ 212 sends six characters in clear in every packet, nearly always 123456, and the server must
send the same six back in its requests: this is no authentication against anyone who can listen.
The hash keeps the database and its backups from handing all passwords out; it is fast because it
is compared for each packet. The gateway takes the clear text that a request needs from the
device's own latest packet, which it holds in memory only.
"""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "bihuan.registry.device_password"


def password_hash(mn: str, password: str) -> str:
    """Keyed hash of a device's password (HMAC-SHA256 under SECRET_KEY), bound to its MN."""
    return _hash(mn, password, settings.SECRET_KEY)


def is_password(mn: str, password: str, kept: str) -> bool:
    """Whether the password is the one whose hash was kept; compared in constant time.

    Hashes made under a former secret (SECRET_KEY_FALLBACKS) still agree.
    """
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(_hash(mn, password, secret), kept) for secret in secrets)


def _hash(mn: str, password: str, secret: str | bytes) -> str:
    text = f"{mn}\0{password}"
    return salted_hmac(_SALT, text, secret=secret, algorithm="sha256").hexdigest()
