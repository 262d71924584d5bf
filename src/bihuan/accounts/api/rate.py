"""How many requests a token may make (接口限速)."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bucket:
    """What a token has left of its allowance."""

    left: float
    seen: float


@dataclass(slots=True)
class RateLimit:
    """An allowance that refills steadily (令牌桶), one a token, in this web process.

    >>> limit = RateLimit(most=2, each_s=1.0, clock=lambda: 0.0)
    >>> [limit.wait_s(7) for _ in range(3)]
    [0.0, 0.0, 1.0]
    """

    most: int
    each_s: float
    clock: Callable[[], float] = time.monotonic
    _buckets: dict[int, Bucket] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def wait_s(self, token: int) -> float:
        """Take one request of the allowance: 0, or how long to wait. [s]"""
        now = self.clock()
        with self._guard:
            bucket = self._buckets.setdefault(token, Bucket(float(self.most), now))
            gained = (now - bucket.seen) / self.each_s
            bucket.left, bucket.seen = min(self.most, bucket.left + gained), now
            if bucket.left < 1:
                return (1 - bucket.left) * self.each_s
            bucket.left -= 1
            return 0.0

    def forget_all(self) -> None:
        """Give everybody the whole allowance again."""
        with self._guard:
            self._buckets.clear()


LIMIT = RateLimit(most=120, each_s=0.1)
"""120 requests at once, 600 a minute for ever."""
