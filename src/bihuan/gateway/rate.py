"""A bucket of permissions that refills with time."""


class Bucket:
    """Lets `per_s` acts a second pass over a longer while, with bursts (令牌桶).

    >>> bucket = Bucket(per_s=1, burst=2)
    >>> [bucket.take(now=0.0) for _ in range(3)], bucket.take(now=1.0)
    ([True, True, False], True)
    """

    __slots__ = ("_at", "_burst", "_held", "_per_s")

    def __init__(self, *, per_s: float, burst: float) -> None:
        """Start full with `burst` permissions."""
        self._per_s = per_s
        self._burst = burst
        self._held = burst
        self._at = 0.0

    def take(self, *, now: float) -> bool:
        """Take one permission, if there is one; `now` is a monotonic reading [s]."""
        self._held = min(self._burst, self._held + (now - self._at) * self._per_s)
        self._at = now
        if self._held < 1:
            return False
        self._held -= 1
        return True

    def draw(self, amount: float, *, now: float) -> float:
        """Take `amount` even into debt; the seconds until the debt is paid. [s]

        >>> Bucket(per_s=10, burst=10).draw(15, now=0.0)
        0.5
        """
        self._held = min(self._burst, self._held + (now - self._at) * self._per_s) - amount
        self._at = now
        return max(0.0, -self._held / self._per_s)
