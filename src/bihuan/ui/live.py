"""Live pages (实时刷新): server-sent events say that something changed; the page asks for its part.

The signal carries no data, so permissions, templates and tests are those of the ordinary page,
and a browser without server-sent events falls back to asking every few seconds.
"""

import asyncio
import json
import math
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import close_old_connections
from django.http import StreamingHttpResponse

T = TypeVar("T")

KEEP_ALIVE_S = 15.0
LIFETIME_S = 600.0
"""After this the browser connects anew, so that a session that has ended stops its stream."""

ECHO_S = 1.2
"""Longer than any page shares a value, so that the echo of a change finds nothing older."""


@dataclass(frozen=True, slots=True)
class Event:
    """One server-sent event: its name and what the page's script gets (any JSON)."""

    name: str
    data: Any = None


ALIVE = Event("alive")


def encode(event: Event) -> bytes:
    """The event on the wire; a sign of life is a comment that scripts never see.

    >>> encode(Event("changed", [7])), encode(ALIVE)
    (b'event: changed\\ndata: [7]\\n\\n', b': alive\\n\\n')
    """
    if event == ALIVE:
        return b": alive\n\n"
    return f"event: {event.name}\ndata: {json.dumps(event.data)}\n\n".encode()


def stream(events: AsyncIterator[Event]) -> StreamingHttpResponse:
    """The answer that stays open and sends each event as it happens."""
    response = StreamingHttpResponse(_wire(events), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _wire(events: AsyncIterator[Event]) -> AsyncIterator[bytes]:
    yield b"retry: 3000\n\n"
    async for event in events:
        yield encode(event)


class Pulse(Generic[T]):
    """A probe that one process runs at most once per interval, however many pages watch it."""

    def __init__(self, probe: Callable[[], T], *, every_s: float) -> None:
        self.every_s = every_s
        self._probe = probe
        self._lock = threading.Lock()
        self._value: T | None = None
        self._due = 0.0

    async def read(self) -> T:
        """The present state, not older than the interval."""
        return await asyncio.to_thread(self.read_now)

    def read_now(self) -> T:
        """The same for code that may block."""
        with self._lock:
            if self._value is None or time.monotonic() >= self._due:
                self._value = self._probe()
                self._due = time.monotonic() + self.every_s
                close_old_connections()
            return self._value


async def changes(
    pulse: Pulse[T],
    pick: Callable[[T], Any],
    *,
    lifetime_s: float = LIFETIME_S,
    echo_s: float = ECHO_S,
) -> AsyncIterator[Event]:
    """An event "changed" at once and then whenever the picked part of the pulse differs.

    The first event closes the gap between the rendering of the page and the opening of its stream.
    The last change is told once more after `echo_s`: a part that was rendered from a shared value
    (`Recent`) of a moment before the change is then rendered from a newer one.
    """
    last: Any = object()
    spoken = started = time.monotonic()
    echo_due = math.inf
    while (now := time.monotonic()) - started < lifetime_s:
        seen = pick(await pulse.read())
        if seen != last or now >= echo_due:
            echo_due = now + echo_s if seen != last else math.inf
            last, spoken = seen, now
            yield Event("changed")
        elif now - spoken >= KEEP_ALIVE_S:
            spoken = now
            yield ALIVE
        await asyncio.sleep(pulse.every_s)
