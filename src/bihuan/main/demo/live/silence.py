"""A logger that is switched off while its planted silence lasts, and starts afresh afterwards."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bihuan.hj212.simulator import NEVER, Outgoing, SimulatedLogger
from bihuan.main.demo.moment import hour_number, hour_start

LONGEST_SEARCH_H: Final = 40 * 24

Silent = Callable[[int], bool]


class SpellLogger:
    """Stands before a simulated logger and hangs up in silent hours.

    What was measured while it was silent is lost for good: the logger that speaks afterwards is
    a new one.

    Args:
        make: a logger that records from a moment on.
        silent: whether the site sends nothing in a running hour.
        since: from when the first logger records.
        now: the present.
    """

    def __init__(
        self,
        make: Callable[[datetime], SimulatedLogger],
        *,
        silent: Silent,
        since: datetime,
        now: datetime,
    ) -> None:
        self._make = make
        self._silent = silent
        self._back_at: datetime | None = None
        self._logger = make(since)
        if silent(hour_number(now)):
            self._fall_silent(now)

    @property
    def connect_at(self) -> datetime | None:
        """When it wants to connect."""
        return self._back_at or self._logger.connect_at

    @property
    def next_due(self) -> datetime:
        """When `tick` has something to do."""
        return NEVER if self._back_at else self._logger.next_due

    def connected(self, now: datetime) -> list[Outgoing]:
        """The connection is up."""
        if self._silent(hour_number(now)):
            return self._hang_up(now)
        self._back_at = None
        return self._logger.connected(now)

    def disconnected(self, now: datetime) -> None:
        """The connection is gone."""
        if self._back_at is None:
            self._logger.disconnected(now)

    def tick(self, now: datetime) -> list[Outgoing]:
        """Do what has fallen due, or hang up."""
        if self._silent(hour_number(now)):
            return self._hang_up(now)
        return self._logger.tick(now)

    def receive(self, data: bytes, now: datetime) -> list[Outgoing]:
        """Take bytes from the host."""
        return [] if self._back_at else self._logger.receive(data, now)

    def _hang_up(self, now: datetime) -> list[Outgoing]:
        self._logger.disconnected(now)
        self._fall_silent(now)
        return [Outgoing(now, b"", hang_up=True)]

    def _fall_silent(self, now: datetime) -> None:
        first = hour_number(now) + 1
        back = next(h for h in range(first, first + LONGEST_SEARCH_H) if not self._silent(h))
        self._back_at = hour_start(back)
        self._logger = self._make(self._back_at)
