"""Server-sent events."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count

from bihuan.ui import live
from bihuan.ui.live import ALIVE, Event, Pulse, changes, stream


async def collect(events: AsyncIterator[Event], wanted: int) -> list[Event]:
    found = []
    async for event in events:
        found.append(event)
        if len(found) == wanted:
            break
    return found


def test_the_first_event_comes_at_once_and_the_next_with_a_change() -> None:
    states = iter([1, 1, 1, 2, 2, 3, 3, 3])
    pulse = Pulse(lambda: next(states), every_s=0.001)
    found = asyncio.run(collect(changes(pulse, lambda state: state), 3))
    assert found == [Event("changed")] * 3
    assert next(states) == 3


def test_a_change_elsewhere_is_no_event() -> None:
    ticks = count()
    pulse = Pulse(lambda: {"mine": 1, "other": next(ticks)}, every_s=0.001)
    found = asyncio.run(collect(changes(pulse, lambda s: s["mine"], lifetime_s=0.05), 99))
    assert found == [Event("changed")]


def test_the_last_change_is_told_once_more_and_then_there_is_silence() -> None:
    pulse = Pulse(lambda: 1, every_s=0.001)
    told = changes(pulse, lambda state: state, lifetime_s=0.1, echo_s=0.02)
    assert asyncio.run(collect(told, 99)) == [Event("changed")] * 2


def test_a_quiet_stream_gives_a_sign_of_life(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(live, "KEEP_ALIVE_S", 0.0)
    pulse = Pulse(lambda: 1, every_s=0.001)
    assert asyncio.run(collect(changes(pulse, lambda s: s), 2))[1] == ALIVE


def test_many_readers_share_one_probe() -> None:
    runs = count(1)
    pulse = Pulse(lambda: next(runs), every_s=60)

    async def ask() -> list[int]:
        return await asyncio.gather(*(pulse.read() for _ in range(50)))

    assert asyncio.run(ask()) == [1] * 50


def test_the_answer_is_an_event_stream_that_no_proxy_holds_back() -> None:
    pulse = Pulse(lambda: 1, every_s=0.001)
    answer = stream(changes(pulse, lambda s: s, lifetime_s=0.01))

    async def body() -> bytes:
        return b"".join([part async for part in answer])

    text = asyncio.run(body())
    assert answer["Content-Type"] == "text/event-stream"
    assert answer["X-Accel-Buffering"] == "no"
    assert text.startswith(b"retry: 3000\n\nevent: changed\ndata: null\n\n")
