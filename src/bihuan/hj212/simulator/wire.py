"""The line between a simulated logger and the host, with the faults that were ordered."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random

from bihuan.hj212.simulator.fault import Faults

CHUNK = 64  # bytes that a slow line lets through at once
CODE_AND_END = 6


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Bytes to write at a moment (待发送), in the order given; or the end of the connection."""

    at: datetime
    data: bytes
    hang_up: bool = False


class Wire:
    """Carries frames out (发送线路); what it returns must be written in its order.

    >>> now = datetime.fromisoformat("2026-01-01T00:00:00+08:00")
    >>> [piece.data for piece in Wire(Faults(duplicate=1), Random(1)).put([b"abc"], now)]
    [b'abcabc']
    """

    def __init__(self, faults: Faults, rng: Random) -> None:
        self._faults = faults
        self._rng = rng
        self._is_clean = not faults.touches_the_wire
        self._late: list[tuple[datetime, int, bytes]] = []
        self._order = count()
        self._held = b""
        self._held_until: datetime | None = None
        self._busy_until: datetime | None = None

    @property
    def next_due(self) -> datetime | None:
        """When `put` must be called again even without a frame (滞留帧到期)."""
        late = self._late[0][0] if self._late else None
        if self._held_until is None or late is None:
            return late or self._held_until
        return min(late, self._held_until)

    def hears(self) -> bool:
        """Whether an answer reaches the logger (应答是否收到)."""
        return not self._faults.lost_answer or self._rng.random() >= self._faults.lost_answer

    def put(self, frames: Sequence[bytes], now: datetime) -> list[Outgoing]:
        """Send frames (发送), and whatever was held back until now."""
        if self._is_clean:
            return [Outgoing(now, b"".join(frames))] if frames else []
        ready = [*self._overdue(now), *frames]
        on_time = [frame for frame in ready if not self._is_held_back(frame, frames, now)]
        data = self._held + b"".join(self._spoilt(frame) for frame in on_time)
        if not data or (self._held and not on_time and not self._is_held_too_long(now)):
            return []
        if not self._held and on_time and self._hit(self._faults.sticky):
            self._held = data
            self._held_until = now + timedelta(seconds=self._faults.sticky_s)
            return []
        self._held, self._held_until = b"", None
        return self._written(data, now)

    def reset(self) -> None:
        """The connection is gone (连接断开), and with it all that was held back."""
        self._late.clear()
        self._held, self._held_until, self._busy_until = b"", None, None

    def _hit(self, chance: float) -> bool:
        return bool(chance) and self._rng.random() < chance

    def _overdue(self, now: datetime) -> list[bytes]:
        frames = []
        while self._late and self._late[0][0] <= now:
            frames.append(heapq.heappop(self._late)[2])
        return frames

    def _is_held_too_long(self, now: datetime) -> bool:
        return self._held_until is not None and self._held_until <= now

    def _is_held_back(self, frame: bytes, fresh: Sequence[bytes], now: datetime) -> bool:
        """Lets a fresh frame wait, so that later ones overtake it; a frame waits once."""
        if not any(frame is each for each in fresh) or not self._hit(self._faults.disorder):
            return False
        wait = timedelta(seconds=self._rng.uniform(0, self._faults.disorder_s))
        heapq.heappush(self._late, (now + wait, next(self._order), frame))
        return True

    def _spoilt(self, frame: bytes) -> bytes:
        copies = 2 if self._hit(self._faults.duplicate) else 1
        if not self._hit(self._faults.wrong_code):
            return frame * copies
        at = len(frame) - CODE_AND_END
        digit = b"5" if frame[at : at + 1] != b"5" else b"6"
        return (frame[:at] + digit + frame[at + 1 :]) * copies

    def _written(self, data: bytes, now: datetime) -> list[Outgoing]:
        at = max(now, self._busy_until) if self._busy_until else now
        pieces = self._pieces(data)
        pause = timedelta(seconds=self._pause)
        written = [Outgoing(at + n * pause, piece) for n, piece in enumerate(pieces)]
        self._busy_until = written[-1].at
        return written

    @property
    def _pause(self) -> float:
        slow = CHUNK / self._faults.bytes_per_s if self._faults.bytes_per_s else 0.0
        return max(slow, self._faults.torn_s)

    def _pieces(self, data: bytes) -> list[bytes]:
        if self._faults.bytes_per_s:
            return [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]
        if self._hit(self._faults.torn) and len(data) > 1:
            cut = self._rng.randrange(1, len(data))
            return [data[:cut], data[cut:]]
        return [data]
