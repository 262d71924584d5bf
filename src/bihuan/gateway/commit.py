"""The group commit: the backlog goes to disk, and only then may anything be answered."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, Protocol, TypeVar

import pyarrow as pa

from bihuan.gateway.arrival import Arrival
from bihuan.gateway.backlog import Backlog
from bihuan.gateway.settings import CommitLimits
from bihuan.gateway.translation import Translation
from bihuan.telemetry import BadRows

R = TypeVar("R")

log = logging.getLogger(__name__)


class Journal(Protocol):
    """The one thing that the gateway asks of the store (时序库)."""

    def append(self, rows: pa.Table, raw: pa.Table | None = None, *, now: datetime) -> int:
        """Put rows and packets on disk in one transaction."""


class CommitOwner(Protocol):
    """What the commit reports to: the gateway."""

    def translate(self, batch: list[Arrival]) -> Translation:
        """Frames as rows and packets of the store; runs in the commit's thread."""

    async def durable(self, batch: list[Arrival], translation: Translation) -> None:
        """These frames are on disk."""

    def refused(self, error: Exception) -> None:
        """The store took nothing; it will be asked again."""


class GroupCommit:
    """Takes the backlog to disk again and again (成组提交), in a thread of its own.

    One commit runs at a time and in the order of arrival, so a repeat is never answered before
    the packet that it repeats is on disk.
    """

    def __init__(
        self, owner: CommitOwner, backlog: Backlog, journal: Journal, limits: CommitLimits
    ) -> None:
        """Ready to `run`; `journal` may refuse for as long as it likes."""
        self._owner = owner
        self._backlog = backlog
        self._journal = journal
        self._limits = limits
        self._thread = ThreadPoolExecutor(1, "commit")
        self._wake = asyncio.Event()
        self._stop_at: float | None = None

    def arrived(self) -> None:
        """A frame was queued: the first one starts the clock, enough of them start the commit."""
        if self._backlog.queued in (1, self._limits.packets):
            log.debug("commit due waiting=%d", self._backlog.queued)
            self._wake.set()

    def stop(self, *, within_s: float) -> None:
        """Commit what waits, then end; a store that refuses gets no longer than this [s]."""
        self._stop_at = asyncio.get_running_loop().time() + within_s
        self._wake.set()

    async def run(self, now: Callable[[], datetime]) -> None:
        """Commit until stopped."""
        loop = asyncio.get_running_loop()
        while self._stop_at is None or self._backlog.queued:
            await self._until_due(loop)
            batch = self._backlog.take(now=loop.time())
            if batch and not await self._commit(batch, now):
                break
        self._thread.shutdown()

    async def _until_due(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wait for enough frames, or for the oldest to have waited long enough."""
        while self._stop_at is None and self._backlog.queued < self._limits.packets:
            self._wake.clear()
            oldest_at = self._backlog.oldest_at
            wait_s = (
                None if oldest_at is None else oldest_at + self._limits.interval_s - loop.time()
            )
            if wait_s is not None and wait_s <= 0:
                return
            try:
                await asyncio.wait_for(self._wake.wait(), wait_s)
            except TimeoutError:
                return

    async def _commit(self, batch: list[Arrival], now: Callable[[], datetime]) -> bool:
        """Bring one batch to disk, however long it takes; False when stopped before."""
        translation = await self._in_thread(self._owner.translate, batch)
        wait_s = self._limits.retry_s
        while True:
            try:
                await self._in_thread(self._append, translation, now())
            except BadRows as error:
                log.error("rows dropped, packets kept packets=%d error=%s", len(batch), error)
                translation = translation.without_rows()
            except Exception as error:  # noqa: BLE001 - the boundary: what is not on disk is not answered
                self._owner.refused(error)
                if not await self._may_retry(wait_s):
                    return False
                wait_s = min(2 * wait_s, self._limits.retry_most_s)
            else:
                break
        self._backlog.done(batch)
        await self._owner.durable(batch, translation)
        return True

    async def _may_retry(self, wait_s: float) -> bool:
        stop_at = self._stop_at
        if stop_at is not None and asyncio.get_running_loop().time() + wait_s > stop_at:
            return False
        await asyncio.sleep(wait_s)
        return True

    def _append(self, translation: Translation, now: datetime) -> None:
        self._journal.append(translation.rows, translation.raw, now=now)

    async def _in_thread(self, work: Callable[..., R], *args: Any) -> R:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, work, *args)
