"""A value that many requests share for a short while (短时共享): many readers cost one read."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar
from weakref import WeakSet

T = TypeVar("T")


class Recent(Generic[T]):
    """What `read` gave for a moment not longer ago than `keep`.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    >>> minute = Recent(lambda now: now.minute, keep=timedelta(seconds=30))
    >>> minute.at(noon), minute.at(noon + timedelta(seconds=29))
    (0, 0)
    >>> minute.at(noon + timedelta(seconds=60))
    1
    """

    _all: ClassVar["WeakSet[Recent[Any]]"] = WeakSet()

    def __init__(self, read: Callable[[datetime], T], *, keep: timedelta) -> None:
        self._read = read
        self._keep = keep
        self._lock = threading.Lock()
        self._held: tuple[datetime, T] | None = None
        self._all.add(self)

    def at(self, now: datetime) -> T:
        """The value as of now, or one that is not older than `keep`."""
        with self._lock:
            if self._held is None or not timedelta(0) <= now - self._held[0] < self._keep:
                self._held = (now, self._read(now))
            return self._held[1]

    def forget(self) -> None:
        """Read anew next time."""
        self._held = None

    @classmethod
    def forget_all(cls) -> None:
        """Every shared value is read anew next time; tests begin with it."""
        for one in cls._all:
            one.forget()
