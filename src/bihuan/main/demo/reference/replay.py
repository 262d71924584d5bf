"""Plays real data over real connections: the last real hours as HJ 212, and the real packets."""

import asyncio
import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

import numpy as np

from bihuan.hj212.conversation.identity import Identity
from bihuan.hj212.conversation.request_id import RequestIds
from bihuan.hj212.frame import Frame, Reader
from bihuan.hj212.record import BEIJING
from bihuan.hj212.segment import read_header
from bihuan.hj212.wire_time import wire_text
from bihuan.main.demo.moment import hour_start
from bihuan.main.demo.reference.beijing import FACTORS, RealHours
from bihuan.main.demo.wire_identity import AIR_SYSTEM, PASSWORD

HOUR_PACE_S: Final = 0.5
PACKET_PACE_S: Final = 2.0
ANSWER_S: Final = 10.0
RECONNECT_S: Final = 5.0

Say = Callable[[bytes], None]


def hour_packet(hours: RealHours, row: int, hour: int, request_id: str) -> bytes:
    """One station's hour as a whole frame of 2061; factors without a value are left out."""
    column = hour - hours.first
    groups = [f"DataTime={wire_text(hour_start(hour).astimezone(BEIJING))}"]
    for factor in FACTORS:
        value = float(hours.values[factor.code][row, column])
        if not np.isnan(value):
            text = f"{value:.{factor.decimals}f}"
            groups.append(f"{factor.code}-Avg={text},{factor.code}-Flag=N")
    who = Identity(hours.stations[row].mn, system_code=AIR_SYSTEM, password=PASSWORD)
    body = ";".join(groups).encode()
    return who.frame(who.packet(request_id, "2061", body, wants_answer=True))


async def play_hours(hours: RealHours, row: int, first: int, *, address: tuple[str, int]) -> None:
    """Send a station's hours from `first` on, each after the answer to the one before."""
    ids = RequestIds()
    waiting = list(range(first, hours.last))
    while waiting:
        with suppress(OSError, asyncio.IncompleteReadError):
            await _play_on(hours, row, waiting, ids, address)
        await asyncio.sleep(RECONNECT_S)


async def _play_on(
    hours: RealHours, row: int, waiting: list[int], ids: RequestIds, address: tuple[str, int]
) -> None:
    """Play until all is sent or the line breaks; what was answered leaves the list."""
    reader, writer = await asyncio.open_connection(*address)
    try:
        while waiting:
            request_id = ids.next(datetime.now(UTC))
            writer.write(hour_packet(hours, row, waiting[0], request_id))
            if await _answered(reader, request_id):
                waiting.pop(0)
            await asyncio.sleep(HOUR_PACE_S)
    finally:
        writer.close()


async def _answered(reader: asyncio.StreamReader, request_id: str) -> bool:
    """Whether the host acknowledges this request in time; other packets are not heard."""
    frames = Reader()
    with suppress(TimeoutError):
        async with asyncio.timeout(ANSWER_S):
            while data := await reader.read(4096):
                packets = (
                    read_header(e.segment) for e in frames.feed(data) if isinstance(e, Frame)
                )
                if any(p.request_id == request_id for p in packets):
                    return True
            raise ConnectionResetError("the host hung up")
    return False


async def play_packets(packets: Iterable[bytes], *, address: tuple[str, int]) -> None:
    """Send every real packet as it is, each on a connection of its own, again and again."""
    for raw in _forever(packets):
        with suppress(OSError):
            _, writer = await asyncio.open_connection(*address)
            writer.write(raw)
            await writer.drain()
            await asyncio.sleep(PACKET_PACE_S)
            writer.close()


def _forever(packets: Iterable[bytes]) -> Iterator[bytes]:
    return itertools.cycle(list(packets))
