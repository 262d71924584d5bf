"""Keys of push sources: long and random, so a plain fast hash is enough."""

import hashlib


def key_hash(key: str) -> str:
    """Hash under which a key is kept and looked up (SHA-256).

    >>> len(key_hash("k"))
    64
    """
    return hashlib.sha256(key.encode()).hexdigest()
