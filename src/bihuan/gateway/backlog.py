"""Frames that wait for their group commit."""

from collections import deque

from bihuan.gateway.arrival import Arrival
from bihuan.gateway.settings import CommitLimits


class Backlog:
    """Frames between the socket and the store (待提交队列), oldest first.

    A frame counts as waiting until `done` says that it is on disk, so that a store that
    refuses makes the backlog full, and a full backlog stops reading.
    """

    def __init__(self, limits: CommitLimits) -> None:
        """Nothing waits yet."""
        self._limits = limits
        self._queue: deque[Arrival] = deque()
        self._packets = 0
        self._bytes = 0
        self.oldest_at: float | None = None

    def __len__(self) -> int:
        return self._packets

    @property
    def queued(self) -> int:
        """Frames that no commit has taken yet."""
        return len(self._queue)

    @property
    def is_full(self) -> bool:
        """Whether reading must stop (背压)."""
        return (
            self._packets >= self._limits.waiting_packets
            or self._bytes >= self._limits.waiting_bytes
        )

    @property
    def has_room(self) -> bool:
        """Whether reading may begin again: half of the limits are free."""
        return (
            2 * self._packets <= self._limits.waiting_packets
            and 2 * self._bytes <= self._limits.waiting_bytes
        )

    def add(self, arrival: Arrival, *, now: float) -> None:
        """A frame came; `now` is a monotonic reading [s]."""
        if not self._queue:
            self.oldest_at = now
        self._queue.append(arrival)
        self._packets += 1
        self._bytes += len(arrival.raw)

    def take(self, *, now: float) -> list[Arrival]:
        """The frames of the next commit, oldest first."""
        most = min(len(self._queue), self._limits.packets)
        batch = [self._queue.popleft() for _ in range(most)]
        self.oldest_at = now if self._queue else None
        return batch

    def done(self, batch: list[Arrival]) -> None:
        """These frames are on disk."""
        self._packets -= len(batch)
        self._bytes -= sum(len(arrival.raw) for arrival in batch)
