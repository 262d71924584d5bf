"""Packets seen lately: a resend is answered again and not stored again."""

from hashlib import blake2b


class SeenPackets:
    """Remembers whole packets for a while (重发识别), in two generations of equal length.

    A repeat is byte-identical (HJ 212-2017 6.3.2), so the digest of all bytes is the key:
    MN, QN and CN are in it, and a device whose QN never changes loses nothing, because
    its data time and values differ.

    >>> seen = SeenPackets(window_s=60, most=1000)
    >>> seen.is_repeat(b"QN=1;CN=2011", now=0.0), seen.is_repeat(b"QN=1;CN=2011", now=30.0)
    (False, True)
    >>> seen.is_repeat(b"QN=1;CN=2011", now=200.0)
    False
    """

    def __init__(self, *, window_s: float, most: int) -> None:
        """Remember for at least `window_s` and at most twice as long [s]; `most` bounds memory."""
        self._window_s = window_s
        self._most = most
        self._young: set[bytes] = set()
        self._old: set[bytes] = set()
        self._turned_at = 0.0

    def is_repeat(self, packet: bytes, *, now: float) -> bool:
        """Whether this packet came lately; it counts as seen from now on.

        Args:
            packet: all its bytes.
            now: a monotonic reading. [s]
        """
        self._turn(now)
        key = blake2b(packet, digest_size=16).digest()
        if key in self._young:
            return True
        self._young.add(key)
        return key in self._old

    def _turn(self, now: float) -> None:
        age = now - self._turned_at
        if age < self._window_s and len(self._young) < self._most:
            return
        self._old = self._young if age < 2 * self._window_s else set()
        self._young = set()
        self._turned_at = now
