"""Values that come through a broker: the same JSON as over HTTP, several messages a commit."""

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import polars as pl
from django.db import close_old_connections

from bihuan.gateway.mqtt.broker import Delivery
from bihuan.gateway.outcome import Outcome, rejected
from bihuan.gateway.push.check import columns_of, placed
from bihuan.gateway.push.fault import ForeignPoints, PushRefused, RowFault
from bihuan.gateway.push.service import Kept, append_pushes, read_values
from bihuan.registry.queries import push_source_numbered

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200
RETRY_S = 0.5
RETRY_MOST_S = 30.0

Judged = tuple[Kept, pl.DataFrame, bytes]
Settled = Callable[[Delivery, bytes], None]


class ValueDesk:
    """Checks pushed values and puts them on disk, in a thread of its own (推送处理).

    A refused message is kept as a raw packet with its outcome: it would be refused again, so it
    is acknowledged, and its sender is told why. What the store does not take is tried again
    until it does; the broker waits meanwhile.
    """

    def __init__(self, journal: str, now: Callable[[], datetime], settled: Settled) -> None:
        """`settled` is told of each message that is on disk, and what to answer."""
        self._journal = journal
        self._now = now
        self._settled = settled
        self._waiting: asyncio.Queue[Delivery] = asyncio.Queue()
        self._thread = ThreadPoolExecutor(1, "values")
        self._stop = asyncio.Event()

    def __len__(self) -> int:
        return self._waiting.qsize()

    def take(self, delivery: Delivery) -> None:
        """A message came."""
        self._waiting.put_nowait(delivery)

    def stop(self) -> None:
        """End after the commit under way; the broker keeps the rest."""
        self._stop.set()

    async def run(self) -> None:
        """Store until stopped."""
        loop = asyncio.get_running_loop()
        stopped = asyncio.create_task(self._stop.wait())
        while not self._stop.is_set():
            getting = asyncio.create_task(self._waiting.get())
            await asyncio.wait({getting, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not getting.done():
                getting.cancel()
                break
            batch = [getting.result()]
            while len(batch) < MOST_AT_ONCE and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            for delivery, answer in await self._stored(loop, batch):
                self._settled(delivery, answer)
        self._thread.shutdown()

    async def _stored(
        self, loop: asyncio.AbstractEventLoop, batch: Sequence[Delivery]
    ) -> list[tuple[Delivery, bytes]]:
        wait_s = RETRY_S
        while not self._stop.is_set():
            try:
                return await loop.run_in_executor(self._thread, self._store, batch)
            except Exception as error:  # noqa: BLE001 - the boundary: what is not on disk is not acknowledged
                log.error("pushed values wait messages=%d error=%s", len(batch), error)
            try:
                await asyncio.wait_for(self._stop.wait(), wait_s)
            except TimeoutError:
                wait_s = min(2 * wait_s, RETRY_MOST_S)
        return []

    def _store(self, batch: Sequence[Delivery]) -> list[tuple[Delivery, bytes]]:
        now = self._now()
        close_old_connections()
        judged = [_judged(delivery, now) for delivery in batch]
        append_pushes([(kept, values) for kept, values, _ in judged], self._journal, now=now)
        return [(delivery, answer) for delivery, (_, _, answer) in zip(batch, judged, strict=True)]


def source_of(topic: str) -> str:
    """The last level of a topic: the number of the push source.

    >>> source_of("bihuan/values/12")
    '12'
    """
    return topic.rpartition("/")[2]


def _judged(delivery: Delivery, now: datetime) -> Judged:
    """A message as it is kept, its values, and the answer to its sender."""
    number = source_of(delivery.topic)
    device = f"push-{number}"[:40]
    try:
        source = push_source_numbered(int(number)) if number.isdecimal() else None
        if source is None:
            raise ForeignPoints([RowFault(0, "", "没有此编号的推送来源，或已停用")])
        values = placed(columns_of(read_values(delivery.payload)), source, now)
    except PushRefused as refusal:
        log.warning("push refused source=%s fault=%s", number[:20], refusal.faults[0].message)
        kept = Kept(device, delivery.payload, rejected("push"))
        return kept, _nothing(), _told(refusal)
    kept = Kept(device, delivery.payload, Outcome.STORED)
    return kept, values, json.dumps({"accepted": values.height}).encode()


def _nothing() -> pl.DataFrame:
    return columns_of([])


def _told(refusal: PushRefused) -> bytes:
    faults = [
        {"row": fault.row, "field": fault.field, "message": fault.message}
        for fault in refusal.faults
    ]
    told = {"detail": "整批未入库，请改正后重新推送", "total": refusal.total, "faults": faults}
    return json.dumps(told, ensure_ascii=False).encode()
